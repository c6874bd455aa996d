/// Bytes as text, as they come: a character that is cut in two waits for its rest.
struct TextPieces {
  private var pending: [UInt8] = []

  mutating func append(_ bytes: [UInt8]) -> String {
    pending += bytes
    var end = pending.count
    // A character has at most four bytes; the first one says how many.
    for back in 1...4 where back <= pending.count {
      let byte = pending[pending.count - back]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      if length > back { end = pending.count - back }
      break
    }
    defer { pending.removeFirst(end) }
    return String(decoding: pending[..<end], as: UTF8.self)
  }

  mutating func rest() -> String {
    defer { pending = [] }
    return String(decoding: pending, as: UTF8.self)
  }
}
