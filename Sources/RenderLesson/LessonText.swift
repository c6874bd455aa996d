import CCMark

/// One Markdown file of the lesson, made ready for the page: headings with anchors, code that the keyboard can scroll,
/// diagrams in place.
struct LessonText {
  struct Heading {
    var level: Int
    var id: String
    /// Plain text.
    var title: String
  }

  /// The first-level heading.
  let title: String
  /// Those below the title.
  let headings: [Heading]
  let html: String
  /// Where links on the page lead to, without the `#`, with the place that a complaint names.
  let targets: [(anchor: String, error: LessonError)]

  /// - Parameters:
  ///   - levelShift: how far headings go down, so that articles nest under the page's own headings.
  ///   - idPrefix: stands in front of the anchors of headings, so that those of articles stay apart.
  ///   - keepsTitle: whether the first-level heading is a part of `html`.
  ///   - diagram: the SVG of a diagram, by its path in the Markdown.
  init(
    _ tree: MarkdownTree, levelShift: Int, idPrefix: String, keepsTitle: Bool,
    diagram: (String) throws(LessonError) -> Diagram
  ) throws(LessonError) {
    if let node = tree.nodes(CMARK_NODE_HTML_BLOCK, CMARK_NODE_HTML_INLINE).first {
      throw tree.error(at: node, "HTML in the text; drawings are files below diagrams/")
    }
    for image in tree.nodes(CMARK_NODE_IMAGE) { try Self.draw(image, in: tree, diagram) }
    for code in tree.nodes(CMARK_NODE_CODE_BLOCK) { tree.replace(code, with: Self.code(code)) }
    targets = Self.targets(in: tree)

    var title: String?
    var headings: [Heading] = []
    for node in tree.nodes(CMARK_NODE_HEADING) {
      let level = Int(cmark_node_get_heading_level(node))
      let text = MarkdownTree.text(of: node)
      guard (level == 1) == (title == nil), level <= (headings.last?.level ?? 1) + 1 else {
        throw tree.error(at: node, "one heading of level 1 comes first, and no level is skipped below it")
      }
      if level == 1 {
        title = text
      } else {
        headings.append(Heading(level: level, id: idPrefix + Self.slug(text), title: text))
      }
      if level == 1, !keepsTitle {
        tree.remove(node)
      } else {
        let tag = "h\(level + levelShift)"
        let inner = MarkdownTree.inner(of: node)
        tree.replace(node, with: "<\(tag) id=\"\(idPrefix)\(Self.slug(text))\">\(inner)</\(tag)>")
      }
    }
    guard let title else { throw LessonError(path: tree.path, message: "no title") }
    self.title = title
    self.headings = headings
    html = tree.html
  }

  /// An image that stands alone in its paragraph becomes a figure with its description below.
  private static func draw(
    _ image: MarkdownTree.Node, in tree: MarkdownTree, _ diagram: (String) throws(LessonError) -> Diagram
  ) throws(LessonError) {
    let path = String(cString: cmark_node_get_url(image))
    guard let paragraph = cmark_node_parent(image), cmark_node_get_type(paragraph) == CMARK_NODE_PARAGRAPH,
      cmark_node_next(image) == nil, cmark_node_previous(image) == nil
    else { throw tree.error(at: image, "a diagram stands in a paragraph of its own") }
    let caption = MarkdownTree.text(of: image)
    guard !caption.isEmpty else { throw tree.error(at: image, "a diagram needs a description") }
    let drawing = try diagram(path)
    tree.replace(
      paragraph,
      with: """
        <figure>
        \(drawing.svg)
        <figcaption>\(escapeHTML(caption)).</figcaption>
        </figure>
        """)
  }

  /// A block of code. The first word behind the fence is its language, the second the name of the file.
  private static func code(_ node: MarkdownTree.Node) -> String {
    let text = escapeHTML(String(cString: cmark_node_get_literal(node)))
    let info = String(cString: cmark_node_get_fence_info(node)).split(separator: " ")
    let language = info.first.map(String.init) ?? "text"
    let names = ["c": "C program", "cpp": "C++ program", "sh": "Commands", "text": "What they print"]
    let label = info.count > 1 ? String(info[1]) : names[language] ?? language
    // The keyboard scrolls what can have the focus; who lands there hears what it is.
    let attributes = "tabindex=\"0\" role=\"group\" aria-label=\"\(escapeHTML(label))\""
    let block = "<pre \(attributes)><code class=\"language-\(escapeHTML(language))\">\(text)</code></pre>"
    guard info.count > 1 else { return block }
    return
      "<div class=\"file\"><p class=\"name\" aria-hidden=\"true\">\(escapeHTML(label))</p>\n\(block)</div>"
  }

  private static func targets(in tree: MarkdownTree) -> [(anchor: String, error: LessonError)] {
    tree.nodes(CMARK_NODE_LINK).compactMap { node in
      let url = String(cString: cmark_node_get_url(node))
      guard url.hasPrefix("#") else { return nil }
      return (String(url.dropFirst()), tree.error(at: node, "the link \(url) leads nowhere"))
    }
  }

  /// The anchor of a heading: lower case, words joined by hyphens.
  static func slug(_ text: String) -> String {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
  }
}

/// Text as it stands in HTML, in attributes as well.
func escapeHTML(_ text: String) -> String {
  var output = ""
  for character in text {
    switch character {
    case "&": output += "&amp;"
    case "<": output += "&lt;"
    case ">": output += "&gt;"
    case "\"": output += "&quot;"
    default: output.append(character)
    }
  }
  return output
}
