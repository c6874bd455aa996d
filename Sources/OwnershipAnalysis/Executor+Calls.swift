import LibraryModels
import OwnershipIR

/// An evaluated argument.
struct CallArgument {
  /// The scalar, or the address of the aggregate.
  var value: ValueID
  var aggregate: TypeID
  var name: StringID
  var span: Span
}

/// Everything one call needs to be carried out.
struct CallSite {
  var call: Call
  var instruction: Instruction
  var arguments: [CallArgument]
  var position: Int
  var block: Int
  var site: UInt32
  /// The callee was read from memory.
  var isByPointer = false
  /// The result goes to a variable rather than to a register.
  var resultPlace: Place?
  /// The parameter of the callee that stands for arguments past the last one.
  var tail: Int?

  /// The argument that lies so many bytes from the first one past the last parameter.
  func argument(inTailAt offset: Int64) -> CallArgument? {
    guard let tail, offset >= 0, offset % 8 == 0, tail + Int(offset / 8) < arguments.count else { return nil }
    return arguments[tail + Int(offset / 8)]
  }
}

/// Calls: who is called, and which of body, model, attribute or nothing says what happens.
extension Executor {
  func call(
    _ call: Call, _ instruction: Instruction, _ path: inout Path, forks: inout [Path], position: Int,
    in block: Int
  ) -> Bool {
    let here = site(block, position)
    var arguments: [CallArgument] = []
    arguments.reserveCapacity(Int(call.arguments.count))
    for argument in body.arguments(call.arguments) {
      let value = value(of: argument.operand, path, in: block, site: here, part: 100 + arguments.count)
      arguments.append(
        CallArgument(value: value, aggregate: argument.aggregate, name: argument.name, span: argument.span))
    }
    let callSite = CallSite(
      call: call, instruction: instruction, arguments: arguments, position: position, block: block, site: here
    )
    let isAlive = carryOut(call, callSite, &path, forks: &forks)
    if isAlive { dropPassedTemporaries(callSite, &path) }
    for index in forks.indices { dropPassedTemporaries(callSite, &forks[index]) }
    return isAlive
  }

  private func carryOut(_ call: Call, _ callSite: CallSite, _ path: inout Path, forks: inout [Path]) -> Bool {
    switch call.callee {
    case .direct(let id):
      return self.call(code.functionNumbers[id.int], callSite, &path, forks: &forks)
    case .indirect(let operand):
      let target = value(of: operand, path, in: callSite.block, site: callSite.site)
      let node = arena[target]
      let declared = call.declared.map { code.functionNumbers[$0.int] }
      if node.tag == .function {
        var callSite = callSite
        callSite.isByPointer = true
        let isKnown = context.callee(node.a).isDefined || context.callee(node.a).model != nil
        return self.call(isKnown ? node.a : declared ?? node.a, callSite, &path, forks: &forks)
      }
      if arena.isInteger(target) { return false }
      // Whatever class the object is of: what the method is said to do it does.
      if let declared, context.callee(declared).model != nil {
        return self.call(declared, callSite, &path, forks: &forks)
      }
      if arena.isFootprint(target) { context.calledEntryValues.insert(target) }
      return callUnknown(nil, callSite, &path)
    }
  }

  /// What was computed only to be passed (`strlen(make())`) is lost when the call did not take it.
  private func dropPassedTemporaries(_ site: CallSite, _ path: inout Path) {
    for argument in body.arguments(site.call.arguments) {
      guard case .register(let register) = argument.operand,
        flow.lastUse[register.int] == Int32(site.position)
      else { continue }
      let root = arena.root(path.registers[register.int - flow.registerBase[site.block]])
      if root.isNone { continue }
      checkLeaks(
        [root], at: site.instruction.span, cause: .scopeEnd, &path, position: site.position, in: site.block)
    }
  }

  func call(
    _ number: UInt32, _ site: CallSite, _ path: inout Path, forks: inout [Path]
  ) -> Bool {
    let callee = context.callee(number)
    if let model = callee.model { return apply(model, of: number, site, &path, forks: &forks) }
    if callee.isDefined { return callDefined(number, callee, site, &path, forks: &forks) }
    if callee.isNoReturn { return false }
    return callUnknown(number, site, &path)
  }

  // MARK: Unknown callees

