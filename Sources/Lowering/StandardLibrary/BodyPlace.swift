import ClangFrontend
import OwnershipIR

/// Where an object is, said so that it can be said again in another block.
enum BodyPlace {
  /// What a parameter refers to, or the parameter itself.
  case object(Int, Int64)
  /// Behind a pointer in a variable.
  case pointer(BodyVariable, Int64)
  case local(LocalID, Int64)
  /// The object that is returned.
  case result(Int64)

  func advanced(by offset: Int64) -> BodyPlace {
    switch self {
    case .object(let index, let old): .object(index, old + offset)
    case .pointer(let variable, let old): .pointer(variable, old + offset)
    case .local(let local, let old): .local(local, old + offset)
    case .result(let old): .result(old + offset)
    }
  }
}

/// An object from which another one is made.
struct BodySource {
  var place: BodyPlace
  /// Without reference.
  var type: ClangType
  /// It may be taken over.
  var isMovable: Bool
  /// The type with the `const` that it was handed over with, where that is known.
  var written: ClangType?
}

extension FunctionLowering {
  mutating func address(_ place: BodyPlace) -> Address {
    switch place {
    case .object(let index, let offset): object(index, offset: offset)
    case .pointer(let variable, let offset): at(variable, offset)
    case .local(let local, let offset): Address(base: .local(local), offset: offset)
    case .result(let offset): result(offset)
    }
  }

  /// The `index`th listed parameter as something to make an object from.
  func source(_ call: StandardCall, _ index: Int) -> BodySource {
    let local = call.local(index)
    let type = call.type(index)
    if call.parameters[index].isReference || module.types.isAggregate(locals[local].type) {
      return BodySource(
        place: .object(local, 0), type: type, isMovable: call.isMovable(index),
        written: call.parameters[index].withoutReference)
    }
    return BodySource(place: .local(LocalID(local), 0), type: type, isMovable: false)
  }

  /// The scalar that stands there, an array's or function's address.
  mutating func value(of source: BodySource) -> Operand {
    switch source.type.kind {
    case .constantArray, .incompleteArray, .variableArray, .function, .record:
      return reference(address(source.place))
    case .unknown where source.type.isMemberFunctionPointer:
      return read(address(source.place), module.typeID(source.type))
    case .floating, .unknown, .void: return .unknown
    default: return read(address(source.place), module.typeID(source.type))
    }
  }
}
