/// Places in keys and names of what has no name of its own: ` at /dir/a.c:5:8)` in the name of a closure's type,
/// `a.c@237` in its USR. They say which one is meant while the text stands still, and nothing when it moves.
struct PlacedText {
  private let inNames: [UInt8]
  private let inKeys: [UInt8]

  /// Only places in the main file count: keys with places in headers have to be the same in all modules.
  init(mainFile path: String) {
    inNames = Array(" at \(path):".utf8)
    inKeys = Array((path.split(separator: "/").last.map(String.init) ?? path).utf8)
  }

  /// The text without its places; nil when it has none.
  func withoutPlaces(_ text: String) -> String? {
    var text = text
    let result = text.withUTF8 { bytes -> [UInt8]? in
      var result: [UInt8]?
      var copied = 0
      var index = 0
      while index < bytes.count {
        let end: Int
        switch bytes[index] {
        case UInt8(ascii: "@") where index + 1 < bytes.count && Self.isDigit(bytes[index + 1]):
          guard Self.ends(bytes[..<index], with: inKeys) else {
            index += 1
            continue
          }
          end = Self.skip(bytes, index + 1) { Self.isDigit($0) }
          result = (result ?? []) + bytes[copied...index]
        case UInt8(ascii: " ") where bytes[index...].starts(with: inNames):
          index += inNames.count
          end = Self.skip(bytes, index) { Self.isDigit($0) || $0 == UInt8(ascii: ":") }
          result = (result ?? []) + bytes[copied..<index]
        default:
          index += 1
          continue
        }
        copied = end
        index = max(end, index + 1)
      }
      return result.map { $0 + bytes[copied...] }
    }
    return result.map { String(decoding: $0, as: UTF8.self) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func ends(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, with suffix: [UInt8]) -> Bool {
    bytes.count >= suffix.count && bytes.suffix(suffix.count).elementsEqual(suffix)
  }

  private static func skip(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, while isPart: (UInt8) -> Bool
  ) -> Int {
    var index = start
    while index < bytes.count, isPart(bytes[index]) { index += 1 }
    return index
  }
}

/// Numbers of things by key. A place in a key does not count; of several things that have one key then, the order in
/// which they stand in the module tells them apart.
struct KeyedNumbers: Sendable {
  private struct Key: Hashable {
    var text: String
    var occurrence: Int
  }

  private var numbers: [Key: Int] = [:]
  /// By number, the key that it goes by from now on, places and all: its own at the time when it came.
  private var names: [String] = []
  private var taken: Set<String> = []

  /// The numbers of `keys`, new ones behind the old.
  mutating func numbers(of keys: [String], _ placed: PlacedText) -> [Int] {
    var counts: [String: Int] = [:]
    var firsts: [String: Int] = [:]
    return keys.map { key in
      let text = placed.withoutPlaces(key)
      let occurrence = counts[text ?? key, default: 0]
      counts[text ?? key] = occurrence + 1
      let known = Key(text: text ?? key, occurrence: occurrence)
      let number = numbers[known] ?? names.count
      if number == names.count {
        numbers[known] = number
        // What has one key in a module is one thing for the program. But what stood there in an earlier version is
        // another: the key is told apart by what looks like one more offset, which is dropped where keys are shown.
        if let first = firsts[key] {
          names.append(names[first])
        } else {
          names.append(text != nil && !taken.insert(key).inserted ? "\(key)@\(number)" : key)
        }
      }
      if firsts[key] == nil { firsts[key] = number }
      return number
    }
  }

  func name(of number: Int) -> String { names[number] }
}
