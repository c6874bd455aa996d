extension ModelLibrary {
  /// The sets a configuration can ask for, in alphabetical order.
  package static let optionalNames = ModelTable.optional.map(\.name)

  /// One of the opt-in sets, or nil when there is none of that name.
  ///
  /// Opt-in, because a name such as `deflate` or `SSL_free` may be anybody's in a project without the
  /// library.
  package static func optional(named name: String) -> ModelLibrary? {
    guard let table = ModelTable.optional.first(where: { $0.name == name })?.table else { return nil }
    var library = ModelLibrary()
    table.load(into: &library)
    // Headers have bodies for some of a library's functions. Objects of classes whose methods are seen are followed.
    library.preferRows(of: library.functions.keys.filter { !$0.utf8.contains(UInt8(ascii: ":")) })
    return library
  }
}

extension ModelTable {
  static let optional: [(name: String, table: ModelTable)] = [
    ("com", com), ("curl", curl), ("glib", glib), ("gsl", gsl), ("openssl", openSSL), ("python", python),
    ("qt", qt),
    ("sdl2", sdl2), ("sqlite3", sqlite), ("zlib", zlib),
  ]
}
