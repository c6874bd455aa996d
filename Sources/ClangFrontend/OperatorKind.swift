import CLibClang

/// Operators with two operands, compound assignments included.
package enum BinaryOperatorKind: UInt8, Sendable {
  case unknown, memberPointer
  case multiply, divide, remainder, add, subtract, shiftLeft, shiftRight
  case threeWay, less, greater, lessOrEqual, greaterOrEqual, equal, notEqual
  case and, xor, or, logicalAnd, logicalOr
  case assign, multiplyAssign, divideAssign, remainderAssign, addAssign, subtractAssign
  case shiftLeftAssign, shiftRightAssign, andAssign, xorAssign, orAssign
  case comma

  init(_ kind: CXBinaryOperatorKind) {
    let index = Int(kind.rawValue)
    self = index < Self.table.count ? Self.table[index] : .unknown
  }

  /// By libclang's number.
  private static let table: [Self] = {
    var table = [Self](repeating: .unknown, count: 64)
    for (kind, value) in pairs { table[Int(kind.rawValue)] = value }
    return table
  }()

  private static let pairs: [(CXBinaryOperatorKind, Self)] = [
    (CXBinaryOperator_Assign, .assign),
    (CXBinaryOperator_Add, .add),
    (CXBinaryOperator_Sub, .subtract),
    (CXBinaryOperator_LT, .less),
    (CXBinaryOperator_GT, .greater),
    (CXBinaryOperator_LE, .lessOrEqual),
    (CXBinaryOperator_GE, .greaterOrEqual),
    (CXBinaryOperator_EQ, .equal),
    (CXBinaryOperator_NE, .notEqual),
    (CXBinaryOperator_LAnd, .logicalAnd),
    (CXBinaryOperator_LOr, .logicalOr),
    (CXBinaryOperator_Mul, .multiply),
    (CXBinaryOperator_Div, .divide),
    (CXBinaryOperator_Rem, .remainder),
    (CXBinaryOperator_Shl, .shiftLeft),
    (CXBinaryOperator_Shr, .shiftRight),
    (CXBinaryOperator_And, .and),
    (CXBinaryOperator_Xor, .xor),
    (CXBinaryOperator_Or, .or),
    (CXBinaryOperator_MulAssign, .multiplyAssign),
    (CXBinaryOperator_DivAssign, .divideAssign),
    (CXBinaryOperator_RemAssign, .remainderAssign),
    (CXBinaryOperator_AddAssign, .addAssign),
    (CXBinaryOperator_SubAssign, .subtractAssign),
    (CXBinaryOperator_ShlAssign, .shiftLeftAssign),
    (CXBinaryOperator_ShrAssign, .shiftRightAssign),
    (CXBinaryOperator_AndAssign, .andAssign),
    (CXBinaryOperator_XorAssign, .xorAssign),
    (CXBinaryOperator_OrAssign, .orAssign),
    (CXBinaryOperator_Comma, .comma),
    (CXBinaryOperator_Cmp, .threeWay),
    (CXBinaryOperator_PtrMemD, .memberPointer),
    (CXBinaryOperator_PtrMemI, .memberPointer),
  ]
}

/// Operators with one operand.
package enum UnaryOperatorKind: UInt8, Sendable {
  case unknown
  case postIncrement, postDecrement, preIncrement, preDecrement
  case addressOf, dereference, plus, minus, bitwiseNot, logicalNot, real, imaginary
  /// `__extension__`: means nothing.
  case `extension`
  case await

  init(_ kind: CXUnaryOperatorKind) {
    let index = Int(kind.rawValue)
    self = index < Self.table.count ? Self.table[index] : .unknown
  }

  /// By libclang's number.
  private static let table: [Self] = {
    var table = [Self](repeating: .unknown, count: 64)
    for (kind, value) in pairs { table[Int(kind.rawValue)] = value }
    return table
  }()

  private static let pairs: [(CXUnaryOperatorKind, Self)] = [
    (CXUnaryOperator_PostInc, .postIncrement),
    (CXUnaryOperator_PostDec, .postDecrement),
    (CXUnaryOperator_PreInc, .preIncrement),
    (CXUnaryOperator_PreDec, .preDecrement),
    (CXUnaryOperator_AddrOf, .addressOf),
    (CXUnaryOperator_Deref, .dereference),
    (CXUnaryOperator_Plus, .plus),
    (CXUnaryOperator_Minus, .minus),
    (CXUnaryOperator_Not, .bitwiseNot),
    (CXUnaryOperator_LNot, .logicalNot),
    (CXUnaryOperator_Real, .real),
    (CXUnaryOperator_Imag, .imaginary),
    (CXUnaryOperator_Extension, .extension),
    (CXUnaryOperator_Coawait, .await),
  ]
}
