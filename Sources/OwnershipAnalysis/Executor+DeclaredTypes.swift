import OwnershipIR

/// What the program has declared memory as: where in it scalars stand, and which arrays there are.
extension Executor {
  /// What kind of scalar stands at a place, by the type that its object was declared with.
  func declaredShape(at place: Place) -> CellShape {
    guard let (module, type, isPointee) = declaredType(of: place.base),
      let scalar = scalar(
        in: type, module, at: place.offset, isRepeated: isPointee || !place.element.isNone)
    else { return .unknown }
    switch module[scalar].kind {
    case .pointer: return .pointer
    // Characters may be part of whatever lies in an array of them.
    case .integer, .floating: return module[scalar].size > 1 ? CellShape(width: module[scalar].size) : .unknown
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
      let scalar = scalar(in: type.type, module, at: start + offset, isRepeated: type.isPointee)
    else { return .unknown }
    return shape(of: scalar)
  }

  /// Whether an element of an array of pointers would lie in a number that stands behind the array, or behind the whole
  /// object: there is no such element, and no such path.
  func overruns(_ place: Place) -> Bool {
    guard place.element.isNone, let (module, type, isPointee) = declaredType(of: place.base) else {
      return false
    }
    if !isPointee, module[type].size > 0, place.offset >= module[type].size { return true }
    guard case .record = module[type].kind, !isPointee || place.offset < module[type].size else { return false }
    return isNumber(at: place.offset, in: type, module)
  }

  /// Whether a member that is a number and nothing else stands there.
  private func isNumber(at offset: Int64, in type: TypeID, _ module: Module) -> Bool {
    switch module[type].kind {
    case .integer, .floating: return offset == 0 && module[type].size > 1
    case .record(let record):
      guard let field = onlyField(at: offset, of: record, module) else { return false }
      return isNumber(at: offset - field.offset, in: field.type, module)
    // Numbers in a row may be room for anything.
    default: return false
    }
  }

  func declaredType(of base: ValueID) -> (module: Module, type: TypeID, isPointee: Bool)? {
    let node = arena[base]
    switch node.tag {
    case .local:
      let code = context.frameCodes[Int(node.a)]
      return (code.module, code.body.locals[Int(node.b)].type, false)
    case .global:
      let global = context.global(node.a)
      let module = program.modules[global.module]
      return (module, module.globals[global.index].type, false)
    case .initial:
      guard let (module, holder, isPointee) = declaredType(of: ValueID(raw: node.a)),
        let type = scalar(in: holder, module, at: node.c, isRepeated: isPointee || node.b != 0),
        case .pointer(let pointee, _) = module[type].kind
      else { return nil }
      return (module, pointee, true)
    default: return nil
    }
  }

  func scalar(in type: TypeID, _ module: Module, at offset: Int64, isRepeated: Bool) -> TypeID? {
    let size = module[type].size
    if isRepeated, size > 0, offset >= size { return scalar(in: type, module, at: offset % size, isRepeated: false) }
    switch module[type].kind {
    case .array(let element, _?):
      guard module[element].size > 0, offset >= 0 else { return nil }
      return scalar(in: element, module, at: offset % module[element].size, isRepeated: false)
    case .record(let record):
      guard let field = onlyField(at: offset, of: record, module) else { return nil }
      return scalar(in: field.type, module, at: offset - field.offset, isRepeated: false)
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
      let (module, type, _) = declaredType(of: place.base), case .record = module[type].kind,
      node.c > 0, node.c < module[type].size, member < module[type].size
    else { return false }
    return isInArray(offset, of: type, module) == true && isInArray(member, of: type, module) == false
  }

  /// Nil where there is nothing, or several things in one place.
  private func isInArray(_ offset: Int64, of type: TypeID, _ module: Module) -> Bool? {
    switch module[type].kind {
    case .array: return true
    case .record(let record):
      guard let field = onlyField(at: offset, of: record, module) else { return nil }
      return isInArray(offset - field.offset, of: field.type, module)
    case .integer, .floating, .pointer: return false
    default: return nil
    }
  }

  /// The member that lies at an offset; nil where there is none, or several as in a union.
  private func onlyField(at offset: Int64, of record: Int, _ module: Module) -> Field? {
    let fields = module.records[record].fields.filter {
      offset >= $0.offset && offset < $0.offset + max(1, module[$0.type].size)
    }
    return fields.count == 1 ? fields[0] : nil
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
    case .global(let global): return (module.globals[global.int].type, false)
    case .register(let register):
      for instruction in body.blocks[site.block].instructions[..<site.position] {
        switch instruction.operation {
        case .load(register, _, let type):
          guard case .pointer(let pointee, _) = module[type].kind else { return nil }
          return (pointee, true)
        default: continue
        }
      }
      return nil
    default: return nil
    }
  }
}
