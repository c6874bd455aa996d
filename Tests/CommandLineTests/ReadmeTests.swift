import Foundation
import TestSupport
import Testing

/// What the README shows is what the program prints.
@Suite struct ReadmeTests {
  struct Transcript: CustomTestStringConvertible, Sendable {
    let command: String
    let output: String
    var testDescription: String { command }
  }

  /// The `console` blocks: a line `$ ownscope …`, and what it prints.
  static let transcripts: [Transcript] = {
    let text = (try? String(contentsOf: Repository.root.appending(path: "README.md"), encoding: .utf8)) ?? ""
    return text.components(separatedBy: "```console\n$ ").dropFirst().map { block in
      let lines = block.components(separatedBy: "\n```")[0].split(
        separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      return Transcript(command: String(lines[0]), output: lines.count > 1 ? String(lines[1]) + "\n" : "")
    }
  }()

  @Test func thereAreTranscripts() {
    #expect(Self.transcripts.count >= 2)
  }

  @Test(arguments: transcripts)
  func transcriptIsWhatIsPrinted(_ transcript: Transcript) throws {
    let directory = Repository.ownscope.deletingLastPathComponent().path
    let result = try run(
      "/bin/sh", ["-c", "PATH=\(directory):$PATH; \(transcript.command)"], environment: [:],
      directory: Repository.root, seconds: 120)
    #expect(Self.withoutPlace(of: result.output) == Self.withoutPlace(of: transcript.output))
  }

  /// Where the lesson lies is a matter of the installation.
  private static func withoutPlace(of output: String) -> String {
    output.replacing(#/lesson: file://.*/lesson.html/#, with: "lesson: lesson.html")
  }
}
