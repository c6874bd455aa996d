import ClangFrontend
import OwnershipIR

/// What classes have hold of, for the graph of ownership between types: where a class stands, which destructor is
/// its own, and what the meaning of a library's class says beyond its fields.
extension ModuleBuilder {
  /// Names a class of the program, and says of a library's what its objects have hold of.
  mutating func describe(_ type: ClangType, _ record: Int) {
    let declaration = type.declaration.definition ?? type.declaration
    if unit.isCPlusPlus, let standard = StandardClass(type) {
      types.records[record].holdings = standard.holdings.compactMap { kind, held in
        concernsClasses(held) ? Holding(kind: kind, type: pointeeTypeID(held)) : nil
      }
    } else if declaration.isInSystemHeader {
      types.records[record].holdings = []
    } else if type.size >= 0 {
      types.records[record].span = nameSpan(declaration, types.records[record].name)
      guard unit.isCPlusPlus else { return }
      let name = strings.intern(type.canonical.unqualified.spelling)
      if name != types.records[record].name { types.records[record].qualifiedName = name }
    }
  }

  /// Link key of the destructor that the program wrote for the class; nil when the language supplies it. That of an
  /// instance of a template is known by its key alone.
  func writtenDestructor(_ members: SpecialMembers, _ record: Int) -> String? {
    guard types.records[record].span != .none else { return nil }
    if let declared = members.declared[.destructor] {
      guard !declared.isDefaulted else { return nil }
      return (declared.hasInternalLinkage ? "\(definingPath(declared))#" : "") + declared.usr
    }
    guard members.inTemplate.contains(.destructor) else { return nil }
    return "\(types.records[record].usr)@F@~\(strings[types.records[record].name])#"
  }

  /// A `function` of this type may hold an object of that class: it was made from one.
  mutating func note(callable: ClangType, in function: ClangType) {
    guard callable.kind == .record, let record = recordIndex(function) else { return }
    let holding = Holding(kind: .strong, type: pointeeTypeID(callable))
    if types.records[record].holdings?.contains(holding) == false {
      types.records[record].holdings?.append(holding)
    }
  }

  /// Reads the classes that were met only where something has hold of them.
  mutating func readHeldClasses() {
    var next = 0
    while next < types.records.count {
      if let type = types.clangTypes[next], StandardClass(type) != nil || !type.declaration.isInSystemHeader {
        read(next)
      }
      next += 1
    }
  }

  /// Numbers hold nothing: they need no entry.
  private func concernsClasses(_ type: ClangType) -> Bool {
    let canonical = type.canonical
    switch canonical.kind {
    case .record: return true
    case .pointer, .reference: return concernsClasses(canonical.pointee)
    case .constantArray, .incompleteArray, .variableArray: return concernsClasses(canonical.element)
    default: return false
    }
  }
}

extension StandardClass {
  /// What an object of the class has hold of. A `function` may hold anything that one of its type was made from:
  /// that is added where it is made.
  var holdings: [(HoldKind, ClangType)] {
    let first = arguments.prefix(1)
    switch kind {
    case .uniquePointer: return first.map { (.sole, $0) }
    case .sharedPointer: return first.map { (.strong, $0) }
    case .weakPointer: return first.map { (.weak, $0) }
    case .vector, .list, .forwardList, .deque, .set, .multiset, .unorderedSet, .unorderedMultiset, .stack,
      .queue, .priorityQueue, .array, .optional, .atomic, .reverseIterator:
      return first.map { (.part, $0) }
    case .map, .multimap, .unorderedMap, .unorderedMultimap: return arguments.prefix(2).map { (.part, $0) }
    case .pair, .tuple, .variant: return arguments.map { (.part, $0) }
    case .span, .initializerList, .pointerIterator, .nodeIterator, .referenceWrapper,
      .memberFunction:
      return first.map { (.borrowed, $0) }
    case .sharedFromThis, .any, .string, .stringView, .function, .mutex, .lock, .thread, .stream, .empty,
      .defaultDelete, .sharedDestroyer, .callableInvoker, .valueCopier, .valueDestroyer, .threadRoutine:
      return []
    }
  }
}
