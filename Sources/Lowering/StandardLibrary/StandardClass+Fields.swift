import ClangFrontend
import OwnershipIR

/// The layouts on which the bodies of this folder work.
extension StandardClass {
  /// The layout that the bodies here work on; nil: the class keeps its real fields (`pair`, `array`,
  /// `initializer_list`).
  func fields(_ module: inout ModuleBuilder) -> [Field]? {
    let (pointer, word) = (module.addressType, module.wordType)
    func field(_ name: String, _ type: TypeID, _ offset: Int64) -> Field {
      Field(name: module.strings.intern(name), type: type, offset: offset)
    }
    switch kind {
    case .uniquePointer:
      var fields = [field("pointer", pointer, 0)]
      if let deleter = storedDeleter { fields.append(field("deleter", module.typeID(deleter), 8)) }
      return fields
    case .sharedPointer where type.size < 16: return []
    case .sharedPointer, .weakPointer, .sharedFromThis:
      return [field("pointer", pointer, 0), field("control", pointer, 8)]
    case .vector: return [field("data", pointer, 0), field("size", word, 8), field("capacity", word, 16)]
    case .forwardList: return [field("first", pointer, 0)]
    case .list, .deque, .set, .map, .multiset, .multimap, .unorderedSet, .unorderedMap, .unorderedMultiset,
      .unorderedMultimap:
      return [field("first", pointer, 0), field("last", pointer, 8), field("size", word, 16)]
    case .tuple:
      return elementOffsets.enumerated().map { field("\($0)", module.typeID(arguments[$0]), $1) }
    case .optional:
      guard let value = arguments.first else { return nil }
      return [
        field("value", module.typeID(value), 0), field("engaged", module.byteType, value.canonical.size),
      ]
    case .variant: return [field("storage", word, 0), field("index", module.byteType, indexOffset)]
    case .any: return [field("object", pointer, 0), field("manager", pointer, 8)]
    case .function:
      return [
        field("object", pointer, 0), field("invoker", pointer, 8), field("copier", pointer, 16),
        field("destroyer", pointer, 24),
      ]
    case .string: return [field("text", pointer, 0)]
    case .stringView, .span: return [field("pointer", pointer, 0), field("length", word, 8)]
    case .pointerIterator: return [field("pointer", pointer, 0)]
    case .nodeIterator: return [field("node", pointer, 0)]
    case .referenceWrapper, .memberFunction: return [field("pointer", pointer, 0)]
    case .thread: return [field("routine", pointer, 0)]
    case .mutex, .lock, .stream, .empty, .defaultDelete: return []
    case .atomic:
      guard let value = arguments.first else { return [] }
      return [field("value", module.typeID(value), 0)]
    case .stack, .queue, .priorityQueue, .array, .pair, .initializerList, .reverseIterator,
      .sharedDestroyer, .callableInvoker, .valueCopier, .valueDestroyer, .threadRoutine:
      return nil
    }
  }

  /// The deleter of a `unique_ptr` when it is anything but code.
  var storedDeleter: ClangType? {
    guard arguments.count > 1 else { return nil }
    let deleter = arguments[1].canonical
    if deleter.isRecord, deleter.size <= 1, type.size <= 8 { return nil }
    return deleter
  }

  /// Where the elements of a pair or tuple begin.
  var elementOffsets: [Int64] {
    var end: Int64 = 0
    return arguments.map { argument in
      let type = argument.canonical
      let alignment = type.isReference ? 8 : type.alignment
      end = (end + alignment - 1) / alignment * alignment
      defer { end += type.isReference ? 8 : max(type.size, 0) }
      return end
    }
  }

  /// Where a `variant` says which of its types it holds.
  var indexOffset: Int64 { arguments.reduce(0) { max($0, $1.canonical.size) } }

  /// Where the second part of a pair of these types begins.
  static func secondOffset(_ first: ClangType, _ second: ClangType) -> Int64 {
    let alignment = second.canonical.isReference ? 8 : second.canonical.alignment
    let size = first.canonical.isReference ? 8 : max(first.canonical.size, 0)
    return (size + alignment - 1) / alignment * alignment
  }
}

extension ModuleBuilder {
  /// `bool` and the index of a variant: one byte.
  var byteType: TypeID {
    mutating get {
      types.add(TypeInfo(kind: .integer(signed: false), size: 1, spelling: strings.intern("unsigned char")))
    }
  }
}
