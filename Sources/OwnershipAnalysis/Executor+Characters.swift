import OwnershipIR

/// What a function may change that writes text or bytes: an array of characters that is a member of something ends
/// where the next member begins, and a text consists of characters.
extension Executor {
  /// The array of characters that something is written to.
  struct CharacterArray {
    /// Bytes from the place to its end.
    var room: Int64
    /// It is a member of something: other things stand behind it.
    var isMember: Bool
  }

  /// What a write of bytes may reach.
  struct WrittenBytes {
    var room = Int64.max
    /// Characters alone.
    var isText = false
  }

  // MARK: Declared types

  /// The array of characters at `place`, by the type that its object was declared with. Where a structure begins with
  /// one, `asText` tells which of the two is meant.
  func characterArray(at place: Place, asText: Bool) -> CharacterArray? {
    guard let (types, type, isPointee) = declaredType(of: place.base) else { return nil }
    // A number of characters from the place on: `text + at`.
    let isCounted = !place.element.isNone && abs(arena[place.element].c) == 1
    return characterArray(
      in: type, types, at: place.offset, asText: asText || isCounted,
      isRepeated: isPointee || !place.element.isNone)
  }

  /// The same by the expression that an argument is.
  func characterArray(ofArgument index: Int, _ site: CallSite, asText: Bool) -> CharacterArray? {
    guard let operand = operand(ofArgument: index, site) else { return nil }
    switch operand {
    case .local, .global:
      guard let type = objectType(of: operand, site) else { return nil }
      return characterArray(in: type.type, types, at: 0, asText: asText, isRepeated: false)
    case .register(let register):
      guard let address = definition(of: register, site) else {
        guard let type = objectType(of: operand, site) else { return nil }
        return characterArray(in: type.type, types, at: 0, asText: asText, isRepeated: true)
      }
      guard let type = objectType(of: address.base, site) else { return nil }
      return characterArray(
        in: type.type, types, at: address.offset, asText: asText || address.isIndexed && address.stride == 1,
        isRepeated: type.isPointee || address.isIndexed)
    default: return nil
    }
  }

  /// Whether an argument is a pointer to characters, by the type it had before it became `void *`.
  func pointsAtCharacters(_ index: Int, _ site: CallSite) -> Bool {
    guard let operand = operand(ofArgument: index, site) else { return false }
    if case .string = operand { return true }
    guard case .register(let register) = operand else {
      return objectType(of: operand, site).map { isCharacters($0.type, types) } ?? false
    }
    if let address = definition(of: register, site) {
      if address.isIndexed, address.stride == 1 { return true }
      if case .string = address.base { return true }
      if characterArray(ofArgument: index, site, asText: false) != nil { return true }
      return objectType(of: address.base, site).map { isCharacters($0.type, types) } ?? false
    }
    return objectType(of: operand, site).map { isCharacters($0.type, types) } ?? false
  }

  private func isCharacters(_ type: TypeID, _ types: TypeLayout) -> Bool {
    switch types[type].kind {
    case .integer: types[type].size == 1
    case .array(let element, _), .arrayOfAnyLength(let element): isCharacters(element, types)
    default: false
    }
  }

  private func characterArray(
    in type: TypeID, _ types: TypeLayout, at offset: Int64, asText: Bool, isRepeated: Bool
  ) -> CharacterArray? {
    let size = types[type].size
    guard offset >= 0 else { return nil }
    if isRepeated, size > 1, offset >= size {
      return characterArray(in: type, types, at: offset % size, asText: asText, isRepeated: false)
    }
    switch types[type].kind {
    // One of no more than a character is a way to write that there is no telling how many.
    case .array(let element, let count) where count > 1:
      let width = types[element].size
      guard width > 0, offset < size else { return nil }
      if width == 1 { return CharacterArray(room: size - offset, isMember: false) }
      return characterArray(in: element, types, at: offset % width, asText: asText, isRepeated: false)
    case .record(let record):
      guard offset > 0 || asText else { return nil }
      var widest: CharacterArray?
      for field in types.members(of: record) where offset >= field.offset {
        guard offset < field.offset + field.size,
          let inner = characterArray(
            in: field.type, types, at: offset - field.offset, asText: asText, isRepeated: false)
        else { continue }
        if inner.room > widest?.room ?? 0 { widest = CharacterArray(room: inner.room, isMember: true) }
      }
      return widest
    default: return nil
    }
  }

  // MARK: What is reached

  /// The cells that a write of bytes at `place` may change.
  func cells(writtenAt place: Place, _ bytes: WrittenBytes, _ state: State) -> [Int] {
    let anchor = anchor(of: place)
    let range = state.cellRange(of: place.base)
    var bytes = bytes
    // What is no character and stands behind the place stands behind the text. In a union there are both in one place.
    var end = Int64.max
    if bytes.isText {
      for index in range where isOther(state.cells[index]) {
        guard let distance = distance(from: anchor, to: state.cells[index]), distance >= 0 else { continue }
        if distance == 0 { bytes.isText = false }
        end = min(end, distance)
      }
    }
    return range.filter { index in
      let cell = state.cells[index]
      if cell.shape == .hidden { return false }
      if cell.element.isNone, cell.offset < place.offset { return false }
      if bytes.isText, isOther(cell) { return false }
      guard let distance = distance(from: anchor, to: cell) else { return true }
      if distance < 0 { return false }
      return distance < bytes.room && (!bytes.isText || cell.shape != .unknown || distance < end)
    }
  }

  /// What is certainly no character.
  func isOther(_ cell: Cell) -> Bool {
    cell.shape != .unknown && cell.shape != .hidden && cell.shape != CellShape(width: 1)
  }

  /// Where the array begins that a place is in which is so many characters further on.
  private func anchor(of place: Place) -> Place {
    let node = arena[place.element]
    guard !place.element.isNone, node.tag == .element, abs(node.c) == 1,
      let inner = arena.place(ValueID(raw: node.a), place.offset), inner.base == place.base
    else { return place }
    return inner
  }

  /// Bytes from one place to another in the same object, or in the same element of it, whichever it is; nil where that
  /// is not known.
  private func distance(from place: Place, to cell: Cell) -> Int64? {
    let other = anchor(of: cell.place)
    let bytes = other.offset &- place.offset
    if other.element == place.element { return bytes }
    let stride = abs(arena[place.element.isNone ? other.element : place.element].c)
    guard stride > 1 else { return nil }
    return ((bytes % stride) + stride) % stride
  }
}
