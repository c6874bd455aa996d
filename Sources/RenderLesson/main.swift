// Renders the lesson at build time: `RenderLesson OUTPUT LESSON.md RULE.md …`. Diagrams are read from below the
// folder of the lesson. What the page could not show stops the build.

import Findings
import Foundation

func tree(_ path: String) throws(LessonError) -> MarkdownTree {
  guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
    throw LessonError(path: path, message: "cannot be read")
  }
  return try MarkdownTree(text, path: path)
}

func render(lessonPath: String, rulePaths: [String]) throws(LessonError) -> String {
  let folder = URL(fileURLWithPath: lessonPath).deletingLastPathComponent()
  let diagram = { (path: String) throws(LessonError) in try Diagram(path: folder.appending(path: path).path) }
  let lesson = try LessonText(
    tree(lessonPath), levelShift: 0, idPrefix: "", keepsTitle: true, diagram: diagram)
  var byRule: [Rule: LessonText] = [:]
  for path in rulePaths {
    let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    guard let rule = Rule(rawValue: name) else {
      throw LessonError(path: path, message: "no rule has this name")
    }
    byRule[rule] = try LessonText(
      tree(path), levelShift: 2, idPrefix: "\(name)-", keepsTitle: false, diagram: diagram)
  }
  var articles: [(rule: Rule, text: LessonText)] = []
  for rule in Rule.allCases {
    guard let text = byRule[rule] else {
      throw LessonError(path: lessonPath, message: "the rule '\(rule.rawValue)' has no article")
    }
    articles.append((rule, text))
  }
  let page = Page(lesson: lesson, articles: articles)
  let html = page.html
  if let fault = page.fault(in: html, path: lessonPath) { throw fault }
  return html
}

var arguments = CommandLine.arguments.dropFirst()
guard let output = arguments.popFirst(), let lesson = arguments.popFirst() else {
  FileHandle.standardError.write(Data("usage: RenderLesson OUTPUT LESSON.md RULE.md …\n".utf8))
  exit(1)
}
do {
  try render(lessonPath: lesson, rulePaths: Array(arguments)).write(
    toFile: output, atomically: true, encoding: .utf8)
} catch {
  let text = (error as? LessonError)?.text ?? "\(output): error: \(error)"
  FileHandle.standardError.write(Data((text + "\n").utf8))
  exit(1)
}
