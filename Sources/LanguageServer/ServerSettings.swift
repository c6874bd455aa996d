import LanguageServerProtocol

/// What the user has set in the editor, under `ownscope` or in `initializationOptions`. Everything else is in
/// `.ownscope.yaml`, which the linter reads as well.
struct ServerSettings: Sendable, Hashable {
  /// The directory of compile_commands.json.
  var buildDirectory: String?
  /// Where the lesson lives; nil for what the configuration or the program says.
  var lessonBaseURL: String?
  var inlayHints = false
  /// Files of the project that nobody has opened are read, too.
  var readsProject = true

  init() {}

  /// Reads what is there; what is of another type than it should be counts as not there.
  init(_ value: LSPAny?) {
    guard let value else { return }
    let own = value["ownscope"] ?? value
    buildDirectory = own["buildDirectory"]?.string
    if buildDirectory?.isEmpty == true { buildDirectory = nil }
    lessonBaseURL = own["lesson"]?.string
    if lessonBaseURL?.isEmpty == true { lessonBaseURL = nil }
    inlayHints = own["inlayHints"]?.bool ?? false
    readsProject = own["backgroundAnalysis"]?.bool ?? true
  }
}
