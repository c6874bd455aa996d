// Renders the lesson at build time: `RenderLesson OUTPUT LESSON.md RULE.md …`.
//
// A renderer of our own, run by the package plugin, for three reasons: `swift build` alone yields the page,
// no further package has to be installed to build, and Markdown that the page cannot show stops the build.

import Foundation

var arguments = CommandLine.arguments.dropFirst()

func read(_ path: String) -> [MarkdownBlock] {
  do {
    var reader = MarkdownReader(try String(contentsOfFile: path, encoding: .utf8))
    return try reader.blocks()
  } catch let error as MarkdownError {
    fail("\(path):\(error.line): error: \(error.message)")
  } catch {
    fail("\(path): error: \(error)")
  }
}

func fail(_ message: String) -> Never {
  FileHandle.standardError.write(Data((message + "\n").utf8))
  exit(1)
}

guard let output = arguments.popFirst(), let lesson = arguments.popFirst() else {
  fail("usage: RenderLesson OUTPUT LESSON.md RULE.md …")
}
let rules = arguments.map { path in
  let file = path.split(separator: "/").last ?? ""
  return Page.Article(id: String(file.dropLast(".md".count)), blocks: read(path))
}
do {
  try Page(lesson: read(lesson), rules: rules).html.write(toFile: output, atomically: true, encoding: .utf8)
} catch {
  fail("\(output): error: \(error)")
}
