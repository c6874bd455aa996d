import OwnershipIR

/// A scalar in memory as the user calls it.
struct NamedPlace {
  var text: String
  var type: TypeID
  /// How it has hold of what it refers to, and what that is where the pointer's own type does not say.
  var hold = Hold.raw
  var pointee: TypeID?
  /// Of a container's own pointer: how its elements have hold of what they refer to.
  var elements = Hold.raw
}

/// What the user calls a place in memory: `book.title`, `words[1]`, `list->head`.
extension Executor {
  /// The name of the place that holds the object, in a state in which something still does.
  func nameOfHolder(of object: ValueID, _ state: State) -> String? {
    var best: String?
    for cell in state.cells where arena.root(cell.value) == object && cell.element.isNone {
      guard let name = namedPlace(cell.base, cell.offset, state, throughOwners: false)?.text else { continue }
      if cell.value == object { return name }
      best = best ?? name
    }
    return best
  }

  /// Name and type of the scalar at an offset of an object, by way of the places that lead to it now. What a smart
  /// pointer leads to has the shorter name in a variable of its own: findings do not go `throughOwners`.
  func namedPlace(
    _ base: ValueID, _ offset: Int64, _ state: State, throughOwners: Bool = true, depth: Int = 0
  ) -> NamedPlace? {
    guard depth < 4, offset >= 0, offset < HiddenCell.resource else { return nil }
    switch arena[base].tag {
    case .local, .global: return namedStorage(base, offset)
    case .initial, .symbol:
      for holder in state.cells where holder.value == base && holder.element.isNone && holder.base != base {
        guard
          let pointer = namedPlace(
            holder.base, holder.offset, state, throughOwners: throughOwners, depth: depth + 1)
        else { continue }
        if throughOwners, pointer.hold == .whole {
          return NamedPlace(text: pointer.text + "[…]", type: .unknown, hold: pointer.elements)
        }
        guard
          let pointee = throughOwners
            ? pointer.pointee ?? pointee(of: pointer.type) : pointee(of: pointer.type)
        else { continue }
        return namedPlace(through: pointer, to: pointee, offset)
      }
      return nil
    default: return nil
    }
  }

  /// The place from which an entry value was read, as the caller's memory was then: `list->head`.
  func entryPlace(of value: ValueID, depth: Int = 0) -> NamedPlace? {
    let node = arena[value]
    guard depth < 4, node.tag == .initial, node.b == 0, node.c >= 0, node.c < HiddenCell.resource else {
      return nil
    }
    let base = ValueID(raw: node.a)
    switch arena[base].tag {
    case .local, .global: return namedStorage(base, node.c)
    case .initial:
      guard let pointer = entryPlace(of: base, depth: depth + 1),
        let pointee = pointer.pointee ?? pointee(of: pointer.type)
      else { return nil }
      return namedPlace(through: pointer, to: pointee, node.c)
    default: return nil
    }
  }

  private func namedStorage(_ base: ValueID, _ offset: Int64) -> NamedPlace? {
    let node = arena[base]
    switch node.tag {
    case .local where node.a == frame && Int(node.b) < body.locals.count:
      let local = body.locals[Int(node.b)]
      if local.name == .empty { return nil }
      return member(of: local.type, at: offset, named: module[local.name])
    case .global:
      let global = context.global(node.a)
      guard global.module == moduleIndex else { return nil }
      let declaration = module.globals[global.index]
      return member(of: declaration.type, at: offset, named: module[declaration.name])
    default: return nil
    }
  }

  private func pointee(of type: TypeID) -> TypeID? {
    if case .pointer(let pointee, _) = module[type].kind { return pointee }
    return nil
  }

  private func namedPlace(through pointer: NamedPlace, to pointee: TypeID, _ offset: Int64) -> NamedPlace? {
    if case .record = module[pointee].kind {
      return member(of: pointee, at: offset, named: pointer.text, isPointer: true)
    }
    let size = module[pointee].size
    guard size > 0, offset % size == 0 else { return nil }
    return NamedPlace(text: "\(pointer.text)[\(offset / size)]", type: pointee)
  }

  /// Descends from an object of a type to the scalar at an offset.
  private func member(
    of type: TypeID, at offset: Int64, named name: String, isPointer: Bool = false, owner: Record? = nil
  ) -> NamedPlace? {
    switch module[type].kind {
    case .record(let index):
      let record = module.records[index]
      for field in record.fields {
        let size = max(1, module[field.type].size)
        guard field.offset <= offset, offset < field.offset + size else { continue }
        let text = record.isOpaque ? name : "\(name)\(isPointer ? "->" : ".")\(module[field.name])"
        return member(
          of: field.type, at: offset - field.offset, named: text, owner: record.isOpaque ? record : nil)
      }
      return nil
    case .array(let element, _):
      let size = module[element].size
      guard size > 0 else { return nil }
      return member(of: element, at: offset % size, named: "\(name)[\(offset / size)]", owner: owner)
    default:
      guard offset == 0 else { return nil }
      var place = NamedPlace(text: name, type: type)
      if let owner {
        place.hold = hold(of: owner)
        if place.hold != .whole { place.pointee = owner.holdings?.first?.type }
        switch owner.holdings?.first?.kind {
        case .sole: place.elements = .sole
        case .strong: place.elements = .strong
        case .weak: place.elements = .weak
        case .part:
          let element = hold(of: owner.holdings![0].type)
          if element != .whole { place.elements = element }
        case .borrowed, nil: break
        }
      }
      return place
    }
  }

  /// How an object of a class has hold of what its members refer to.
  func hold(of record: Record) -> Hold {
    record.isOpaque ? hold(named: module[record.name]) : .whole
  }

  /// The same for a class of the library by its name.
  func hold(named name: String) -> Hold {
    switch name {
    case "unique_ptr", "auto_ptr": .sole
    case "shared_ptr": .strong
    case "weak_ptr": .weak
    default: .whole
    }
  }

  /// The same by type; a pointer, reference or number is `raw`.
  func hold(of type: TypeID) -> Hold {
    if case .record(let index) = module[type].kind { return hold(of: module.records[index]) }
    return .raw
  }
}
