import OwnershipIR

extension BinaryOperator {
  var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
  }
}

extension BinaryOperator {
  var isOrdering: Bool {
    switch self {
    case .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
  }
}

extension FunctionLowering {
  /// The value of an operation on constants of `type`, or nil where the language gives none.
  func folded(_ operation: BinaryOperator, _ a: Int64, _ b: Int64, type: TypeID) -> Int64? {
    var isSigned = true
    if case .integer(let signed) = module.types[type].kind { isSigned = signed }
    if module.types.isPointer(type) { isSigned = false }
    let (unsignedA, unsignedB) = (UInt64(bitPattern: a), UInt64(bitPattern: b))
    switch operation {
    case .add: return a &+ b
    case .subtract: return a &- b
    case .multiply: return a &* b
    case .divide:
      if b == 0 || (isSigned && a == .min && b == -1) { return nil }
      return isSigned ? a / b : Int64(bitPattern: unsignedA / unsignedB)
    case .remainder:
      if b == 0 || (isSigned && a == .min && b == -1) { return nil }
      return isSigned ? a % b : Int64(bitPattern: unsignedA % unsignedB)
    case .and: return a & b
    case .or: return a | b
    case .xor: return a ^ b
    case .shiftLeft: return b >= 0 && b < 64 ? a << b : nil
    case .compareTexts: return nil
    case .shiftRight:
      guard b >= 0, b < 64 else { return nil }
      return isSigned ? a >> b : Int64(bitPattern: unsignedA >> UInt64(b))
    case .equal: return a == b ? 1 : 0
    case .notEqual: return a != b ? 1 : 0
    case .less: return (isSigned ? a < b : unsignedA < unsignedB) ? 1 : 0
    case .lessOrEqual: return (isSigned ? a <= b : unsignedA <= unsignedB) ? 1 : 0
    case .greater: return (isSigned ? a > b : unsignedA > unsignedB) ? 1 : 0
    case .greaterOrEqual: return (isSigned ? a >= b : unsignedA >= unsignedB) ? 1 : 0
    }
  }
}
