import CLibClang

/// The files that locations of a translation unit point into, numbered in order of first meeting.
struct FileTable {
  private(set) var files: [SourceFileInfo] = []
  private var indices: PointerMap = PointerMap()
  private var lastFile: CXFile?
  private var lastIndex: Int32 = -1
  /// Beside `files`: the number of the location of the first byte, once it is known to be one of a run.
  private var firstLocations: [UInt32?] = []

  /// The number of `file`, or -1 for none.
  mutating func index(of file: CXFile?, in unit: CXTranslationUnit) -> Int32 {
    guard let file else { return -1 }
    if file == lastFile { return lastIndex }
    let key = UInt(bitPattern: file)
    let index: Int32
    if let known = indices[key] {
      index = known
    } else {
      index = addOrFind(file, in: unit)
      indices[key] = index
    }
    lastFile = file
    lastIndex = index
    return index
  }

  /// The file and offset of a location.
  ///
  /// Locations outside macros are numbers that count through the files one after another, so most of them are
  /// told by a subtraction, as soon as libclang itself has told one of the same file in agreement with it.
  mutating func place(_ location: CXSourceLocation, in unit: CXTranslationUnit) -> (
    file: Int32, offset: UInt32
  ) {
    let number = location.int_data
    if lastIndex >= 0, let first = firstLocations[Int(lastIndex)], number >= first,
      number - first <= UInt32(truncatingIfNeeded: files[Int(lastIndex)].contents.count)
    {
      return (lastIndex, number - first)
    }
    var file: CXFile?
    var offset: UInt32 = 0
    clang_getFileLocation(location, &file, nil, nil, &offset)
    let index = index(of: file, in: unit)
    if index >= 0, firstLocations[Int(index)] == nil, number & Self.macroBit == 0 {
      let first = clang_getLocationForOffset(unit, file, 0).int_data
      if first &+ offset == number, first & Self.macroBit == 0 { firstLocations[Int(index)] = first }
    }
    return (index, offset)
  }

  /// Set in the numbers of locations inside macros.
  private static let macroBit: UInt32 = 1 << 31

  /// One file may have several handles (reached by different paths), so equal ones are looked for first.
  private mutating func addOrFind(_ file: CXFile, in unit: CXTranslationUnit) -> Int32 {
    if let same = files.firstIndex(where: { clang_File_isEqual($0.handle, file) != 0 }) { return Int32(same) }
    var size = 0
    let bytes = clang_getFileContents(unit, file, &size)
    let contents = bytes.map {
      UnsafeBufferPointer(
        start: UnsafeRawPointer($0).assumingMemoryBound(to: UInt8.self), count: size)
    }
    let start = clang_getLocationForOffset(unit, file, 0)
    files.append(
      SourceFileInfo(
        handle: file, path: String(consuming: clang_getFileName(file)),
        isSystem: clang_Location_isInSystemHeader(start) != 0,
        contents: contents ?? UnsafeBufferPointer(start: nil, count: 0)))
    firstLocations.append(nil)
    return Int32(files.count - 1)
  }
}

/// A file of a translation unit. The contents stay valid until the unit is reparsed or goes away.
package struct SourceFileInfo {
  let handle: CXFile
  package let path: String
  package let isSystem: Bool
  package let contents: UnsafeBufferPointer<UInt8>
}

/// A stretch of one file by byte offsets, end exclusive; file -1 means that there is no source text.
package struct FileRange: Hashable, Sendable {
  package var file: Int32
  package var start: UInt32
  package var end: UInt32
  package init(file: Int32, start: UInt32, end: UInt32) {
    self.file = file
    self.start = start
    self.end = end
  }
  package static let none = FileRange(file: -1, start: 0, end: 0)
  package var isValid: Bool { file >= 0 }
}
