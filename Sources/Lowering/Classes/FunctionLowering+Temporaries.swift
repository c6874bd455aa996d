import ClangFrontend
import OwnershipIR

/// An object without a name that ends with the full expression.
struct TemporaryObject {
  var local: LocalID
  /// Where in the storage it is: elements of an initialiser list share one.
  var offset: Int64 = 0
  var type: ClangType
  /// Set when the object was made, where that depends on a condition.
  var flag: LocalID?
  /// Not an object but the memory for one that is being made: given back when that fails.
  var memory: AllocationForm?
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

  /// A place for a class object that an expression makes and nothing takes over.
  mutating func newTemporaryObject(_ type: ClangType, span: Span) -> Address {
    let type = type.canonical.unqualified
    let local = addTemporary(type: module.typeID(type), span: span)
    emit(.storageLive(local), span: span)
    return Address(base: .local(local))
  }

  /// The object in `local` exists from here to the end of the full expression.
  mutating func addTemporaryObject(_ local: LocalID, at offset: Int64 = 0, _ type: ClangType) {
    var object = TemporaryObject(local: local, offset: offset, type: type, flag: nil)
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
    guard let type = module.types.clangTypes.compactMap({ $0 }).first else { return false }
    temporaries.append(TemporaryObject(local: local, type: type, flag: nil, memory: form))
    refreshUnwinding()
    return true
  }

  mutating func removeUnfinished() {
    temporaries.removeLast()
    refreshUnwinding()
  }

  /// The type when its end runs code.
  mutating func destroyedType(_ type: ClangType) -> ClangType? {
    module.isTrivial(.destructor, type) ? nil : type.canonical
  }

  /// Ends the temporaries made since there were `mark` of them, last first.
  mutating func endTemporaries(since mark: Int, span: Span) {
    guard temporaries.count > mark else { return }
    let ending = Array(temporaries[mark...])
    temporaries.removeLast(ending.count)
    end(ending, span: span)
    if ending.contains(where: { destroyedType($0.type) != nil }) { refreshUnwinding() }
  }

  mutating func end(_ ending: [TemporaryObject], span: Span) {
    guard isOpen else { return }
    for object in ending.reversed() where object.memory == nil {
      if let type = destroyedType(object.type) {
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
