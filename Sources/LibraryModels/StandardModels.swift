extension ModelLibrary {
  /// What every run knows: libc, POSIX, glibc, the compilers' builtins and the language's own allocation.
  ///
  /// Reads the tables anew; call it once a run and keep the value.
  package static func standard() -> ModelLibrary {
    var library = ModelLibrary()
    ModelTable.standard.load(into: &library)
    return library
  }
}

extension ModelTable {
  static let standard = ModelTable(
    families: standardFamilies,
    functions: [
      memoryRows, stringsRows, wideStringsRows, streamsRows, filesRows, socketsRows, processesRows,
      threadsRows,
      timeAndLocaleRows, algorithmsRows, builtinsRows,
    ])
}
