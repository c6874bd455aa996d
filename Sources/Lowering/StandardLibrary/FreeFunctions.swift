import ClangFrontend
import OwnershipIR

/// Functions of namespace `std` that are no members.
extension FunctionLowering {
  mutating func lowerFreeFunction(_ call: StandardCall) -> Bool {
    let first = call.standard(0)
    switch call.name {
    case "move", "forward", "as_const", "move_if_noexcept", "forward_like":
      guard call.count == 1 else { return lowerAlgorithm(call) }
      finish(parameter(0))
    case "invoke": return lowerInvoke(call)
    case "visit": return lowerVisit(call)
    case "apply": return lowerApply(call)
    case "mem_fn": return lowerMemberFunctionAdaptor(call)
    case "addressof", "__addressof": finish(parameter(0))
    case "exchange": return lowerExchange(call)
    case "swap":
      guard call.count == 2, isSame(call.type(0), call.type(1)) else { return false }
      return swapObjects(call.type(0))
    case "make_unique", "make_unique_for_overwrite":
      return StandardClass(call.result).map { lowerMakeUnique(call, $0) } ?? false
    case "make_shared", "make_shared_for_overwrite":
      return StandardClass(call.result).map { lowerMakeShared(call, $0, from: 0) } ?? false
    case "allocate_shared":
      return StandardClass(call.result).map { lowerMakeShared(call, $0, from: 1) } ?? false
    case "static_pointer_cast", "dynamic_pointer_cast", "const_pointer_cast", "reinterpret_pointer_cast":
      return lowerPointerCast(call)
    case "make_pair", "make_tuple", "tie", "forward_as_tuple", "make_optional":
      return makeProduct(call)
    case "get", "get_if", "holds_alternative": return lowerElementAccess(call, first)
    case "any_cast": return lowerAnyCast(call)
    case "ref", "cref":
      writePointer(first?.kind == .referenceWrapper ? readPointer(object(0)) : parameter(0), to: result())
    case "begin", "end", "cbegin", "cend", "data", "size", "empty", "ssize", "rbegin", "rend":
      return lowerContainerAccess(call, first)
    case "erase", "erase_if": return lowerEraseFrom(call)
    case "get_deleter": return false
    case "to_string", "to_wstring", "getline", "stoi", "stol", "stoul", "stoll", "stoull", "stof", "stod",
      "quoted", "setw", "setprecision", "setfill", "endl", "flush", "ends", "boolalpha", "hex", "dec",
      "fixed":
      return lowerTextFunction(call)
    default: break
    }
    if call.name.hasPrefix("operator") { return lowerFreeOperator(call, first) }
    return lowerAlgorithm(call)
  }

  private mutating func lowerExchange(_ call: StandardCall) -> Bool {
    guard call.count == 2 else { return false }
    let type = call.type(0)
    if type.isRecord {
      emitMove(to: result(), from: object(0), type, span: .none)
      assign(source(call, 1), to: .object(0, 0), type)
      return true
    }
    let id = module.typeID(type)
    guard module.types.isScalar(id) else { return false }
    let old = variable(read(object(0), id), id)
    convert(call, 1, to: .object(0, 0), type)
    finish(get(old))
    return true
  }

  private mutating func makeProduct(_ call: StandardCall) -> Bool {
    guard let standard = StandardClass(call.result) else { return false }
    switch standard.kind {
    case .pair, .tuple: return constructElements(call, standard, at: .result(0))
    case .optional:
      guard let type = standard.arguments.first?.canonical else { return false }
      construct(at: .result(0), type, call, from: 0)
      write(.integer(1), to: result(type.size), module.byteType)
      return true
    default: return false
    }
  }

  /// `get<N>` and `get<T>` of products and variants. The element is told by the type of the result, which is enough
  /// when there is one of it.
  private mutating func lowerElementAccess(_ call: StandardCall, _ first: StandardClass?) -> Bool {
    let container = first ?? StandardClass(call.parameters.first?.canonical.pointee ?? call.result)
    guard let container else { return false }
    if container.kind == .variant {
      guard call.name == "holds_alternative" else { return lowerVariantAccess(call, container) }
      return lowerWithoutEffect(call)
    }
    guard container.kind == .pair || container.kind == .tuple else { return false }
    let named = call.result.withoutReference
    let matching = container.arguments.indices.filter {
      isSame(container.arguments[$0].withoutReference, named)
    }
    guard matching.count == 1 else { return false }
    let index = matching[0]
    let place = object(0, offset: container.elementOffsets[index])
    finish(container.arguments[index].isReference ? readPointer(place) : reference(place))
    return true
  }

