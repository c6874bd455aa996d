import ClangFrontend
import OwnershipIR

/// The function of the standard library whose body is being made.
struct StandardCall {
  var declaration: Declaration
  var name: String
  /// The types of the parameters that the declaration lists.
  var parameters: [ClangType]
  /// The index of the first of them among the locals: 1 behind `this`.
  var first: Int
  var isConstructor: Bool
  var result: ClangType
  /// The caller only reads what the reference leads to that comes back.
  var isRead = false

  init(_ declaration: Declaration) {
    self.declaration = declaration
    name = declaration.name
    // A constructor template's name has its arguments: `shared_ptr<Derived, void>`.
    if let bracket = name.firstIndex(of: "<"), !name.hasPrefix("operator") { name = String(name[..<bracket]) }
    if name.hasPrefix("operator"), !name.hasPrefix("operator<"), let bracket = name.firstIndex(of: "<"),
      !name.hasPrefix("operator-")
    {
      name = String(name[..<bracket])
    }
    if declaration.isConversion { name = "operator T" }
    parameters = declaration.parameters.map(\.type)
    first = declaration.isMethod && !declaration.isStaticMethod ? 1 : 0
    isConstructor = declaration.isConstructor
    // Allocators, comparisons and hash functions without state say nothing here.
    while isConstructor, let last = parameters.last?.withoutReference.canonical,
      let standard = StandardClass(last), standard.kind == .empty, standard.isPolicy
    {
      parameters.removeLast()
    }
    result = declaration.resultType
  }

  var count: Int { parameters.count }

  /// The local of the `index`th listed parameter.
  func local(_ index: Int) -> Int { first + index }

  /// What the `index`th parameter is, or refers to.
  func type(_ index: Int) -> ClangType { parameters[index].withoutReference.canonical.unqualified.canonical }

  func standard(_ index: Int) -> StandardClass? {
    index < count ? StandardClass(type(index)) : nil
  }

  /// Whether the parameter may be taken over: a reference to something that is about to go.
  func isMovable(_ index: Int) -> Bool {
    parameters[index].isRValueReference || !parameters[index].isReference
  }
}

extension FunctionLowering {
  /// Fills in the body of a function of the standard library that the program calls (a member of one of the
  /// classes, or a free function such as `make_unique`). `function` is its number, `locals` and the entry block are
  /// ready; false when its meaning is not known: then it stays a call that may do anything with what it is given.
  mutating func lowerStandardFunction(
    _ declaration: Declaration, _ standard: StandardClass?, isRead: Bool
  ) -> Bool {
    var call = StandardCall(declaration)
    call.isRead = isRead
    if let standard, declaration.isMethod, let special = SpecialMember(declaration),
      !(special == .defaultConstructor && call.count > 0)
    {
      return lowerStandardSpecial(standard, special)
    }
    // What is passed by value ends with the function; only `std::function` hands it on as it came.
    if !(standard?.kind == .function && call.name == "operator()") { adoptParameters(declaration) }
    let isKnown =
      standard.map { declaration.isMethod && lowerMember(call, $0) } ?? false
      || (!declaration.isMethod && lowerFreeFunction(call))
    if isKnown, isOpen { finish() }
    return isKnown
  }

