/// C or C++, as far as a file's name and its neighbours tell.
package enum SourceLanguage: String, Sendable, Hashable {
  case c, cpp

  /// What a file with no other information is compiled as.
  var fallbackStandard: String {
    switch self {
    case .c: "-std=gnu17"
    case .cpp: LanguageStandard.usual
    }
  }

  /// The argument of `-x` that parses a header of this language as a main file.
  var headerForm: String {
    switch self {
    case .c: "c"
    case .cpp: "c++"
    }
  }
}

/// What a file's extension says.
package enum SourceKind: Sendable, Hashable {
  case source(SourceLanguage)
  /// nil: `.h`, which both languages use.
  case header(SourceLanguage?)

  private static let table: [String: SourceKind] = [
    "c": .source(.c), "i": .source(.c),
    "cc": .source(.cpp), "cp": .source(.cpp), "cpp": .source(.cpp), "cxx": .source(.cpp),
    "c++": .source(.cpp),
    "C": .source(.cpp), "CPP": .source(.cpp), "ii": .source(.cpp), "cppm": .source(.cpp),
    "ixx": .source(.cpp),
    "h": .header(nil),
    "hh": .header(.cpp), "hp": .header(.cpp), "hpp": .header(.cpp), "hxx": .header(.cpp),
    "h++": .header(.cpp),
    "H": .header(.cpp), "ipp": .header(.cpp), "tpp": .header(.cpp), "tcc": .header(.cpp),
    "inl": .header(.cpp),
  ]

  /// nil for names that are neither C nor C++.
  package init?(path: String) {
    guard let kind = Self.table[PathText.fileExtension(of: path)] else { return nil }
    self = kind
  }

  package var language: SourceLanguage? {
    switch self {
    case .source(let language): language
    case .header(let language): language
    }
  }

  package var isHeader: Bool {
    if case .header = self { true } else { false }
  }
}

extension SourceLanguage {
  /// The language of a header whose name leaves it open: C++ when its text uses words that C does not have.
  static func guess(headerText: [UInt8]) -> SourceLanguage {
    let telling: Set<Substring> = [
      "namespace", "template", "class", "typename", "constexpr", "virtual", "std::",
    ]
    for line in String(decoding: headerText, as: UTF8.self).split(separator: "\n") {
      let words = line.split { $0 == " " || $0 == "\t" || $0 == "<" || $0 == "(" || $0 == ";" }
      guard let first = words.first, !first.hasPrefix("//"), !first.hasPrefix("*"), !first.hasPrefix("/*")
      else {
        continue
      }
      if telling.contains(first) || line.contains("std::") { return .cpp }
      if first == "public:" || first == "private:" || first == "using" { return .cpp }
    }
    return .c
  }
}
