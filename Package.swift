// swift-tools-version: 6.1
// Ownscope follows the ownership of memory through C and C++.
//
// One section a target, its test target right after it, sections in the order of the rooms in ARCHITECTURE.md
// (lowest first). `ManifestTests` reads this file and fails on an import arrow that the table there does not have.

import Foundation
import PackageDescription

// MARK: - Where libclang lives

/// The newest installed LLVM with clang's C headers, or what LIBCLANG_PREFIX names.
let libclangPrefix: String = {
  if let prefix = ProcessInfo.processInfo.environment["LIBCLANG_PREFIX"] { return prefix }
  let root = "/usr/lib"
  let candidates = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
  let newest =
    candidates
    .filter {
      $0.hasPrefix("llvm-") && FileManager.default.fileExists(atPath: "\(root)/\($0)/include/clang-c/Index.h")
    }
    .max { (Int($0.dropFirst(5)) ?? 0) < (Int($1.dropFirst(5)) ?? 0) }
  if let newest { return "\(root)/\(newest)" }
  print(
    "warning: libclang's headers were not found: install libclang-19-dev (Debian 12) or libclang-dev, or set LIBCLANG_PREFIX"
  )
  return "/usr"
}()

let usesLibClang: [SwiftSetting] = [.unsafeFlags(["-Xcc", "-I\(libclangPrefix)/include"])]
let linksLibClang: [LinkerSetting] = [.unsafeFlags(["-L\(libclangPrefix)/lib"])]

// MARK: - Where the CommonMark library lives

// The lesson's page is made with the CommonMark library while building; the program itself does without it.
if !["/usr/include", "/usr/local/include"].contains(where: {
  FileManager.default.fileExists(atPath: "\($0)/cmark.h")
}), ProcessInfo.processInfo.environment["PKG_CONFIG_PATH"] == nil {
  print(
    "warning: the CommonMark library was not found: install libcmark-dev, or set PKG_CONFIG_PATH to where libcmark.pc is"
  )
}

// MARK: - Settings

/// For the rooms that run millions of small steps a second. Exclusive access is proven by tests in debug builds,
/// where it is still checked.
///
/// Debug builds are optimised here too, with every check of the language left in: tests analyse thousands of programs.
let hotPath: [SwiftSetting] = [
  .unsafeFlags(["-enforce-exclusivity=unchecked", "-Ounchecked"], .when(configuration: .release)),
  .unsafeFlags(["-O"], .when(configuration: .debug)),
]