  private mutating func lowerMember(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    switch standard.kind {
    case .uniquePointer: lowerUniquePointer(call, standard)
    case .sharedPointer: lowerSharedPointer(call, standard)
    case .weakPointer: lowerWeakPointer(call, standard)
    case .sharedFromThis: lowerSharedFromThis(call, standard)
    case .vector: lowerVector(call, standard)
    case .list, .forwardList, .deque: lowerSequence(call, standard)
    case .set, .map, .multiset, .multimap, .unorderedSet, .unorderedMap, .unorderedMultiset,
      .unorderedMultimap:
      lowerAssociative(call, standard)
    case .stack, .queue, .priorityQueue: lowerAdaptor(call, standard)
    case .array: lowerArray(call, standard)
    case .pair: lowerPair(call, standard)
    case .tuple: lowerTuple(call, standard)
    case .optional: lowerOptional(call, standard)
    case .variant: lowerVariant(call, standard)
    case .any: lowerAny(call, standard)
    case .string: lowerString(call, standard)
    case .stringView, .span: lowerView(call, standard)
    case .initializerList: lowerInitializerListMember(call)
    case .function: lowerFunctionObject(call, standard)
    case .pointerIterator: lowerPointerIterator(call, standard)
    case .nodeIterator: lowerNodeIterator(call, standard)
    case .reverseIterator: lowerReverseIterator(call, standard)
    case .mutex where call.name == "wait" && call.count == 2: lowerWait(call)
    case .mutex, .lock: lowerWithoutEffect(call)
    case .stream: lowerStream(call)
    case .empty: lowerWithoutEffect(call)
    case .defaultDelete: lowerDefaultDelete(call, standard)
    case .referenceWrapper: lowerReferenceWrapper(call, standard)
    case .memberFunction: lowerMemberFunction(call, standard)
    case .atomic: lowerAtomic(call, standard)
    case .thread: lowerThread(call)
    case .sharedDestroyer, .callableInvoker, .valueCopier, .valueDestroyer, .threadRoutine: false
    }
  }

  /// The same for a special member that no declaration names.
  mutating func lowerStandardSpecial(_ standard: StandardClass, _ special: SpecialMember) -> Bool {
    switch standard.kind {
    case .uniquePointer: lowerUniquePointer(special, standard)
    case .sharedPointer, .weakPointer: lowerCounted(special, standard)
    case .sharedFromThis: lowerSharedFromThis(special)
    case .vector: lowerVector(special, standard)
    case .list, .forwardList, .deque, .set, .map, .multiset, .multimap, .unorderedSet, .unorderedMap,
      .unorderedMultiset, .unorderedMultimap:
      lowerNodes(special, NodeContainer(standard))
    case .stack, .queue, .priorityQueue: lowerAdaptor(special, standard)
    case .array: lowerArray(special, standard)
    case .pair, .tuple: lowerElements(special, standard)
    case .optional: lowerOptional(special, standard)
    case .variant: lowerVariant(special, standard)
    case .any, .function: lowerErasedValue(special, standard)
    case .string: lowerString(special)
    case .stringView, .span, .atomic: lowerZeroed(special, standard)
    case .sharedDestroyer: lowerSharedDestroyer(standard)
    case .callableInvoker: lowerInvoker(standard)
    case .valueCopier: lowerValueCopier(standard)
    case .valueDestroyer: lowerValueDestroyer(standard)
    case .threadRoutine: lowerThreadRoutine(standard)
    case .pointerIterator, .nodeIterator, .reverseIterator, .initializerList, .mutex, .lock, .thread, .stream,
      .empty, .defaultDelete, .referenceWrapper, .memberFunction:
      lowerBytes(special, standard)
    }
    if isOpen { finish(special.isAssignment ? parameter(0) : nil) }
    return true
  }

  /// Members that the analysis needs not follow: nothing is owned, nothing kept.
  mutating func lowerWithoutEffect(_ call: StandardCall) -> Bool {
    if call.result.isReference {
      finishWithThis()
    } else {
      finishWithAnything()
    }
    return true
  }

  /// `wait(lock, predicate)`: it goes on only when that is so.
  private mutating func lowerWait(_ call: StandardCall) -> Bool {
    guard isCallable(call.type(1)) else { return lowerWithoutEffect(call) }
    let holds = invoke(source(call, 1), [], result: nil)
    if let holds { ifZero(holds) { $0.giveUpPath() } }
    if isOpen { finish() }
    return true
  }

  /// Copies and moves by bytes: asked for by name where nothing runs.
  mutating func lowerBytes(_ special: SpecialMember, _ standard: StandardClass) {
    guard special.hasSource else { return }
    emit(.copy(to: this(), from: object(1), type: module.typeID(standard.type)), span: .none)
  }

  mutating func lowerZeroed(_ special: SpecialMember, _ standard: StandardClass) {
    guard special == .defaultConstructor else { return lowerBytes(special, standard) }
    emit(.zero(this(), type: module.typeID(standard.type)), span: .none)
  }
}
