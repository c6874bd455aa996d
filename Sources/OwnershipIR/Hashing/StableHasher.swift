/// FNV-1a over 64 bits: the same in every process and on every machine, unlike `Hasher`.
package struct StableHasher: Sendable {
  package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  package init() {}

  package mutating func combine(byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }

  /// Eight bytes, lowest first.
  package mutating func combine(_ number: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) {
      combine(byte: UInt8(truncatingIfNeeded: number >> UInt64(shift)))
    }
  }

  package mutating func combine(_ number: Int64) { combine(UInt64(bitPattern: number)) }
  package mutating func combine(_ number: Int) { combine(Int64(number)) }
  package mutating func combine(_ flag: Bool) { combine(byte: flag ? 1 : 0) }

  /// The length stands in front, so that neighbours cannot trade bytes.
  package mutating func combine(_ text: String) {
    combine(text.utf8.count)
    for byte in text.utf8 { combine(byte: byte) }
  }
}
