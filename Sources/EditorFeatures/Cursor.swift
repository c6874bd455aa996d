import OwnershipAnalysis

/// What stands under the cursor: a word, or the sign of a subscript or a dereference.
struct Cursor {
  /// Byte offsets of the word or sign.
  var range: Range<Int>
  var text: String
  var isWord: Bool

  /// nil between words.
  init?(at offset: Int, in text: [UInt8]) {
    guard text.indices.contains(offset) else { return nil }
    if text[offset].isWordByte {
      var start = offset
      while start > 0, text[start - 1].isWordByte { start -= 1 }
      var end = offset
      while end < text.count, text[end].isWordByte { end += 1 }
      range = start..<end
      isWord = true
    } else {
      range = offset..<offset + 1
      isWord = false
    }
    self.text = String(decoding: text[range], as: UTF8.self)
  }

  /// Whether a mention is what the user points at: the last word of `list->head`, the brackets of `words[i]`, the star
  /// of `*out`, the function's name of a call.
  func means(_ mention: Mention) -> Bool {
    switch mention.role {
    case .allocation, .release: return isWord && text == mention.name.lastWord
    case .read, .write:
      if !isWord {
        return text == "*" && mention.name.hasPrefix("*")
          || (text == "[" || text == "]") && mention.name.hasSuffix("]")
      }
      return !mention.name.hasSuffix("]") && !mention.name.hasPrefix("*") && text == mention.name.lastWord
    }
  }
}

extension FunctionFacts {
  /// The innermost mention that the user points at.
  func mention(at cursor: Cursor) -> Mention? {
    mentions(at: cursor.range.lowerBound).first { cursor.means($0) }
  }
}

extension String {
  /// The last identifier: `head` of `list->head`, `unique_ptr` of `std::unique_ptr<int>`.
  var lastWord: String {
    var name = Substring(self)
    if name.hasSuffix(">"), let open = name.firstIndex(of: "<") { name = name[..<open] }
    let word = name.utf8.reversed().drop { !$0.isWordByte }.prefix { $0.isWordByte }
    return String(decoding: Array(word.reversed()), as: UTF8.self)
  }
}

extension UInt8 {
  var isWordByte: Bool {
    (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
      || self == 0x5F
      || self >= 0x80
  }
}
