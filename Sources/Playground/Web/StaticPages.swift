import Foundation
import Lessons

/// The files that are served as they are. A request is looked up by its text in the list of what there is, so no path
/// of a stranger ever reaches the file system.
struct StaticPages: Sendable {
  struct Page: Sendable {
    var type: String
    var body: Data
  }

  private let web: String?
  private let editor: String?
  private let examples: String?

  /// - Parameters:
  ///   - bundle: the resource bundle of this room; nil when it was not installed along.
  ///   - editor: the folder of CodeMirror.
  init(bundle: String?, editor: String?) {
    web = bundle.map { $0 + "/Resources/web" }
    examples = bundle.map { $0 + "/examples.json" }
    self.editor = editor
  }

  /// The page at a path without its query; nil when there is none.
  func page(_ path: String) -> Page? {
    switch path {
    case "/playground": return web.flatMap { Self.read("playground.html", in: $0) }
    case "/lesson":
      return LessonPage.html.map { Page(type: Self.type(of: "lesson.html"), body: Data($0.utf8)) }
    case "/examples.json":
      return examples.flatMap { FileManager.default.contents(atPath: $0) }.map {
        Page(type: Self.type(of: path), body: $0)
      }
    default:
      if let name = Self.rest(of: path, after: "/assets/codemirror/") {
        return editor.flatMap { Self.read(name, in: $0) }
      }
      if let name = Self.rest(of: path, after: "/assets/") { return web.flatMap { Self.read(name, in: $0) } }
      return nil
    }
  }

  private static func rest(of path: String, after prefix: String) -> String? {
    path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : nil
  }

  private static func read(_ name: String, in folder: String) -> Page? {
    let files = FileManager.default
    guard let names = files.subpaths(atPath: folder), names.contains(name),
      // What a link leads to may be anywhere.
      let attributes = try? files.attributesOfItem(atPath: folder + "/" + name),
      attributes[.type] as? FileAttributeType == .typeRegular,
      let body = files.contents(atPath: folder + "/" + name)
    else { return nil }
    return Page(type: type(of: name), body: body)
  }

  private static func type(of name: String) -> String {
    switch name.split(separator: ".").last {
    case "html": "text/html; charset=utf-8"
    case "js", "mjs": "text/javascript; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "json": "application/json"
    case "svg": "image/svg+xml"
    case "png": "image/png"
    case "ico": "image/x-icon"
    case "woff2": "font/woff2"
    default: "text/plain; charset=utf-8"
    }
  }
}