  /// A call of which only the signature is known: what is passed by a pointer to something not const may be kept,
  /// freed or changed; memory passed to it must be live.
  func callUnknown(_ number: UInt32?, _ site: CallSite, _ path: inout Path) -> Bool {
    let callee = number.map { context.callee($0) }
    for (index, argument) in site.arguments.enumerated() {
      if !handOver(argument, callee: number, site, &path.state) { return false }
      let isBorrowed = callee.map { index < $0.borrowsParameter.count && $0.borrowsParameter[index] } ?? false
      if argument.aggregate != .unknown {
        if let place = arena.place(argument.value, 0) {
          let reached = reachedCells(of: place, argument.aggregate, path.state)
          forget(reachableFrom: reached, in: &path.state, token: site.site)
        }
      } else if !isBorrowed {
        escape(argument.value, in: &path.state, site: site.site)
      }
    }
    escapeGlobals(&path.state, site: site.site)
    let isPure = callee?.isPure ?? false
    let result =
      isPure
      ? arena.pure(function: number!, arguments: site.arguments.map(\.value))
      : fresh(.unknown, site: site.site, in: path.state)
    finish(site, result: result, &path)
    return true
  }

  /// What an object that is passed by value leads to, but for what it only promises to read.
  private func reachedCells(of place: Place, _ type: TypeID, _ state: State) -> [ValueID] {
    var readOnly: Set<Int64> = []
    if case .record(let record) = module[type].kind {
      for field in module.records[record].fields {
        if case .pointer(_, pointeeIsConst: true) = module[field.type].kind { readOnly.insert(field.offset) }
      }
    }
    return state.cellRange(of: place.base).filter { index in
      !readOnly.contains(state.cells[index].offset &- place.offset)
    }.map { arena.root(state.cells[$0].value) }
  }

  /// A callee that is not seen may reach what globals hold.
  private func escapeGlobals(_ state: inout State, site: UInt32) {
    var roots: [ValueID] = []
    for cell in state.cells where arena[cell.base].tag == .global {
      let root = arena.root(cell.value)
      if !root.isNone, state.object(root) != nil { roots.append(root) }
    }
    for root in roots { escapeOwned(root, in: &state) }
  }

  /// Checks that what is passed is live. False when it is not: the flaw is told and the path ends.
  func handOver(_ argument: CallArgument, callee: UInt32?, _ site: CallSite, _ state: inout State) -> Bool {
    guard let place = arena.place(argument.value, 0) else { return true }
    guard let record = state.object(place.base) else {
      noteHandedOver(place.base, argument, site, &state)
      return true
    }
    let span = argument.span == .none ? site.instruction.span : argument.span
    switch record.status {
    case .live:
      if record.ownership == .borrowed, !record.isAccessed, arena[place.base].tag == .initial {
        var accessed = record
        accessed.isAccessed = true
        state.setObject(accessed)
      }
      return true
    case .freed:
      report(
        .useAfterFree, object: place.base, at: span, name: argument.name, state,
        detail: .passed(callee.map { $0 + 1 } ?? 0))
      return false
    case .expired:
      reportExpired(place.base, at: span, name: argument.name, state)
      return false
    }
  }

  /// The caller's memory is looked at by a callee: the caller must pass live memory (or null).
  private func noteHandedOver(
    _ base: ValueID, _ argument: CallArgument, _ site: CallSite, _ state: inout State
  ) {
    guard arena[base].tag == .initial, arena.isFootprint(base) else { return }
    let origin = events.append(
      PathEvent(
        kind: .accessed, module: UInt16(moduleIndex), depth: depth, span: argument.span, name: argument.name,
        object: base, parent: state.lastEvent))
    var record = ObjectRecord(
      base: base, status: .live, ownership: .borrowed, family: .unknown, origin: origin)
    record.isAccessed = true
    state.setObject(record)
  }

  /// Stores the result of a call; a fresh result that nothing takes is lost at once.
  func finish(_ site: CallSite, result: ValueID, _ path: inout Path) {
    give(result, to: site, &path)
    if let address = site.call.resultAddress,
      let target = place(of: address, path, in: site.block, site: site.site)
    {
      for scalar in scalars(of: site.call.resultType) {
        path.state.setCell(
          target.base, target.element, target.offset &+ scalar.offset,
          fresh(.unknown, site: site.site, part: 1 << 16 + Int(scalar.offset), in: path.state),
          shape: scalar.shape)
      }
    }
    dropIfUnused(result, site, &path)
  }

  /// Puts a scalar result where it is wanted.
  func give(_ result: ValueID, to site: CallSite, _ path: inout Path) {
    if let register = site.call.result { set(register, result, &path, in: site.block) }
    if let place = site.resultPlace {
      path.state.setCell(place.base, place.element, place.offset, result, shape: .pointer)
    }
  }

  func dropIfUnused(_ result: ValueID, _ site: CallSite, _ path: inout Path) {
    if result.isNone || site.resultPlace != nil { return }
    let isUsed = site.call.result.map { flow.lastUse[$0.int] >= 0 } ?? false
    if isUsed { return }
    checkLeaks(
      [arena.root(result)], at: site.instruction.span, cause: .resultDropped, &path, position: site.position,
      in: site.block)
  }
}
