extension ModelTable {
  /// zlib.
  static let zlib = ModelTable(families: zlibFamilies, functions: [zlibRows])

  private static let zlibFamilies: StaticString = """
    deflate: memory "compression state" initialised, freed by deflateEnd
    inflate: memory "decompression state" initialised, freed by inflateEnd
    inflateBack: memory "decompression state" initialised, freed by inflateBackEnd
    gzFile: handle "compressed file" opened, closed by gzclose
    """

  private static let zlibRows: StaticString = """
    deflateInit_(init deflate, value, borrow, value) == 0    | zlib manual: deflateInit
    deflateInit2_(init deflate, value, value, value, value, value, borrow, value) == 0 | zlib manual: deflateInit2
    deflateCopy(init deflate, use) == 0                      | zlib manual: deflateCopy
    deflate(use, value)                                      | zlib manual: deflate
    deflateReset(use)                                        | zlib manual: deflateReset
    deflateParams(use, value, value)                         | zlib manual: deflateParams
    deflateBound(use, value)                                 | zlib manual: deflateBound
    deflateSetDictionary(use, borrow, value)                 | zlib manual: deflateSetDictionary
    deflateSetHeader(use, escape)                            | zlib manual: deflateSetHeader
    deflateEnd(release deflate)                              | zlib manual: deflateEnd
    inflateInit_(init inflate, borrow, value) == 0           | zlib manual: inflateInit
    inflateInit2_(init inflate, value, borrow, value) == 0   | zlib manual: inflateInit2
    inflateCopy(init inflate, use) == 0                      | zlib manual: inflateCopy
    inflate(use, value)                                      | zlib manual: inflate
    inflateReset(use)                                        | zlib manual: inflateReset
    inflateReset2(use, value)                                | zlib manual: inflateReset2
    inflateSync(use)                                         | zlib manual: inflateSync
    inflateSetDictionary(use, borrow, value)                 | zlib manual: inflateSetDictionary
    inflateGetHeader(use, escape)                            | zlib manual: inflateGetHeader
    inflateEnd(release inflate)                              | zlib manual: inflateEnd
    inflateBackInit_(init inflateBack, value, escape, borrow, value) == 0 | zlib manual: inflateBackInit
    inflateBack(use, callback, use, callback, use)           | zlib manual: inflateBack
    inflateBackEnd(release inflateBack)                      | zlib manual: inflateBackEnd
    compress(fill, use, borrow, value)                       | zlib manual: compress
    compress2(fill, use, borrow, value, value)               | zlib manual: compress2
    compressBound(value) pure                                | zlib manual: compressBound
    uncompress(fill, use, borrow, value)                     | zlib manual: uncompress
    uncompress2(fill, use, borrow, use)                      | zlib manual: uncompress2
    gzopen(borrow, borrow) -> new gzFile?                    | zlib manual: gzopen
    gzopen64(borrow, borrow) -> new gzFile?                  | zlib manual: gzopen
    gzdopen(take on success, borrow) -> new gzFile?          | zlib manual: gzdopen
    gzbuffer(use, value)                                     | zlib manual: gzbuffer
    gzsetparams(use, value, value)                           | zlib manual: gzsetparams
    gzread(use, fill, value)                                 | zlib manual: gzread
    gzfread(fill, value, value, use)                         | zlib manual: gzfread
    gzwrite(use, borrow, value)                              | zlib manual: gzwrite
    gzfwrite(borrow, value, value, use)                      | zlib manual: gzfwrite
    gzprintf(use, format, borrow...)                         | zlib manual: gzprintf
    gzputs(use, borrow)                                      | zlib manual: gzputs
    gzgets(use, fill, value) -> #1?                          | zlib manual: gzgets
    gzputc(use, value)                                       | zlib manual: gzputc
    gzgetc(use)                                              | zlib manual: gzgetc
    gzgetc_(use)                                             | zlib manual: gzgetc
    gzungetc(value, use)                                     | zlib manual: gzungetc
    gzflush(use, value)                                      | zlib manual: gzflush
    gzseek(use, value, value)                                | zlib manual: gzseek
    gztell(use)                                              | zlib manual: gztell
    gzrewind(use)                                            | zlib manual: gzrewind
    gzeof(use)                                               | zlib manual: gzeof
    gzdirect(use)                                            | zlib manual: gzdirect
    gzerror(use, fill) -> inside #0                          | zlib manual: gzerror
    gzclearerr(use)                                          | zlib manual: gzclearerr
    gzclose(release gzFile)                                  | zlib manual: gzclose
    gzclose_r(release gzFile)                                | zlib manual: gzclose
    gzclose_w(release gzFile)                                | zlib manual: gzclose
    crc32(value, borrow, value) pure                         | zlib manual: crc32
    adler32(value, borrow, value) pure                       | zlib manual: adler32
    zlibVersion() -> borrowed                                | zlib manual: zlibVersion
    zError(value) -> borrowed                                | zlib manual: zError
    """
}
