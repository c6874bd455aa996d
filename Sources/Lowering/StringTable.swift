import Foundation
import OwnershipIR

/// The module's strings, each once.
///
/// Most of them are slices of the source, so they are looked up as bytes: a `String` is made only for a new one.
struct StringTable {
  private(set) var strings: [String] = [""]
  private var slots: [Int32] = Array(repeating: -1, count: 1024)
  private var hashes: [UInt64] = [0]

  subscript(_ id: StringID) -> String { strings[id.int] }

  mutating func intern(_ text: String) -> StringID {
    var text = text
    return text.withUTF8 { intern($0) }
  }

  mutating func intern(_ bytes: UnsafeBufferPointer<UInt8>) -> StringID {
    if bytes.isEmpty { return .empty }
    let hash = Self.hash(bytes)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if hashes[index] == hash, Self.isEqual(&strings[index], bytes) { return StringID(index) }
      slot = (slot + 1) & (slots.count - 1)
    }
    let index = strings.count
    strings.append(String(decoding: bytes, as: UTF8.self))
    hashes.append(hash)
    slots[slot] = Int32(index)
    if strings.count * 2 > slots.count { grow() }
    return StringID(index)
  }

  private static func isEqual(_ text: inout String, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    text.withUTF8 { $0.count == bytes.count && memcmp($0.baseAddress!, bytes.baseAddress!, bytes.count) == 0 }
  }

  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return hash ^ (hash >> 29)
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for index in 1..<strings.count {
      var slot = Int(truncatingIfNeeded: hashes[index]) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(index)
    }
  }
}
