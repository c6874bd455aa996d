import ClangFrontend
import OwnershipIR

extension StandardClass {
  /// Whether default construction, copying, moving or destruction does more than nothing or copying bytes.
  func hasEffect(_ special: SpecialMember, _ module: inout ModuleBuilder) -> Bool {
    switch kind {
    case .sharedPointer where type.size < 16: return false
    case .uniquePointer, .sharedPointer, .weakPointer, .sharedFromThis, .vector, .list, .forwardList, .deque,
      .set, .map, .multiset, .multimap, .unorderedSet, .unorderedMap, .unorderedMultiset, .unorderedMultimap,
      .any, .function:
      return true
    case .pair, .tuple:
      if special == .defaultConstructor { return true }
      return arguments.contains { !$0.isReference && !module.isTrivial(special, $0) }
    case .optional, .variant:
      if special == .defaultConstructor { return true }
      // Assigning between optionals can construct as well as destroy.
      let concerned: [SpecialMember] =
        switch special {
        case .copyAssignment: [.copyAssignment, .copyConstructor, .destructor]
        case .moveAssignment: [.moveAssignment, .moveConstructor, .destructor]
        default: [special]
        }
      return arguments.contains { argument in concerned.contains { !module.isTrivial($0, argument) } }
    case .array:
      guard let element = arguments.first else { return false }
      return !module.isTrivial(special, element)
    case .stack, .queue, .priorityQueue: return true
    case .string, .stringView, .span, .atomic: return special == .defaultConstructor
    case .pointerIterator, .nodeIterator, .reverseIterator, .initializerList, .mutex, .lock, .thread, .stream,
      .empty, .defaultDelete, .referenceWrapper, .memberFunction:
      return false
    case .sharedDestroyer, .callableInvoker, .valueCopier, .valueDestroyer, .threadRoutine: return false
    }
  }

  /// A class that only says how something is done.
  var isPolicy: Bool {
    ["allocator", "less", "greater", "hash", "equal_to"].contains(type.declaration.name)
  }

  /// The container that an adaptor wraps.
  var adaptedContainer: ClangType? { arguments.count > 1 ? arguments[1].canonical : nil }

  /// Elements of nodes: everything but `vector`.
  var hasNodes: Bool {
    switch kind {
    case .list, .forwardList, .deque, .set, .map, .multiset, .multimap, .unorderedSet, .unorderedMap,
      .unorderedMultiset, .unorderedMultimap:
      true
    default: false
    }
  }

  var isMap: Bool {
    switch kind {
    case .map, .multimap, .unorderedMap, .unorderedMultimap: true
    default: false
    }
  }

  /// Elements are found by their value.
  var isAssociative: Bool { hasNodes && kind != .list && kind != .forwardList && kind != .deque }

  /// Equal keys may be there several times.
  var allowsDuplicates: Bool {
    switch kind {
    case .multiset, .multimap, .unorderedMultiset, .unorderedMultimap: true
    default: false
    }
  }

  var isOrdered: Bool {
    switch kind {
    case .set, .map, .multiset, .multimap: true
    default: false
    }
  }
}
