/// HTML text for Markdown blocks.
enum HTML {
  /// `levelShift` moves headings down so that articles nest under the page's own title.
  static func render(_ blocks: [MarkdownBlock], levelShift: Int, idPrefix: String) -> String {
    blocks.map { block in
      switch block {
      case .heading(let level, let text):
        let tag = "h\(level + levelShift)"
        return "<\(tag) id=\"\(idPrefix)\(slug(text))\">\(inline(text))</\(tag)>"
      case .paragraph(let text):
        return "<p>\(inline(text))</p>"
      case .list(let ordered, let items):
        let tag = ordered ? "ol" : "ul"
        return "<\(tag)>\n" + items.map { "<li>\(inline($0))</li>\n" }.joined() + "</\(tag)>"
      case .code(let language, let text):
        let label = language.isEmpty ? "" : " class=\"language-\(escape(language))\""
        return "<pre tabindex=\"0\"><code\(label)>\(escape(text))</code></pre>"
      }
    }.joined(separator: "\n") + "\n"
  }

  /// The anchor of a heading: lower case, words joined by hyphens.
  static func slug(_ text: String) -> String {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
  }

  static func escape(_ text: String) -> String {
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

  /// Code spans, strong and emphasised text, and links, in that order of strength.
  static func inline(_ text: String) -> String {
    var output = ""
    var rest = Substring(text)
    while let first = rest.first {
      if first == "`", let (code, tail) = span(rest, "`") {
        output += "<code>\(escape(String(code)))</code>"
        rest = tail
      } else if rest.hasPrefix("**"), let (strong, tail) = span(rest, "**") {
        output += "<strong>\(inline(String(strong)))</strong>"
        rest = tail
      } else if first == "*", let (emphasis, tail) = span(rest, "*") {
        output += "<em>\(inline(String(emphasis)))</em>"
        rest = tail
      } else if first == "[", let (label, target, tail) = link(rest) {
        output += "<a href=\"\(escape(String(target)))\">\(inline(String(label)))</a>"
        rest = tail
      } else {
        output += escape(String(first))
        rest = rest.dropFirst()
      }
    }
    return output
  }

  private static func span(_ text: Substring, _ mark: String) -> (Substring, Substring)? {
    let inner = text.dropFirst(mark.count)
    guard let end = inner.range(of: mark), end.lowerBound > inner.startIndex else { return nil }
    return (inner[..<end.lowerBound], inner[end.upperBound...])
  }

  private static func link(_ text: Substring) -> (Substring, Substring, Substring)? {
    guard let middle = text.range(of: "]("), let end = text[middle.upperBound...].firstIndex(of: ")") else {
      return nil
    }
    return (
      text[text.index(after: text.startIndex)..<middle.lowerBound], text[middle.upperBound..<end],
      text[text.index(after: end)...]
    )
  }
}

extension Substring {
  /// The first place where `text` stands.
  fileprivate func range(of text: String) -> Range<Index>? { ranges(of: text).first }
}
