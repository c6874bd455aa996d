import ClangFrontend
import OwnershipIR

/// The compiler's atomic operations, reduced to what they do to memory.
enum AtomicOperation: Hashable {
  case load, store, exchange
  /// Loads into or stores from memory that a second pointer names.
  case loadInto, storeFrom
  case fetchThen(BinaryOperator?)
  case thenFetch(BinaryOperator?)
  /// The value expected is behind a pointer, which receives the actual one on failure.
  case compareExchange
  /// Gives whether the value was the one expected, or what it was.
  case compareSwap(givesTruth: Bool)
  case clear
  case fence

  init?(named name: String) {
    for prefix in ["__sync_", "__atomic_", "__c11_atomic_", "__scoped_atomic_"] {
      guard name.utf8.starts(with: prefix.utf8) else { continue }
      var operation = String(name.dropFirst(prefix.count))
      // `__sync_fetch_and_add_4`: the size is part of the resolved name.
      if let last = operation.last, last.isNumber, let bar = operation.lastIndex(of: "_") {
        operation = String(operation[..<bar])
      }
      guard let known = Self.named[operation] ?? Self.arithmetic(operation) else { return nil }
      self = known
      return
    }
    return nil
  }

  private static let named: [String: AtomicOperation] = [
    "load_n": .load, "load": .load, "store_n": .store, "store": .store, "init": .store,
    "exchange_n": .exchange,
    "exchange": .exchange, "lock_test_and_set": .exchange, "test_and_set": .fetchThen(nil), "swap": .exchange,
    "compare_exchange_n": .compareExchange, "compare_exchange": .compareExchange,
    "compare_exchange_strong": .compareExchange, "compare_exchange_weak": .compareExchange,
    "bool_compare_and_swap": .compareSwap(givesTruth: true),
    "val_compare_and_swap": .compareSwap(givesTruth: false), "lock_release": .clear, "clear": .clear,
    "synchronize": .fence, "thread_fence": .fence, "signal_fence": .fence,
  ]

  private static func arithmetic(_ name: String) -> AtomicOperation? {
    let words = name.split(separator: "_").filter { $0 != "and" || name.hasSuffix("_and") && $0 == "and" }
    guard words.contains("fetch") else { return nil }
    let operation: BinaryOperator? =
      switch words.first { $0 != "fetch" && $0 != "and" } ?? "and" {
      case "add": .add
      case "sub": .subtract
      case "or": .or
      case "xor": .xor
      case "and": .and
      default: nil
      }
    return words.first == "fetch" ? .fetchThen(operation) : .thenFetch(operation)
  }
}

extension FunctionLowering {
  /// Operands in the order pointer, values; memory orders left out.
  mutating func lowerAtomic(_ operation: AtomicOperation, _ operands: [NodeID], _ node: NodeID) -> Operand {
    guard let target = operands.first else { return .integer(0) }
    switch operation {
    case .fence: return .integer(0)
    case .load, .loadInto: return load(lowerPointee(target))
    case .clear:
      let place = lowerPointee(target)
      store(.integer(0), to: place, span: span(node))
      return .integer(0)
    case .store, .storeFrom, .exchange, .fetchThen, .thenFetch:
      return lowerAtomicUpdate(operation, target, operands.dropFirst().first, node)
    case .compareExchange, .compareSwap: return lowerCompareExchange(operation, operands, node)
    }
  }

  private mutating func lowerAtomicUpdate(
    _ operation: AtomicOperation, _ target: NodeID, _ amount: NodeID?, _ node: NodeID
  ) -> Operand {
    var place = lowerPointee(target)
    let block = current
    let value = amount.map { lowerValue($0) } ?? opaque("atomic", node)
    place.address = carried(place.address, from: block)
    if operation == .store {
      store(value, to: place, span: span(node))
      return .integer(0)
    }
    let old = load(place)
    var new = value
    switch operation {
    case .fetchThen(let arithmetic), .thenFetch(let arithmetic):
      let type = place.type
      new =
        arithmetic.map { combine($0, old, value, operandType: { _ in type }, node) } ?? opaque("atomic", node)
    default: break
    }
    store(new, to: place, span: span(node))
    if case .thenFetch = operation { return new }
    return old
  }

  /// Succeeds or not, which nobody can know: both ways are followed.
  private mutating func lowerCompareExchange(
    _ operation: AtomicOperation, _ operands: [NodeID], _ node: NodeID
  ) -> Operand {
    guard operands.count >= 3 else { return lowerUnfollowed(node) }
    let type = module.intType
    let result = Address(base: .local(addTemporary(type: type, span: span(node))))
    let (success, failure, end) = (newBlock(), newBlock(), newBlock())
    let outcome = opaque("compare and exchange", node)
    terminate(.branch(outcome, then: BlockID(success), else: BlockID(failure)), span: span(node))
    begin(success)
    _ = lowerAtomicUpdate(.store, operands[0], operands[2], node)
    emit(.store(result, .integer(1), type: type), span: span(node))
    jump(to: end)
    begin(failure)
    if operation == .compareExchange {
      let old = load(lowerPointee(operands[0]))
      let expected = lowerPointee(operands[1])
      store(old, to: expected, span: span(node))
    }
    emit(.store(result, .integer(0), type: type), span: span(node))
    jump(to: end)
    begin(end)
    if operation == .compareSwap(givesTruth: false) { return load(lowerPointee(operands[0])) }
    let register = newRegister()
    emit(.load(register, result, type: type), span: span(node))
    return .register(register)
  }

  /// The operands of an atomic expression stand in the compiler's own order: pointer, memory order, value,
  /// order on failure, second value, weakness.
  func atomicOperands(_ node: NodeID, _ operation: AtomicOperation) -> [NodeID] {
    let operands = expressionChildren(node)
    let wanted = operation == .compareExchange ? [0, 2, 4] : [0, 2]
    return wanted.filter { $0 < operands.count }.map { operands[$0] }
  }
}
