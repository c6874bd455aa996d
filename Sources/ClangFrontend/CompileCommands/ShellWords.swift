/// Splitting a command line into words as a POSIX shell does, without expanding anything.
package enum ShellWords {
  /// An unclosed quote ends at the end of the text.
  package static func split(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isInWord = false
    var scalars = text.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      switch scalar {
      case " ", "\t", "\n", "\r":
        if isInWord { words.append(word) }
        word = ""
        isInWord = false
        continue
      case "'":
        while let inner = scalars.next(), inner != "'" { word.unicodeScalars.append(inner) }
      case "\"":
        quoted: while let inner = scalars.next(), inner != "\"" {
          guard inner == "\\" else {
            word.unicodeScalars.append(inner)
            continue
          }
          guard let escaped = scalars.next() else { break quoted }
          // Inside double quotes a backslash is itself but for these.
          if !["\"", "\\", "$", "`", "\n"].contains(escaped) { word.unicodeScalars.append("\\") }
          if escaped != "\n" { word.unicodeScalars.append(escaped) }
        }
      case "\\":
        if let escaped = scalars.next(), escaped != "\n" { word.unicodeScalars.append(escaped) }
      default:
        word.unicodeScalars.append(scalar)
      }
      isInWord = true
    }
    if isInWord { words.append(word) }
    return words
  }
}