  /// `begin(c)` and its like: members of the container, or an array.
  private mutating func lowerContainerAccess(_ call: StandardCall, _ first: StandardClass?) -> Bool {
    guard call.count == 1 else { return false }
    if call.type(0).kind == .constantArray {
      switch call.name {
      case "begin", "cbegin", "data": finish(parameter(0))
      case "end", "cend": finish(reference(object(0, offset: call.type(0).size)))
      case "size", "ssize": finish(.integer(call.type(0).elementCount ?? 0))
      default: return false
      }
      return true
    }
    guard let first else { return false }
    var renamed = call
    renamed.parameters = []
    renamed.first = 1
    switch first.kind {
    case .vector: return lowerVector(renamed, first)
    case .list, .deque, .forwardList: return lowerSequence(renamed, first)
    case .array: return lowerArray(renamed, first)
    case _ where first.isAssociative: return lowerAssociative(renamed, first)
    case .initializerList:
      let length = readWord(object(0, offset: 8))
      let start = readPointer(object(0))
      let stride = max(first.arguments.first?.size ?? 1, 1)
      switch call.name {
      case "begin", "data": finish(start)
      case "end": finish(reference(Address(base: start, index: length, stride: stride)))
      case "size": finish(length)
      default: return false
      }
      return true
    default: return false
    }
  }

  private mutating func lowerTextFunction(_ call: StandardCall) -> Bool {
    if call.name == "getline", call.count > 1, call.standard(1)?.kind == .string {
      forgetText(.object(1, 0))
    }
    for index in 0..<call.count where call.standard(index)?.kind == .string {
      _ = readPointer(object(call.local(index)))
    }
    if call.result.isReference { finishWithThis() } else { finishWithAnything() }
    return true
  }

  // MARK: Operators

  private mutating func lowerFreeOperator(_ call: StandardCall, _ first: StandardClass?) -> Bool {
    let second = call.standard(1)
    switch (first?.kind, second?.kind) {
    case (.stream, _):
      if call.name == "operator>>" {
        guard second?.kind == .string || !call.type(1).isRecord else { return false }
        let type = module.typeID(call.type(1))
        if second?.kind == .string {
          forgetText(.object(1, 0))
        } else if call.type(1).kind != .pointer, module.types.isAccessible(type) {
          write(anything(), to: object(1), type)
        } else {
          return false
        }
      } else {
        if second?.kind == .string { _ = readPointer(object(1)) }
        readTexts(call)
      }
      finishWithThis()
      return true
    case (.string, _), (_, .string), (.stringView, _), (_, .stringView):
      for index in 0..<call.count {
        if call.standard(index)?.kind == .string { _ = readPointer(object(index)) }
      }
      readTexts(call)
      if !compareTexts(call) { finishWithAnything() }
      return true
    case (.uniquePointer, _), (.sharedPointer, _), (_, .uniquePointer), (_, .sharedPointer):
      return comparePointers(call, first, second)
    case (.pointerIterator, .pointerIterator), (.nodeIterator, .nodeIterator),
      (.reverseIterator, .reverseIterator):
      return compareIterators(call, first!)
    case (.function, _), (_, .function):
      let isFirst = first?.kind == .function
      return compareWithNull(call, object(isFirst ? 0 : 1))
    case (.optional, .empty):
      guard let flag = first?.arguments.first?.canonical.size else { return false }
      let engaged = read(object(0, offset: flag), module.byteType)
      finish(binary(call.name == "operator==" ? .equal : .notEqual, engaged, .integer(0)))
      return true
    default:
      guard first != nil || second != nil else { return false }
      // Comparisons read.
      guard
        call.name.hasPrefix("operator=") || call.name.hasPrefix("operator!")
          || call.name.hasPrefix("operator<")
          || call.name.hasPrefix("operator>")
      else { return false }
      finishWithAnything()
      return true
    }
  }

  private mutating func comparePointers(
    _ call: StandardCall, _ first: StandardClass?, _ second: StandardClass?
  ) -> Bool {
    guard call.name == "operator==" || call.name == "operator!=" || call.name == "operator<" else {
      guard call.name != "operator<<" else {
        finishWithThis()
        return true
      }
      finishWithAnything()
      return true
    }
    if first?.kind == .uniquePointer || first?.kind == .sharedPointer,
      second?.kind == .uniquePointer || second?.kind == .sharedPointer
    {
      let left = readPointer(object(0))
      let right = readPointer(object(1))
      let operation: BinaryOperator =
        call.name == "operator==" ? .equal : call.name == "operator!=" ? .notEqual : .less
      finish(binary(operation, left, right))
      return true
    }
    let isFirst = first?.kind == .uniquePointer || first?.kind == .sharedPointer
    return compareWithNull(call, object(isFirst ? 0 : 1))
  }

  private mutating func compareWithNull(_ call: StandardCall, _ place: Address) -> Bool {
    let pointer = readPointer(place)
    finish(binary(call.name == "operator==" ? .equal : .notEqual, pointer, .integer(0)))
    return true
  }
}
