import SourceText

/// Byte columns in other units.
extension SourceTexts.File {
  /// The 1-based column of `position` in UTF-16 code units, as SARIF and editors count.
  func utf16Column(of position: TextPosition) -> Int {
    guard let line = line(position.line) else { return position.column }
    let before = line.prefix(max(position.column - 1, 0))
    return String(decoding: before, as: UTF8.self).utf16.count + 1
  }
}

extension SourceTexts {
  func utf16Column(of position: TextPosition, in path: String) -> Int {
    file(at: path)?.utf16Column(of: position) ?? position.column
  }
}

/// How wide characters are on a terminal.
enum DisplayWidth {
  /// 0 for marks that combine with what stands before, 2 for East Asian wide characters and emoji, else 1.
  /// After the ranges of Unicode's East Asian Width and general categories, as terminals take them.
  static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
