/// What a page sends to `/run`, and, without a mode, to `/analyze`.
package struct RunRequest: Codable, Sendable, Hashable {
  package enum Language: String, Codable, Sendable {
    case c, cpp

    package var fileName: String { self == .c ? "main.c" : "main.cpp" }
    var compiler: String { self == .c ? "/usr/bin/gcc" : "/usr/bin/g++" }
  }
  package enum Mode: String, Codable, Sendable {
    /// Compile it and run it.
    case run
    /// Run it under tools that watch memory, and lay what they see beside what the analysis says.
    case prove
  }

  package var language: Language
  package var source: String
  package var mode: Mode?
  package var stdin: String?

  package init(language: Language, source: String, mode: Mode? = nil, stdin: String? = nil) {
    self.language = language
    self.source = source
    self.mode = mode
    self.stdin = stdin
  }
}
