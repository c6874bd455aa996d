import OwnershipIR

/// One instruction at a time. Each case changes the path, adds forks, or ends the path (false).
extension Executor {
  func execute(
    _ instruction: Instruction, at position: Int, in block: Int, _ path: inout Path, forks: inout [Path]
  ) -> Bool {
    let here = site(block, position)
    switch instruction.operation {
    case .load(let register, let address, let type):
      guard let place = place(of: address, path, in: block, site: here) else {
        return loadFromNowhere(register, address, &path, in: block, site: here)
      }
      if address.isIndexed, shape(of: type) == .pointer, overruns(place) { return false }
      guard access(place, instruction, &path.state) else { return false }
      if isFunctionPointer(type), var entries = entries(at: place, path) {
        for index in entries.indices {
          set(register, entries[index].value, &entries[index].path, in: block)
        }
        guard let first = entries.first else { return false }
        path = first.path
        forks.append(contentsOf: entries.dropFirst().map(\.path))
        return true
      }
      if let decided = decideAliases(of: place, type, path) {
        for var next in decided {
          guard let place = self.place(of: address, next, in: block, site: here) else { continue }
          set(register, read(place, type: type, site: here, &next.state), &next, in: block)
          forks.append(next)
        }
        guard let last = forks.popLast() else { return false }
        path = last
        return true
      }
      let value = read(place, type: type, site: here, &path.state)
      if case .integer(signed: false) = types[type].kind, types[type].size == 8 {
        arena.noteUnsigned(value)
      }
      set(register, value, &path, in: block)
      moveOut(of: address, &path.state)
    case .store(let address, let operand, let type):
      let value = fitted(value(of: operand, path, in: block, site: here), to: type)
      guard let place = place(of: address, path, in: block, site: here) else {
        if isNull(address, path, in: block, site: here) { return false }
        escape(value, in: &path.state, site: here)
        return true
      }
      if address.isIndexed, shape(of: type) == .pointer, overruns(place) { return false }
      guard access(place, instruction, &path.state) else { return false }
      write(
        value, to: place, stride: address.stride, type: type, instruction, &path, position: position,
        in: block)
    case .copy(let to, let from, let type):
      return copy(to, from, type: type, instruction, &path, position: position, in: block)
    case .text(let step, let address, let operand):
      guard let place = place(of: address, path, in: block, site: here) else { return true }
      let amount = value(of: operand, path, in: block, site: here)
      return text(step, at: place, amount, instruction, &path.state, site: here)
    case .moveContents(let to, let from):
      return moveContents(
        from: value(of: from, path, in: block, site: here), to: value(of: to, path, in: block, site: here),
        instruction, &path.state, site: here)
    case .zero(let address, let type):
      guard let place = place(of: address, path, in: block, site: here) else { return true }
      let lost = path.state.cellRange(of: place.base).map { arena.root(path.state.cells[$0].value) }
      zero(place, type: type, &path.state)
      checkLeaks(
        lost.filter { !$0.isNone }, at: instruction.span, cause: .scopeEnd, &path, position: position,
        in: block)
    case .address(let register, let address):
      set(register, pointer(to: address, path, in: block, site: here), &path, in: block)
    case .binary(let register, let op, let a, let b):
      let left = value(of: a, path, in: block, site: here)
      let right = value(of: b, path, in: block, site: here, part: 1)
      set(register, binary(op, left, right, path.state, site: here), &path, in: block)
    case .unary(let register, let op, let a):
      let operand = value(of: a, path, in: block, site: here)
      set(register, unary(op, operand, path.state, site: here), &path, in: block)
    case .convert(let register, let operand, _, let type):
      set(
        register, fitted(value(of: operand, path, in: block, site: here), to: type), &path, in: block)
    case .call(let call):
      return self.call(call, instruction, &path, forks: &forks, position: position, in: block)
    case .allocate(let register, let form, _, _):
      allocate(register, form, instruction, &path, in: block, site: here)
    case .deallocate(let operand, let form):
      let pointer = value(of: operand, path, in: block, site: here)
      let family = family(of: form)
      return release(
        pointer, family: family, by: 0, instruction.span, instruction.name, &path, position: position,
        in: block)
    case .releasing(let operand, let form):
      let pointer = value(of: operand, path, in: block, site: here)
      let family = family(of: form)
      return mayRelease(pointer, family: family, instruction.span, instruction.name, &path.state)
    case .lookThrough(let operand):
      let owner = value(of: operand, path, in: block, site: here)
      return lookThrough(owner, instruction.span, instruction.name, path.state)
    case .storageLive(let local):
      begin(local, &path.state)
    case .storageDead(let local):
      end(local, instruction.span, &path, position: position, in: block)
    case .endOfStatement:
      break
    case .escape(let range):
      for argument in body.arguments(range) {
        escape(value(of: argument.operand, path, in: block, site: here), in: &path.state, site: here)
      }
    case .opaque(let register, _):
      set(register, fresh(.unknown, site: here, in: path.state), &path, in: block)
    }
    return true
  }

  /// A temporary that is read here and nowhere else holds nothing from here on.
  func moveOut(of address: Address, _ state: inout State) {
    if case .local(let local) = address.base, flow.readOnce.contains(local.int) {
      state.removeCells(of: arena.local(local, frame: frame))
    }
  }

  // MARK: Operands

