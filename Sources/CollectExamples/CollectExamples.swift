import Foundation
import JSONText

/// Makes the playground's examples out of the fixtures, while building: `CollectExamples OUTPUT FIXTURES`.
@main enum CollectExamples {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else {
      FileHandle.standardError.write(Data("usage: CollectExamples <examples.json> <fixtures>\n".utf8))
      exit(1)
    }
    let list = try examples.map { example -> JSONValue in
      let text = try String(contentsOfFile: arguments[2] + "/" + example.path, encoding: .utf8)
      guard let source = ExampleSource(text).program(of: example.topic) else {
        FileHandle.standardError.write(
          Data("error: \(example.path) has no case '\(example.topic ?? "")'\n".utf8))
        exit(1)
      }
      let name = example.path.split(separator: "/").last!
      let id = String(name.prefix { $0 != "." }) + (example.topic.map { "-" + $0 } ?? "")
      return [
        "id": .string(id.replacing("_", with: "-")), "title": .string(example.title),
        "group": .string(example.group),
        "language": .string(name.hasSuffix(".c") ? "c" : "cpp"), "source": .string(source),
      ]
    }
    try Data((JSONValue.array(list).text() + "\n").utf8).write(to: URL(fileURLWithPath: arguments[1]))
  }
}
