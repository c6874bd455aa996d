import OwnershipIR

/// Building blocks: where instructions go and how values survive from one block into another.
extension FunctionLowering {
  mutating func newBlock() -> Int {
    blocks.append(Block())
    isTargeted.append(false)
    return blocks.count - 1
  }

  mutating func begin(_ block: Int) {
    current = block
    isOpen = true
    placement.append(block)
    if unwinds, !isInPad { setUnwind(of: block, to: unwindTarget()) }
  }

  /// Begins a block unless nothing jumps to it: then what follows is not reached.
  mutating func beginIfReached(_ block: Int) {
    if isTargeted[block] { begin(block) }
  }

  /// Ends the current block. When nothing is open there is nothing to end.
  mutating func terminate(_ terminator: Terminator, span: Span = .none, condition: StringID = .empty) {
    guard isOpen else { return }
    terminator.forEachSuccessor { isTargeted[$0.int] = true }
    // An exact copy, so that the buffer being filled keeps its capacity.
    blocks[current].instructions = instructions.withUnsafeBufferPointer { Array($0) }
    blocks[current].terminator = terminator
    blocks[current].terminatorSpan = span
    blocks[current].conditionName = condition
    instructions.removeAll(keepingCapacity: true)
    isOpen = false
  }

  mutating func jump(to block: Int, span: Span = .none) { terminate(.goto(BlockID(block)), span: span) }

  mutating func emit(_ operation: Operation, span: Span, name: StringID = .empty) {
    // Broken code reads and writes what no scalar instruction can.
    switch operation {
    case .load(_, _, let type) where !module.types.isAccessible(type):
      return emitUnknown(of: operation, span: span)
    case .store(_, _, let type) where !module.types.isAccessible(type): return
    default: break
    }
    if !isOpen { begin(newBlock()) }
    instructions.append(Instruction(operation, span: span, name: name))
  }

  /// The register of a load that cannot be has some value all the same.
  private mutating func emitUnknown(of operation: Operation, span: Span) {
    guard case .load(let register, _, _) = operation else { return }
    emit(.opaque(register, reason: module.strings.intern("not a scalar")), span: span)
  }

  mutating func newRegister() -> Register {
    registerCount += 1
    return Register(registerCount - 1)
  }

  // MARK: Values across blocks

  /// Registers live in one block. When lowering something else has moved on to another block, the value goes
  /// through a temporary: stored at the end of the block it was made in, loaded here.
  mutating func carried(_ operand: Operand, from block: Int, type: TypeID) -> Operand {
    guard case .register = operand, block != current else { return operand }
    let temporary = addTemporary(type: type, span: .none)
    let address = Address(base: .local(temporary))
    blocks[block].instructions.append(Instruction(.store(address, operand, type: type), span: .none))
    let register = newRegister()
    emit(.load(register, address, type: type), span: .none)
    return .register(register)
  }

  mutating func carried(_ address: Address, from block: Int) -> Address {
    guard block != current else { return address }
    var address = address
    if case .register = address.base {
      address.base = carried(address.base, from: block, type: module.addressType)
    }
    if case .register = address.index {
      address.index = carried(address.index, from: block, type: module.wordType)
    }
    return address
  }
}
