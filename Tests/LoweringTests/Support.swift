import ClangFrontend
import Lowering
import OwnershipIR
import Testing

/// Lowers source text as a file that is nowhere on disk.
func module(_ source: String, arguments: [String] = [], path: String = "/ownscope/test.c") throws -> Module {
  let unit = try TranslationUnit(
    path: path, arguments: arguments, unsavedFiles: [UnsavedFile(path: path, contents: source)])
  return lowerModule(from: unit)
}

/// The function `name` in text form. A body that the verifier objects to is shown with the objections.
func lowered(_ source: String, function name: String = "f", arguments: [String] = []) throws -> String {
  let module = try module(source, arguments: arguments)
  guard let function = module.function(name) else { return "no function \(name)" }
  let problems = module.verify().map { "\n\($0)" }.joined()
  return trimmed(module.printed(function: function)) + problems
}

/// The module's globals in text form.
func loweredGlobals(_ source: String) throws -> String {
  let lines = try module(source).printed().split(separator: "\n")
  return lines.filter { $0.hasPrefix("global ") }.joined(separator: "\n")
}

func trimmed(_ text: String) -> String {
  var text = text
  while text.last?.isNewline == true { text.removeLast() }
  return text
}

extension Module {
  func function(_ name: String) -> FunctionID? {
    functions.firstIndex { self[$0.name] == name }.map { FunctionID($0) }
  }

  func required(_ name: String) throws -> FunctionID { try #require(function(name), "no function \(name)") }

  func body(_ name: String) throws -> Body {
    try #require(functions[required(name).int].body, "no body of \(name)")
  }
}
