import OwnershipIR

/// What the program has declared memory as: where in it scalars stand, and which arrays there are.
extension Executor {
  /// What kind of scalar stands at a place, by the type that its object was declared with.
  func declaredShape(at place: Place) -> CellShape {
    guard let (types, type, isPointee) = declaredType(of: place.base),
      let scalar = scalar(
        in: type, types, at: place.offset, isRepeated: isPointee || !place.element.isNone)
    else { return .unknown }
    switch types[scalar].kind {
    case .pointer: return .pointer
    // Characters may be part of whatever lies in an array of them.
    case .integer, .floating: return types[scalar].size > 1 ? CellShape(width: types[scalar].size) : .unknown
    default: return .unknown
    }
  }

  /// The same by the expression that an argument is, so many bytes behind what it points at.
  func declaredShape(ofArgument index: Int, at offset: Int64, _ site: CallSite) -> CellShape {
    guard let operand = operand(ofArgument: index, site) else { return .unknown }
    var start: Int64 = 0
    var base = operand
    if case .register(let register) = operand, let address = definition(of: register, site) {
      if address.isIndexed { return .unknown }
      (base, start) = (address.base, address.offset)
    }
    guard let type = objectType(of: base, site), start >= 0,
      let scalar = scalar(in: type.type, types, at: start + offset, isRepeated: type.isPointee)
    else { return .unknown }
    return shape(of: scalar)
  }

  /// Whether an element of an array of pointers would lie in a number that stands behind the array, or behind the whole
  /// object: there is no such element, and no such path.
  func overruns(_ place: Place) -> Bool {
    guard place.element.isNone, let (types, type, isPointee) = declaredType(of: place.base) else {
      return false
    }
    if !isPointee, types[type].size > 0, place.offset >= types[type].size { return true }
    guard case .record = types[type].kind, !isPointee || place.offset < types[type].size else { return false }
    return isNumber(at: place.offset, in: type, types)
  }

  /// Whether a member that is a number and nothing else stands there.
  private func isNumber(at offset: Int64, in type: TypeID, _ types: TypeLayout) -> Bool {
    switch types[type].kind {
    case .integer, .floating: return offset == 0 && types[type].size > 1
    case .record(let record):
      guard let field = onlyField(at: offset, of: record, types) else { return false }
      return isNumber(at: offset - field.offset, in: field.type, types)
    // Numbers in a row may be room for anything.
    default: return false
    }
  }

  func declaredType(of base: ValueID) -> (types: TypeLayout, type: TypeID, isPointee: Bool)? {
    let node = arena[base]
    switch node.tag {
    case .local:
      let code = context.frameCodes[Int(node.a)]
      return (code.types, code.body.locals[Int(node.b)].type, false)
    case .global:
      let global = context.global(node.a)
      let types = program.types(ofModule: global.module)
      return (types, types.type(ofGlobal: global.index), false)
    case .initial:
      guard let (types, holder, isPointee) = declaredType(of: ValueID(raw: node.a)),
        let type = scalar(in: holder, types, at: node.c, isRepeated: isPointee || node.b != 0),
        case .pointer(let pointee) = types[type].kind
      else { return nil }
      return (types, pointee, true)
    default: return nil
    }
  }

  func scalar(in type: TypeID, _ types: TypeLayout, at offset: Int64, isRepeated: Bool) -> TypeID? {
    let size = types[type].size
    if isRepeated, size > 0, offset >= size { return scalar(in: type, types, at: offset % size, isRepeated: false) }
    switch types[type].kind {
    case .array(let element, _):
      guard types[element].size > 0, offset >= 0 else { return nil }
      return scalar(in: element, types, at: offset % types[element].size, isRepeated: false)
    case .record(let record):
      guard let field = onlyField(at: offset, of: record, types) else { return nil }
      return scalar(in: field.type, types, at: offset - field.offset, isRepeated: false)
    default: return offset == 0 ? type : nil
    }
  }

  /// Whether an element, whichever it is, and a cell lie apart because the cell is a member of its own, no element of
  /// any array.
  func isElementApart(_ place: Place, from cell: Cell) -> Bool {
    if place.element.isNone == cell.element.isNone { return false }
    let (element, offset) =
      place.element.isNone ? (cell.element, cell.offset) : (place.element, place.offset)
    let member = place.element.isNone ? place.offset : cell.offset
    let node = arena[element]
    guard node.tag == .element, ValueID(raw: node.a) == place.base,
      let (types, type, _) = declaredType(of: place.base), case .record = types[type].kind,
      node.c > 0, node.c < types[type].size, member < types[type].size
    else { return false }
    // `a[n - 1]` is named from before the array's start: which array is meant shows in the size of its elements.
    return (isInArray(offset, of: type, types) == true || arrays(ofElementSize: node.c, in: type, types) == 1)
      && isInArray(member, of: type, types) == false
  }

  /// How many arrays of such elements a record has among its members and theirs.
  private func arrays(ofElementSize size: Int64, in type: TypeID, _ types: TypeLayout) -> Int {
    switch types[type].kind {
    case .array(let element, _), .arrayOfAnyLength(let element): types[element].size == size ? 1 : 0
    case .record(let record):
      types.members(of: record).reduce(0) { $0 + arrays(ofElementSize: size, in: $1.type, types) }
    default: 0
    }
  }

  /// Nil where there is nothing, or several things in one place.
  private func isInArray(_ offset: Int64, of type: TypeID, _ types: TypeLayout) -> Bool? {
    switch types[type].kind {
    case .array, .arrayOfAnyLength: return true
    case .record(let record):
      guard let field = onlyField(at: offset, of: record, types) else { return nil }
      return isInArray(offset - field.offset, of: field.type, types)
    case .integer, .floating, .pointer: return false
    default: return nil
    }
  }

  /// The member that lies at an offset; nil where there is none, or several as in a union.
  private func onlyField(at offset: Int64, of record: Int, _ types: TypeLayout) -> TypeLayout.Member? {
    var found: TypeLayout.Member?
    for member in types.members(of: record)
    where offset >= member.offset && offset < member.offset + max(1, member.size) {
      if found != nil { return nil }
      found = member
    }
    return found
  }

  // MARK: Arguments

  func operand(ofArgument index: Int, _ site: CallSite) -> Operand? {
    index < Int(site.call.arguments.count)
      ? body.arguments(site.call.arguments)[Int(site.call.arguments.start) + index].operand : nil
  }

  /// The address that a register of the block was computed as.
  func definition(of register: Register, _ site: CallSite) -> Address? {
    for instruction in body.blocks[site.block].instructions[..<site.position] {
      if case .address(register, let address) = instruction.operation { return address }
    }
    return nil
  }

  /// The type of what an operand is the address of.
  func objectType(of operand: Operand, _ site: CallSite) -> (type: TypeID, isPointee: Bool)? {
    switch operand {
    case .local(let local): return (body.locals[local.int].type, false)
    case .global(let global): return (types.type(ofGlobal: global.int), false)
    case .register(let register):
      for instruction in body.blocks[site.block].instructions[..<site.position] {
        switch instruction.operation {
        case .load(register, _, let type):
          guard case .pointer(let pointee) = types[type].kind else { return nil }
          return (pointee, true)
        default: continue
        }
      }
      return nil
    default: return nil
    }
  }
}
