import ClangFrontend
import OwnershipIR

/// `thread`: {routine}, a block with copies of the callable and its arguments, which a function made for their types
/// runs. When it runs is the analysis's affair: see the rows of `std::thread`.
extension FunctionLowering {
  static let threadName = "std::thread's function"

  mutating func lowerThread(_ call: StandardCall) -> Bool {
    guard call.isConstructor, call.count > 0 else { return false }
    return startThread(at: .object(0, 0), (0..<call.count).map { source(call, $0) })
  }

  /// False for what cannot be copied into the block here.
  mutating func startThread(at place: BodyPlace, _ sources: [BodySource]) -> Bool {
    let types = sources.map(\.type)
    guard let callable = types.first, isCallable(callable),
      types.dropFirst().allSatisfy({ $0.isRecord || module.types.isScalar(module.typeID($0)) })
    else { return false }
    let (offsets, size) = Self.threadLayout(types)
    let block = pointerVariable(allocate(.integer(size), module.addressType, name: Self.threadName))
    for (source, offset) in zip(sources, offsets) {
      if source.type.kind == .function {
        writePointer(reference(address(source.place)), to: at(block, offset))
      } else {
        convert(source, to: .pointer(block, offset), source.type)
      }
    }
    let routine = module.ownFunction(
      "operator()", StandardClass(kind: .threadRoutine, type: callable, arguments: types),
      parameters: [Parameter(name: module.strings.intern("routine"), type: module.addressType)],
      result: module.typeID(ofVoid: ()))
    writePointer(get(block), to: address(place))
    callLibrary("std::thread::start", [reference(address(place)), .function(routine), get(block)])
    return true
  }

  /// Calls the callable with the arguments; what the block holds ends with it.
  mutating func lowerThreadRoutine(_ standard: StandardClass) {
    let types = standard.arguments
    let (offsets, _) = Self.threadLayout(types)
    let arguments = zip(types, offsets).dropFirst().map { type, offset -> BodySource in
      if let wrapper = StandardClass(type), wrapper.kind == .referenceWrapper,
        let referred = wrapper.arguments.first
      {
        let pointer = pointerVariable(readPointer(object(0, offset: offset)))
        let bare = referred.canonical.unqualified.canonical
        return BodySource(place: .pointer(pointer, 0), type: bare, isMovable: false)
      }
      return BodySource(place: .object(0, offset), type: type, isMovable: true)
    }
    if types[0].kind == .function {
      let pointer = pointerVariable(readPointer(object(0)))
      callPrepared(
        .indirect(.unknown), this: nil, arguments, types[0].arguments, result: nil,
        resultType: module.typeID(types[0].result), through: pointer)
    } else {
      let callable = BodySource(place: .object(0, 0), type: types[0], isMovable: false)
      _ = invoke(callable, arguments, result: nil)
    }
    for (type, offset) in zip(types, offsets) where type.isRecord {
      emitDestroy(at: object(0, offset: offset), type, span: .none)
    }
    deallocate(parameter(0), name: Self.threadName)
  }

  /// Where the callable and its arguments stand in the block, one after the other.
  private static func threadLayout(_ types: [ClangType]) -> (offsets: [Int64], size: Int64) {
    var end: Int64 = 0
    let offsets = types.map { type -> Int64 in
      let (size, alignment) = type.kind == .function ? (8, 8) : (max(type.size, 1), type.alignment)
      let start = (end + alignment - 1) / alignment * alignment
      end = start + size
      return start
    }
    return (offsets, max(end, 8))
  }
}
