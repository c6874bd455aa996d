import CLibClang

extension TranslationUnit {
  /// Whether everything that the file includes is a system header: then no body of a function there is ever read.
  package var includesOnlySystemHeaders: Bool {
    guard let source = clang_getFile(unit, path) else { return false }
    return filesOutsideSystemHeaders.allSatisfy { clang_File_isEqual($0, source) != 0 }
  }

  /// The file itself, and what it includes of the user's.
  var filesOutsideSystemHeaders: [CXFile] {
    final class Included { var files: [CXFile] = [] }
    let included = Included()
    clang_getInclusions(
      unit,
      { file, _, _, context in
        if let file { Unmanaged<Included>.fromOpaque(context!).takeUnretainedValue().files.append(file) }
      }, Unmanaged.passUnretained(included).toOpaque())
    return included.files.filter { file in
      clang_Location_isInSystemHeader(clang_getLocationForOffset(unit, file, 0)) == 0
    }
  }
}
