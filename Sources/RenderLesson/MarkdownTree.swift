import CCMark
import Glibc

/// What is wrong with a source of the lesson, for the build's log.
struct LessonError: Error {
  let path: String
  var line: Int?
  let message: String

  /// In the form of compilers, so that build logs and editors link it.
  var text: String { "\(path)\(line.map { ":\($0)" } ?? ""): error: \(message)" }
}

/// A Markdown file as the CommonMark library sees it.
///
/// Owns the library's tree, whose nodes are pointers into it.
final class MarkdownTree {
  typealias Node = OpaquePointer

  let path: String
  private let root: Node

  init(_ text: String, path: String) throws(LessonError) {
    self.path = path
    guard let root = cmark_parse_document(text, text.utf8.count, CMARK_OPT_DEFAULT) else {
      throw LessonError(path: path, message: "the CommonMark library does not read it")
    }
    self.root = root
  }

  deinit { cmark_node_free(root) }

  /// All nodes of these types, in the order of the text. A copy, so that the caller may change the tree.
  func nodes(_ types: cmark_node_type...) -> [Node] {
    var found: [Node] = []
    let walk = cmark_iter_new(root)
    defer { cmark_iter_free(walk) }
    while true {
      let event = cmark_iter_next(walk)
      if event == CMARK_EVENT_DONE { return found }
      if event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(walk),
        types.contains(cmark_node_get_type(node))
      {
        found.append(node)
      }
    }
  }

  /// The text of a node without any marks: of an image its description.
  static func text(of node: Node) -> String {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_TEXT, CMARK_NODE_CODE: return String(cString: cmark_node_get_literal(node))
    case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: return " "
    default:
      var text = ""
      var child = cmark_node_first_child(node)
      while let next = child {
        text += Self.text(of: next)
        child = cmark_node_next(next)
      }
      return text
    }
  }

  /// Puts HTML of ours in a node's place.
  func replace(_ node: Node, with html: String) {
    let block = cmark_node_new(CMARK_NODE_HTML_BLOCK)
    cmark_node_set_literal(block, html)
    cmark_node_replace(node, block)
    cmark_node_free(node)
  }

  /// What the library writes between the tags of a block of running text.
  static func inner(of node: Node) -> String {
    let html = html(of: node)
    guard let start = html.firstIndex(of: ">"), let end = html.ranges(of: "</").last?.lowerBound else {
      return ""
    }
    return String(html[html.index(after: start)..<end])
  }

  func remove(_ node: Node) {
    cmark_node_unlink(node)
    cmark_node_free(node)
  }

  func error(at node: Node, _ message: String) -> LessonError {
    // Inline nodes may lack a line; the block around them has one.
    var holder: Node? = node
    while let next = holder {
      let line = Int(cmark_node_get_start_line(next))
      if line > 0 { return LessonError(path: path, line: line, message: message) }
      holder = cmark_node_parent(next)
    }
    return LessonError(path: path, message: message)
  }

  /// The page's part.
  var html: String { Self.html(of: root) }

  /// HTML that stands in a tree is ours: what stood in the file was refused.
  private static func html(of node: Node) -> String {
    guard let text = cmark_render_html(node, CMARK_OPT_UNSAFE) else { return "" }
    defer { free(text) }
    return String(cString: text)
  }
}
