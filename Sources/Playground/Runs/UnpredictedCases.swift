import Findings
import Foundation
import JSONText
import Synchronization

/// Programs in which a tool saw a flaw of our kind that the analysis did not predict, kept for the owner of the site.
final class UnpredictedCases: Sendable {
  private let folder: String
  private let turn = Mutex(())
  /// Strangers fill no disk.
  private static let most = 1000

  init(folder: String) { self.folder = folder }

  /// Keeps a program, once. What cannot be written is passed over.
  func keep(_ request: RunRequest, _ seen: [Verdict.Unpredicted]) {
    let name = SHA256.hexDigest(of: Array((request.language.rawValue + "\n" + request.source).utf8)) + ".json"
    let json: JSONValue = [
      "language": .string(request.language.rawValue), "source": .string(request.source),
      "stdin": .string(request.stdin ?? ""),
      "unpredicted": .array(
        seen.map { report in
          [
            "tool": .string(report.tool), "kind": .string(report.kind),
            "line": report.line.map(JSONValue.integer) ?? .null, "text": .string(report.text),
          ]
        }),
    ]
    turn.withLock { _ in
      try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      guard names().count < Self.most else { return }
      try? Data((json.text() + "\n").utf8).write(
        to: URL(fileURLWithPath: folder + "/" + name), options: .atomic)
    }
  }

  /// All of them as one list.
  func json() -> Data {
    let texts = names().compactMap { FileManager.default.contents(atPath: folder + "/" + $0) }
    let values = texts.compactMap { try? JSONValue(parsing: Array($0)) }
    return Data((JSONValue.array(values).text() + "\n").utf8)
  }

  private func names() -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".json") }
      .sorted()
  }
}
