import ClangFrontend
import OwnershipIR

/// What ends with the full expression without having a name.
struct TemporaryObject {
  enum Kind {
    case object(ClangType)
    /// The memory for an object that is being made: given back when that fails.
    case memory(AllocationForm)
  }

  var local: LocalID
  /// Where in the storage it is: elements of an initialiser list share one.
  var offset: Int64 = 0
  var kind: Kind
  /// Set when the object was made, where that depends on a condition.
  var flag: LocalID?
  /// Ends it and goes on unwinding.
  var pad: Int?
}

extension FunctionLowering {
  /// Gives the value of an expression storage of its own.
  mutating func materialized(_ node: NodeID, _ type: ClangType, isExtended: Bool) -> Place {
    let type = type.canonical.unqualified
    let id = module.typeID(type)
    let span = span(node)
    let local = isExtended ? addHiddenVariable(type: id, span: span) : addTemporary(type: id, span: span)
    let address = Address(base: .local(local))
    emit(.storageLive(local), span: span)
    if module.types.isAggregate(id) {
      lowerAggregate(node, into: address, id)
    } else if module.types.isArray(id) {
      lowerInitializer(node, into: address, id, name: .empty)
    } else if module.types.isVoid(id) {
      lowerDiscarded(node)
    } else {
      let value = lowerValue(node)
      emit(.store(address, value, type: id), span: span)
    }
    if isExtended, !scopes.isEmpty {
      scopes[scopes.count - 1].locals.append(ScopedLocal(local: local, destroyed: destroyedType(type)))
    } else {
      addTemporaryObject(local, type)
    }
    return Place(address: address, type: id, name: text(node), span: span)
  }

  /// The elements of a list that lives as long as a variable end with that, the last first.
  mutating func extendList(_ list: LocalID, _ element: ClangType, _ count: Int, stride: Int64) {
    let destroyed = destroyedType(element)
    for index in 0..<(destroyed == nil ? 1 : max(count, 1)) {
      scopes[scopes.count - 1].locals.append(
        ScopedLocal(
          local: list, destroyed: count == 0 ? nil : destroyed, offset: Int64(index) * stride, isParameter: index > 0))
    }
    if destroyed != nil { refreshUnwinding() }
  }

  /// A place for a class object that an expression makes and nothing takes over.
  mutating func newTemporaryObject(_ type: ClangType, span: Span) -> Address {
    let type = type.canonical.unqualified
    let local = addTemporary(type: module.typeID(type), span: span)
    emit(.storageLive(local), span: span)
    return Address(base: .local(local))
  }

  /// The object in `local` exists from here to the end of the full expression.
  mutating func addTemporaryObject(_ local: LocalID, at offset: Int64 = 0, _ type: ClangType) {
    var object = TemporaryObject(local: local, offset: offset, kind: .object(type))
    if conditionalDepth > 0, destroyedType(type) != nil {
      let flag = addHiddenVariable(type: module.intType, span: .none)
      emit(.store(Address(base: .local(flag)), .integer(1), type: module.intType), span: .none)
      object.flag = flag
      flagsToClear.append(flag)
    }
    temporaries.append(object)
    if destroyedType(type) != nil { refreshUnwinding() }
  }

  /// While an object is made in memory that `new` got, a failure gives the memory back.
  mutating func addUnfinished(_ memory: Operand, _ form: AllocationForm) -> Bool {
    guard unwinds, isOpen else { return false }
    let local = addHiddenVariable(type: module.addressType, span: .none)
    emit(.store(Address(base: .local(local)), memory, type: module.addressType), span: .none)
    temporaries.append(TemporaryObject(local: local, kind: .memory(form)))
    refreshUnwinding()
    return true
  }

  /// The object in the last such memory is made. What was made for its arguments stays, by another way out.
  mutating func removeUnfinished() {
    let last = temporaries.lastIndex { if case .memory = $0.kind { true } else { false } }
    guard let last else { return }
    temporaries.remove(at: last)
    for later in last..<temporaries.count { temporaries[later].pad = nil }
    refreshUnwinding()
  }

  /// The type when its end runs code.
  mutating func destroyedType(_ type: ClangType) -> ClangType? {
    module.isTrivial(.destructor, type) ? nil : type.canonical
  }

  private mutating func destroyedType(_ object: TemporaryObject) -> ClangType? {
    if case .object(let type) = object.kind { destroyedType(type) } else { nil }
  }

  /// Ends the temporaries made since there were `mark` of them, last first.
  mutating func endTemporaries(since mark: Int, span: Span) {
    guard temporaries.count > mark else { return }
    let ending = Array(temporaries[mark...])
    temporaries.removeLast(ending.count)
    end(ending, span: span)
    if ending.contains(where: { destroyedType($0) != nil }) { refreshUnwinding() }
  }

  mutating func end(_ ending: [TemporaryObject], span: Span) {
    guard isOpen else { return }
    for object in ending.reversed() {
      if case .memory = object.kind { continue }
      if let type = destroyedType(object) {
        if let flag = object.flag {
          destroyIfMade(Address(base: .local(object.local), offset: object.offset), flag, type, span: span)
        } else {
          emitDestroy(at: Address(base: .local(object.local), offset: object.offset), type, span: span)
        }
      }
      if object.offset == 0 { emit(.storageDead(object.local), span: span) }
    }
  }

  private mutating func destroyIfMade(_ object: Address, _ flag: LocalID, _ type: ClangType, span: Span) {
    let address = Address(base: .local(flag))
    let register = newRegister()
    emit(.load(register, address, type: module.intType), span: span)
    let (made, end) = (newBlock(), newBlock())
    terminate(.branch(.register(register), then: BlockID(made), else: BlockID(end)), span: span)
    begin(made)
    emitDestroy(at: object, type, span: span)
    emit(.store(address, .integer(0), type: module.intType), span: span)
    jump(to: end)
    begin(end)
  }

  /// A condition as a full expression: its temporaries end before either way is taken.
  mutating func lowerFullCondition(_ node: NodeID, then: Int, else otherwise: Int) {
    guard module.unit.isCPlusPlus else { return lowerCondition(node, then: then, else: otherwise) }
    let mark = temporaries.count
    let (met, unmet) = (newBlock(), newBlock())
    lowerCondition(node, then: met, else: unmet)
    let ending = Array(temporaries[mark...])
    temporaries.removeLast(ending.count)
    for (inner, outer) in [(met, then), (unmet, otherwise)] {
      beginIfReached(inner)
      if isOpen { end(ending, span: span(node)) }
      jump(to: outer)
    }
  }
}
