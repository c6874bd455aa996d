import Foundation
import PackagePlugin

/// Renders the lesson's Markdown to the one HTML page that ships in the resource bundle of `Lessons`.
@main struct LessonPage: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let resources = target.directoryURL.appending(path: "Resources")
    let lesson = resources.appending(path: "lesson.md")
    let rules = try files("md", in: resources.appending(path: "rules"))
    let diagrams = try files("svg", in: resources.appending(path: "diagrams"))
    let page = context.pluginWorkDirectoryURL.appending(path: "lesson.html")
    let inputs = [lesson] + rules
    return [
      .buildCommand(
        displayName: "Rendering the lesson", executable: try context.tool(named: "RenderLesson").url,
        arguments: [page.path()] + inputs.map { $0.path() }, inputFiles: inputs + diagrams,
        outputFiles: [page])
    ]
  }

  private func files(_ kind: String, in folder: URL) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == kind }
      .sorted { $0.path() < $1.path() }
  }
}
