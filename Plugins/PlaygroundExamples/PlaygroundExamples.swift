import Foundation
import PackagePlugin

/// Makes the examples that the playground offers out of the fixtures; they ship in its resource bundle.
@main struct PlaygroundExamples: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let fixtures = context.package.directoryURL.appending(path: "fixtures")
    let output = context.pluginWorkDirectoryURL.appending(path: "examples.json")
    return [
      .buildCommand(
        displayName: "Collecting the playground's examples",
        executable: try context.tool(named: "CollectExamples").url,
        arguments: [output.path(), fixtures.path()], inputFiles: try sources(in: fixtures),
        outputFiles: [output])
    ]
  }

  private func sources(in folder: URL) throws -> [URL] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path())
      .filter { $0.hasSuffix(".c") || $0.hasSuffix(".cpp") }
      .sorted().map { folder.appending(path: $0) }
  }
}
