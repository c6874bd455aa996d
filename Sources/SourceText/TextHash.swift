/// A number that is the same for the same bytes on every machine and in every run (FNV-1a, 64 bits). Not against people
/// who want two texts to have the same one.
package struct TextHash: Sendable, Hashable, Codable, CustomStringConvertible {
  package let description: String

  package init(_ bytes: some Sequence<UInt8>) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    description = String(hash, radix: 16)
  }

  package init(from decoder: any Decoder) throws {
    description = try decoder.singleValueContainer().decode(String.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
