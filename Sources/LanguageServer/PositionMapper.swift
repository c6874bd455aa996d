import Findings
import Foundation
import LanguageServerProtocol
import SourceText
import Workspace

/// Places of the analysis as the client counts them. Reads files that are not open once each.
final class PositionMapper {
  let encoding: TextEncoding
  private var texts: [String: EditableText]

  init(_ documents: [String: OpenDocument], encoding: TextEncoding) {
    self.encoding = encoding
    texts = documents.mapValues(\.text)
  }

  private func text(of path: String) -> EditableText? {
    if let known = texts[path] { return known }
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    let text = EditableText(bytes: Array(data))
    texts[path] = text
    return text
  }

  func range(_ range: SourceRange) -> LSPRange {
    guard let text = text(of: range.path) else {
      return LSPRange(
        start: Position(line: range.start.line - 1, character: range.start.column - 1),
        end: Position(line: range.end.line - 1, character: range.end.column - 1))
    }
    return LSPRange(
      start: Position(text.position(of: range.startOffset, encoding: encoding)),
      end: Position(text.position(of: range.endOffset, encoding: encoding)))
  }

  func range(_ offsets: Range<Int>, in path: String) -> LSPRange? {
    guard let start = position(of: offsets.lowerBound, in: path), let end = position(of: offsets.upperBound, in: path)
    else { return nil }
    return LSPRange(start: start, end: end)
  }

  /// A place in an open document as a byte offset.
  func offset(of position: Position, in path: String) -> Int? {
    text(of: path)?.offset(of: EditorPosition(position), encoding: encoding)
  }

  func position(of offset: Int, in path: String) -> Position? {
    text(of: path).map { Position($0.position(of: offset, encoding: encoding)) }
  }

  /// The line that holds a place, as bytes, and where it begins.
  func line(at offset: Int, of path: String) -> (start: Int, text: ArraySlice<UInt8>)? {
    guard let text = text(of: path) else { return nil }
    let line = text.lines.position(at: UInt32(min(offset, text.bytes.count))).line
    guard let range = text.lines.byteRange(ofLine: line) else { return nil }
    return (range.lowerBound, text.bytes[range.lowerBound..<min(range.upperBound, text.bytes.count)])
  }
}

extension Position {
  init(_ position: EditorPosition) { self.init(line: position.line, character: position.character) }
}

extension EditorPosition {
  init(_ position: Position) { self.init(line: position.line, character: position.character) }
}
