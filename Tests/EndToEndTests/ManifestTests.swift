import Foundation
import TestSupport
import Testing

/// The house's walls: which room may lean on which.
@Suite("Manifest and rooms")
struct ManifestTests {
  /// The table of ARCHITECTURE.md. A new arrow is a decision: it is drawn there first, then here.
  private let mayImport: [String: Set<String>] = [
    "CLibClang": [],
    "CCMark": [],
    "JSONRPC": [],
    "LanguageServerProtocol": ["JSONRPC"],
    "SourceText": [],
    "JSONText": [],
    "ClangFrontend": ["CLibClang", "JSONText", "SourceText"],
    "OwnershipIR": ["SourceText"],
    "Lowering": ["ClangFrontend", "OwnershipIR", "SourceText"],
    "LibraryModels": ["OwnershipIR"],
    "Findings": ["JSONText", "SourceText"],
    "Fixes": ["Findings", "SourceText"],
    "OwnershipAnalysis": ["Findings", "LibraryModels", "OwnershipIR", "SourceText"],
    "Lessons": ["Findings", "SourceText"],
    "RenderLesson": ["CCMark", "Findings"],
    "Workspace": [
      "ClangFrontend", "Findings", "Fixes", "LibraryModels", "Lowering", "OwnershipAnalysis", "OwnershipIR",
      "SourceText", "Yams",
    ],
    "EditorFeatures": ["Findings", "Lessons", "OwnershipAnalysis", "SourceText"],
    "LanguageServer": [
      "EditorFeatures", "Findings", "JSONRPC", "LanguageServerProtocol", "Lessons", "OwnershipAnalysis", "SourceText",
      "Workspace",
    ],
    "Sandboxing": [],
    "ToolReports": ["Findings"],
    "Playground": [
      "Findings", "JSONRPC", "JSONText", "LanguageServer", "LanguageServerProtocol", "Lessons", "Sandboxing",
      "SourceText", "ToolReports", "Logging", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOWebSocket",
    ],
    "CollectExamples": ["JSONText"],
    "Reporting": ["Findings", "JSONText", "Lessons", "SourceText"],
    "ownscope": [
      "ArgumentParser", "EditorFeatures", "Findings", "JSONRPC", "LanguageServer", "Lessons", "LibraryModels",
      "Logging", "OwnershipAnalysis", "OwnershipIR", "Playground", "Reporting", "SourceText", "Workspace",
    ],
  ]

  /// Rooms that compute and do nothing else: no files, no clock, no randomness.
  private let pureRooms = [
    "SourceText", "OwnershipIR", "OwnershipAnalysis", "JSONText", "Fixes", "EditorFeatures",
  ]

  /// What comes with Swift.
  private let platform: Set<String> = ["Foundation", "Glibc", "Synchronization", "Dispatch", "Testing"]

  @Test("Every target of the manifest is in the table, with no arrow that the table lacks")
  func manifest() throws {
    let targets = targets(in: try text("Package.swift"))
    #expect(targets.count == mayImport.count, "the manifest has \(targets.keys.sorted())")
    for (name, dependencies) in targets {
      guard let allowed = mayImport[name] else {
        Issue.record("\(name) is not in the table")
        continue
      }
      #expect(dependencies.subtracting(allowed).isEmpty, "\(name)")
    }
  }

  @Test("No source imports what its room must not know")
  func imports() throws {
    for (path, room) in try sources() where room != "Tests" {
      let allowed = (mayImport[room] ?? []).union(platform)
      for name in imports(in: try text(path)) {
        #expect(allowed.contains(name), "\(path) imports \(name)")
        if pureRooms.contains(room) {
          #expect(
            !["Foundation", "Glibc"].contains(name),
            "\(path): \(room) is pure and imports \(name)")
        }
      }
    }
  }

  @Test("No file is longer than 500 lines, and half of them have about 100")
  func fileLengths() throws {
    var lengths: [Int] = []
    for (path, room) in try sources() {
      let lines = try text(path).split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(lines <= 500, "\(path)")
      if room != "Tests" { lengths.append(lines) }
    }
    let median = lengths.sorted()[lengths.count / 2]
    print("\(lengths.count) source files, median \(median) lines")
    #expect(median <= 130)
  }

  @Test("The check sees a forbidden arrow")
  func forbiddenArrow() {
    let manifest = """
      .target(name: "SourceText"),
      .target(
        name: "Findings",
        dependencies: [
          "SourceText", .product(name: "Yams", package: "Yams"),
        ], path: "x"),
      .testTarget(name: "FindingsTests", dependencies: ["Workspace"]),
      """
    #expect(targets(in: manifest) == ["SourceText": [], "Findings": ["SourceText", "Yams"]])
    #expect(
      imports(in: "import A\n@testable import B\npackage import struct C.D\n// import E") == ["A", "B", "C"])
  }

  // MARK: Reading

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Repository.root.appendingPathComponent(path), encoding: .utf8)
  }

  /// The targets below `Sources`, with what they depend on.
  private func targets(in manifest: String) -> [String: Set<String>] {
    var result: [String: Set<String>] = [:]
    let declaration = /\.(target|executableTarget|systemLibrary)\(\s*name: "(\w+)"/
    for match in manifest.matches(of: declaration) where match.2 != "TestSupport" {
      let rest = manifest[match.range.upperBound...]
      let end = rest.firstRange(of: /\n\s*\.(target|executableTarget|testTarget|systemLibrary|plugin)\(/)?
        .lowerBound
      let body = rest[..<(end ?? rest.endIndex)]
      var dependencies: Set<String> = []
      if let list = body.firstMatch(of: /dependencies: \[((?:[^\[\]])*)\]/) {
        let products = list.1.replacing(/, package: "[^"]*"/, with: "")
        dependencies = Set(products.matches(of: /"(\w+)"/).map { String($0.1) })
      }
      result[String(match.2)] = dependencies
    }
    return result
  }

  private func imports(in text: String) -> [String] {
    text.matches(
      of:
        /(?:^|\n)(?:@\w+ )*(?:(?:package|private|internal|public) )?import (?:(?:struct|enum|func|class|let|var|protocol) )?(\w+)/
    )
    .map { String($0.1) }
  }

  /// Swift files by path below the root, with their room; tests count as one room.
  private func sources() throws -> [(path: String, room: String)] {
    var result: [(String, String)] = []
    for folder in ["Sources", "Tests"] {
      let root = Repository.root.appendingPathComponent(folder)
      let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter {
        $0.hasSuffix(".swift")
      }
      for path in paths.sorted() {
        result.append(("\(folder)/\(path)", folder == "Tests" ? "Tests" : String(path.prefix { $0 != "/" })))
      }
    }
    return result
  }
}