  @inline(__always) func set(_ register: Register, _ value: ValueID, _ path: inout Path, in block: Int) {
    path.registers[register.int - flow.registerBase[block]] = value
  }

  func value(of operand: Operand, _ path: Path, in block: Int, site: UInt32, part: Int = 0) -> ValueID {
    switch operand {
    case .register(let register): path.registers[register.int - flow.registerBase[block]]
    case .integer(let constant): arena.integer(constant)
    case .local(let local): arena.local(local, frame: frame)
    case .global(let global): arena.global(code.globalNumbers[global.int])
    case .function(let function): arena.function(code.functionNumbers[function.int])
    case .string(let string): arena.string(string, module: moduleIndex)
    case .unknown: fresh(.unknown, site: site, part: part &+ 64, in: path.state)
    }
  }

  func pointer(to address: Address, _ path: Path, in block: Int, site: UInt32) -> ValueID {
    let base = value(of: address.base, path, in: block, site: site)
    if address.stride == 0 { return arena.add(base, address.offset) }
    let index = value(of: address.index, path, in: block, site: site, part: 1)
    return arena.add(arena.element(base, index, stride: address.stride), address.offset)
  }

  func place(of address: Address, _ path: Path, in block: Int, site: UInt32) -> Place? {
    let base = value(of: address.base, path, in: block, site: site)
    if address.stride == 0 { return arena.place(base, address.offset) }
    let index = value(of: address.index, path, in: block, site: site, part: 1)
    return arena.place(arena.element(base, index, stride: address.stride), address.offset)
  }

  private func isNull(_ address: Address, _ path: Path, in block: Int, site: UInt32) -> Bool {
    arena.isInteger(value(of: address.base, path, in: block, site: site))
  }

  /// A load through null ends the path (the program stops there); through a computed number it gives anything.
  private func loadFromNowhere(
    _ register: Register, _ address: Address, _ path: inout Path, in block: Int, site: UInt32
  ) -> Bool {
    if isNull(address, path, in: block, site: site) { return false }
    set(register, fresh(.unknown, site: site, in: path.state), &path, in: block)
    return true
  }

  /// A number as it is kept in so many bytes.
  private func fitted(_ value: ValueID, to type: TypeID) -> ValueID {
    guard case .integer(let signed) = types[type].kind else { return value }
    let size = types[type].size
    guard size > 0, size < 8 else { return value }
    let bits = UInt64(size * 8)
    if let constant = arena.integerValue(value) {
      let mask = (Int64(1) << Int64(bits)) - 1
      let low = constant & mask
      let isNegative = signed && low >> Int64(bits - 1) & 1 == 1
      return arena.integer(isNegative ? low - mask - 1 : low)
    }
    // Values that fit keep their identity; the others are taken to fit as well: what a program relies on.
    return value
  }

  // MARK: Storage

  private func begin(_ local: LocalID, _ state: inout State) {
    let address = arena.local(local, frame: frame)
    state.removeCells(of: address)
    state.removeObject(address)
    // What an earlier round released out of the variable without ever having put it there is not in the new one.
    guard flow.addressTaken.contains(local.int) else { return }
    state.objects.removeAll { record in
      let node = arena[record.base]
      return node.tag == .initial && node.a == address.raw
    }
  }

  private func end(_ local: LocalID, _ span: Span, _ path: inout Path, position: Int, in block: Int) {
    let address = arena.local(local, frame: frame)
    forgetVisited(in: address, &path.state)
    var lost: [ValueID] = []
    for index in path.state.cellRange(of: address) {
      let root = arena.root(path.state.cells[index].value)
      if !root.isNone { lost.append(root) }
    }
    if lost.contains(where: { path.state.object($0)?.isTracked == true }) { namingState = path.state }
    defer { namingState = nil }
    path.state.removeCells(of: address)
    if flow.addressTaken.contains(local.int) {
      let origin = path.state.lastEvent
      note(.scopeEnded, span, body.locals[local.int].name, object: address, in: &path.state)
      path.state.setObject(
        ObjectRecord(
          base: address, status: .expired, ownership: .borrowed, family: .unknown, origin: origin,
          end: path.state.lastEvent))
    }
    checkLeaks(lost, at: span, cause: .scopeEnd, &path, position: position, in: block)
  }

  private func family(of form: AllocationForm) -> FamilyID {
    switch form {
    case .new: program.families.id("new")
    case .newArray: program.families.id("new[]")
    case .control: program.families.id("shared")
    case .alloca: program.families.id("alloca")
    }
  }

  private func allocate(
    _ register: Register, _ form: AllocationForm, _ instruction: Instruction, _ path: inout Path,
    in block: Int,
    site: UInt32
  ) {
    let symbol = fresh(form == .alloca ? .alloca : .allocation, site: site, in: path.state)
    set(register, symbol, &path, in: block)
    if form == .alloca {
      path.state.setObject(
        ObjectRecord(
          base: symbol, status: .live, ownership: .borrowed, family: program.families.id("alloca"),
          origin: path.state.lastEvent))
      return
    }
    let family = family(of: form)
    note(.allocated, instruction.span, instruction.name, object: symbol, family: family, in: &path.state)
    path.state.setObject(
      ObjectRecord(
        base: symbol, status: .live, ownership: .owned, family: family, origin: path.state.lastEvent))
    _ = path.state.assume(.notEqual, symbol, .zero, in: arena)
  }
}
