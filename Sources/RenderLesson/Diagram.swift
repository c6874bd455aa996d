import Foundation

/// A drawing of the lesson: SVG that takes its colours from the page and says in words what it shows.
struct Diagram {
  let svg: String

  /// Reads and checks a drawing.
  init(path: String) throws(LessonError) {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw LessonError(path: path, message: "the diagram cannot be read")
    }
    svg = text.trimmingCharacters(in: .whitespacesAndNewlines)
    for part in ["<svg ", "role=\"img\"", "aria-labelledby=\"", "<title id=\"", "<desc id=\""]
    where svg.ranges(of: part).count != 1 {
      throw LessonError(
        path: path, message: "a diagram has \(part) exactly once, for those who cannot see it")
    }
    // A colour of its own would be right in the light or in the dark, not in both.
    for attribute in ["fill=", "stroke=", "style=", "<script", "href="] where svg.contains(attribute) {
      throw LessonError(
        path: path, message: "\(attribute) has no place in a diagram; the page's style has classes")
    }
  }
}
