import CLibClang
import Foundation

extension TranslationUnit {
  /// Whether the words `throw` or `catch` stand anywhere in the file or in headers of the user's that it includes.
  package var mentionsExceptions: Bool {
    for file in filesOutsideSystemHeaders {
      var size = 0
      guard let text = clang_getFileContents(unit, file, &size) else { continue }
      // libclang's buffers end with a zero byte.
      for word in ["throw", "catch"] where Self.holds(text, word) { return true }
    }
    return false
  }

  /// Whether the word stands in the text by itself: not so `throw` in `nothrow`.
  private static func holds(_ text: UnsafePointer<CChar>, _ word: String) -> Bool {
    func isPartOfName(_ character: CChar) -> Bool {
      isalnum(Int32(UInt8(bitPattern: character))) != 0 || character == CChar(UInt8(ascii: "_"))
    }
    var rest = text
    while let found = strstr(rest, word) {
      let isStart = found == UnsafeMutablePointer(mutating: text) || !isPartOfName(found[-1])
      rest = UnsafePointer(found + word.utf8.count)
      if isStart, !isPartOfName(rest[0]) { return true }
    }
    return false
  }
}
