/// A map from addresses to small numbers: open addressing with linear probing, several times faster than a
/// `Dictionary` on the lookups that lowering does for every reference. Keys are never 0; nothing is removed.
package struct PointerMap {
  private var keys: [UInt]
  private var values: [Int32]
  private var count = 0

  package init(minimumCapacity: Int = 64) {
    var capacity = 64
    while capacity < minimumCapacity * 2 { capacity *= 2 }
    keys = Array(repeating: 0, count: capacity)
    values = Array(repeating: 0, count: capacity)
  }

  package subscript(key: UInt) -> Int32? {
    get {
      let slot = self.slot(for: key)
      return keys[slot] == key ? values[slot] : nil
    }
    set {
      guard let newValue else { return }
      var slot = self.slot(for: key)
      if keys[slot] != key {
        if (count + 1) * 2 > keys.count {
          grow()
          slot = self.slot(for: key)
        }
        keys[slot] = key
        count += 1
      }
      values[slot] = newValue
    }
  }

  /// The slot that holds `key`, or the free one where it belongs.
  private func slot(for key: UInt) -> Int {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
    while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let oldKeys = keys
    let oldValues = values
    keys = Array(repeating: 0, count: oldKeys.count * 2)
    values = Array(repeating: 0, count: oldKeys.count * 2)
    for (key, value) in zip(oldKeys, oldValues) where key != 0 {
      let slot = self.slot(for: key)
      keys[slot] = key
      values[slot] = value
    }
  }
}
