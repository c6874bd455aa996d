import Findings
import Lessons
import SourceText

/// What is told of the place under the cursor: a few short lines, a sentence of the rule, and where the lesson teaches
/// it.
package struct Hover: Sendable, Hashable {
  /// Byte offsets in the document of what the hover is about.
  package var range: Range<Int>
  /// The first is the title. What is code stands between backquotes.
  package var lines: [String]
  /// The rule in one sentence.
  package var rule: String
  /// Where it is taught: the name of the section, and its address, empty when there is no lesson anywhere.
  package var lesson: String
  package var url: String

  /// Lines in front of the rule, at most.
  package static let longest = 12

  package init(range: Range<Int>, lines: [String], rule: String, lesson: String, url: String) {
    self.range = range
    self.lines = Array(lines.prefix(Self.longest))
    (self.rule, self.lesson, self.url) = (rule, lesson, url)
  }

  package var markdown: String {
    var blocks = [lines.enumerated().map { $0 == 0 ? "**\($1)**" : $1 }.joined(separator: "  \n")]
    blocks.append(rule)
    if !url.isEmpty { blocks.append("[\(lesson)](\(url))") }
    return blocks.joined(separator: "\n\n")
  }

  /// The same for clients that show no Markdown.
  package var plainText: String {
    var blocks = [lines.joined(separator: "\n"), rule]
    if !url.isEmpty { blocks.append("\(lesson): \(url)") }
    return blocks.joined(separator: "\n\n").replacing("`", with: "'")
  }
}

extension DocumentView {
  /// The hover at a byte offset; nil where ownership has nothing to say.
  package func hover(at offset: Int) -> Hover? {
    let finding = findings.filter { $0.range.path == path && $0.range.contains(offset) }
      .min { $0.range.length < $1.range.length }
    let cursor = Cursor(at: offset, in: text)
    var told: Hover?
    if let cursor, let function = function(at: offset), !function.isTooLarge,
      let mention = function.mention(at: cursor)
    {
      told = MentionWording(function: function, mention: mention).hover(cursor.range, links)
      if let ring = cycle(through: mention) {
        told = told.map { add(ring, to: $0) } ?? hover(ring, cursor.range)
      }
    } else if let cursor, cursor.isWord, let ring = cycle(at: offset) {
      told = hover(ring, cursor.range)
    }
    if let finding { return hover(finding, told) }
    return told
  }

  /// A finding's story, and what else is known there as far as there is room.
  private func hover(_ finding: Finding, _ told: Hover?) -> Hover {
    var lines = [finding.message.capitalizedFirst + "."]
    for (index, event) in finding.events.enumerated() {
      let place = event.range.path == path ? "line \(event.range.start.line)" : "\(event.range.shortPlace)"
      lines.append("\(index + 1). \(place): \(event.text)")
    }
    lines += (told?.lines ?? []).prefix(Hover.longest - lines.count)
    let info = finding.rule.info
    return Hover(
      range: told?.range ?? finding.range.startOffset..<finding.range.endOffset, lines: lines,
      rule: info.remedy,
      lesson: info.title, url: links.url(of: finding.rule))
  }
}

extension SourceRange {
  func contains(_ offset: Int) -> Bool { startOffset <= offset && offset < max(endOffset, startOffset + 1) }
  var length: Int { endOffset - startOffset }

  /// The file's name and the line.
  var shortPlace: String { "\(path.split(separator: "/").last ?? ""):\(start.line)" }
}

extension String {
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
