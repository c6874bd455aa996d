/// Paths as URI references (RFC 3986).
enum FileURI {
  static func file(_ path: String) -> String { "file://" + encoded(path) }

  /// With the slash at the end that makes relative references resolve below it.
  static func directory(_ path: String) -> String { "file://" + encoded(path) + "/" }

  /// Everything but unreserved characters and slashes becomes `%XX`.
  static func encoded(_ path: String) -> String {
    var text = ""
    for byte in path.utf8 {
      if isUnreserved(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let hex = String(byte, radix: 16, uppercase: true)
        text += "%" + (hex.count == 1 ? "0" : "") + hex
      }
    }
    return text
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~/".utf8.contains(byte)
    }
  }
}