let package = Package(
  name: "ownscope",
  products: [
    .executable(name: "ownscope", targets: ["ownscope"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
  ],
  targets: [
    // MARK: CLibClang

    .systemLibrary(name: "CLibClang"),

    // MARK: CCMark

    .systemLibrary(name: "CCMark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),

    // MARK: SourceText

    .target(name: "SourceText"),
    .testTarget(name: "SourceTextTests", dependencies: ["SourceText"]),

    // MARK: JSONText

    .target(name: "JSONText"),
    .testTarget(name: "JSONTextTests", dependencies: ["JSONText"]),

    // MARK: JSONRPC

    .target(name: "JSONRPC"),
    .testTarget(name: "JSONRPCTests", dependencies: ["JSONRPC"]),

    // MARK: LanguageServerProtocol

    .target(name: "LanguageServerProtocol", dependencies: ["JSONRPC"]),

    // MARK: ClangFrontend

    .target(
      name: "ClangFrontend",
      dependencies: ["CLibClang", "JSONText", "SourceText"],
      swiftSettings: usesLibClang,
      linkerSettings: linksLibClang
    ),
    .testTarget(
      name: "ClangFrontendTests",
      dependencies: ["ClangFrontend"],
      swiftSettings: usesLibClang
    ),

    // MARK: OwnershipIR

    .target(name: "OwnershipIR", dependencies: ["SourceText"]),
    .testTarget(name: "OwnershipIRTests", dependencies: ["OwnershipIR"]),

    // MARK: Lowering

    .target(
      name: "Lowering",
      dependencies: ["ClangFrontend", "OwnershipIR", "SourceText"],
      swiftSettings: usesLibClang
    ),
    .testTarget(
      name: "LoweringTests",
      dependencies: ["ClangFrontend", "Lowering", "OwnershipIR"],
      swiftSettings: usesLibClang
    ),

    // MARK: LibraryModels

    .target(name: "LibraryModels", dependencies: ["OwnershipIR"]),
    .testTarget(name: "LibraryModelsTests", dependencies: ["LibraryModels"]),

    // MARK: Findings

    .target(name: "Findings", dependencies: ["JSONText", "SourceText"]),
    .testTarget(name: "FindingsTests", dependencies: ["Findings", "SourceText"]),

    // MARK: Fixes

    .target(name: "Fixes", dependencies: ["Findings", "SourceText"]),
    .testTarget(name: "FixesTests", dependencies: ["Fixes"]),

    // MARK: OwnershipAnalysis

    .target(
      name: "OwnershipAnalysis",
      dependencies: ["Findings", "LibraryModels", "OwnershipIR", "SourceText"],
      swiftSettings: hotPath
    ),
    .testTarget(
      name: "OwnershipAnalysisTests",
      dependencies: ["OwnershipAnalysis"]
    ),

    // MARK: Lessons

    .target(
      name: "Lessons", dependencies: ["Findings", "SourceText"], resources: [.copy("Resources")], plugins: ["LessonPage"]),
    .testTarget(name: "LessonsTests", dependencies: ["Findings", "Lessons", "RenderLesson", "TestSupport"]),

    // MARK: RenderLesson (runs at build time: the Markdown of `Lessons` becomes the page that ships beside it)

    .executableTarget(name: "RenderLesson", dependencies: ["CCMark", "Findings"]),
    .plugin(name: "LessonPage", capability: .buildTool(), dependencies: ["RenderLesson"]),

    // MARK: Workspace

    .target(
      name: "Workspace",
      dependencies: [
        "ClangFrontend", "Findings", "Fixes", "LibraryModels", "Lowering", "OwnershipAnalysis", "OwnershipIR",
        "SourceText",
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: usesLibClang
    ),
    .testTarget(
      name: "WorkspaceTests",
      dependencies: [
        "ClangFrontend", "Findings", "LibraryModels", "OwnershipAnalysis", "OwnershipIR", "SourceText",
        "TestSupport",
        "Workspace",
      ],
      swiftSettings: usesLibClang),

    // MARK: EditorFeatures

    .target(
      name: "EditorFeatures", dependencies: ["Findings", "Lessons", "OwnershipAnalysis", "SourceText"]),
    .testTarget(
      name: "EditorFeaturesTests",
      dependencies: [
        "EditorFeatures", "Findings", "Lessons", "OwnershipAnalysis", "SourceText", "TestSupport",
        "Workspace",
      ],
      swiftSettings: usesLibClang),

    // MARK: LanguageServer

    .target(
      name: "LanguageServer",
      dependencies: [
        "EditorFeatures", "Findings", "JSONRPC", "LanguageServerProtocol", "Lessons", "OwnershipAnalysis",
        "SourceText", "Workspace",
      ],
      swiftSettings: usesLibClang
    ),
    .testTarget(
      name: "LanguageServerTests",
      dependencies: [
        "ClangFrontend", "Findings", "JSONRPC", "LanguageServer", "LanguageServerProtocol", "OwnershipIR",
        "SourceText",
        "TestSupport", "Workspace", "ownscope",
      ],
      swiftSettings: usesLibClang),

    // MARK: Reporting

    .target(name: "Reporting", dependencies: ["Findings", "JSONText", "Lessons", "SourceText"]),
    .testTarget(
      name: "ReportingTests",
      dependencies: ["Findings", "JSONText", "Lessons", "Reporting", "SourceText", "TestSupport"]),

    // MARK: Sandboxing

    .target(name: "Sandboxing"),
    .testTarget(name: "SandboxingTests", dependencies: ["Sandboxing", "TestSupport", "ownscope"]),

    // MARK: ToolReports

    .target(name: "ToolReports", dependencies: ["Findings"]),
    .testTarget(name: "ToolReportsTests", dependencies: ["Findings", "ToolReports"]),

    // MARK: Playground

    .target(
      name: "Playground",
      dependencies: [
        "Findings", "JSONRPC", "JSONText", "LanguageServer", "LanguageServerProtocol", "Lessons",
        "Sandboxing",
        "SourceText", "ToolReports",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
      ],
      resources: [.copy("Resources")],
      swiftSettings: usesLibClang,
      plugins: ["PlaygroundExamples"]
    ),
    .testTarget(
      name: "PlaygroundTests",
      dependencies: [
        "Findings", "JSONRPC", "JSONText", "Playground", "TestSupport", "ToolReports", "ownscope",
      ],
      swiftSettings: usesLibClang),

    // MARK: CollectExamples (runs at build time: fixtures become the examples that the playground offers)

    .executableTarget(name: "CollectExamples", dependencies: ["JSONText"]),
    .plugin(name: "PlaygroundExamples", capability: .buildTool(), dependencies: ["CollectExamples"]),

    // MARK: ownscope

    .executableTarget(
      name: "ownscope",
      dependencies: [
        "EditorFeatures", "Findings", "JSONRPC", "LanguageServer", "Lessons", "LibraryModels", "OwnershipAnalysis",
        "OwnershipIR", "Playground", "Reporting", "SourceText", "Workspace",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: usesLibClang
    ),
    .testTarget(name: "CommandLineTests", dependencies: ["JSONText", "TestSupport", "ownscope"]),

    // MARK: TestSupport and end-to-end tests

    .target(
      name: "TestSupport",
      dependencies: [
        "Findings", "JSONRPC", "JSONText", "LanguageServerProtocol", "OwnershipIR", "SourceText",
      ],
      path: "Tests/TestSupport",
      exclude: ["Oracle/ledger.c"]
    ),
    .testTarget(name: "EditorTests", dependencies: ["TestSupport", "ownscope"], exclude: ["Scripts"]),
    .testTarget(name: "EndToEndTests", dependencies: ["Findings", "Lessons", "TestSupport", "ownscope"]),
  ],
  swiftLanguageModes: [.v6]
)
