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
    self =
      switch kind {
      case CXBinaryOperator_Assign: .assign
      case CXBinaryOperator_Add: .add
      case CXBinaryOperator_Sub: .subtract
      case CXBinaryOperator_LT: .less
      case CXBinaryOperator_GT: .greater
      case CXBinaryOperator_LE: .lessOrEqual
      case CXBinaryOperator_GE: .greaterOrEqual
      case CXBinaryOperator_EQ: .equal
      case CXBinaryOperator_NE: .notEqual
      case CXBinaryOperator_LAnd: .logicalAnd
      case CXBinaryOperator_LOr: .logicalOr
      case CXBinaryOperator_Mul: .multiply
      case CXBinaryOperator_Div: .divide
      case CXBinaryOperator_Rem: .remainder
      case CXBinaryOperator_Shl: .shiftLeft
      case CXBinaryOperator_Shr: .shiftRight
      case CXBinaryOperator_And: .and
      case CXBinaryOperator_Xor: .xor
      case CXBinaryOperator_Or: .or
      case CXBinaryOperator_MulAssign: .multiplyAssign
      case CXBinaryOperator_DivAssign: .divideAssign
      case CXBinaryOperator_RemAssign: .remainderAssign
      case CXBinaryOperator_AddAssign: .addAssign
      case CXBinaryOperator_SubAssign: .subtractAssign
      case CXBinaryOperator_ShlAssign: .shiftLeftAssign
      case CXBinaryOperator_ShrAssign: .shiftRightAssign
      case CXBinaryOperator_AndAssign: .andAssign
      case CXBinaryOperator_XorAssign: .xorAssign
      case CXBinaryOperator_OrAssign: .orAssign
      case CXBinaryOperator_Comma: .comma
      case CXBinaryOperator_Cmp: .threeWay
      case CXBinaryOperator_PtrMemD, CXBinaryOperator_PtrMemI: .memberPointer
      default: .unknown
      }
  }
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
    self =
      switch kind {
      case CXUnaryOperator_PostInc: .postIncrement
      case CXUnaryOperator_PostDec: .postDecrement
      case CXUnaryOperator_PreInc: .preIncrement
      case CXUnaryOperator_PreDec: .preDecrement
      case CXUnaryOperator_AddrOf: .addressOf
      case CXUnaryOperator_Deref: .dereference
      case CXUnaryOperator_Plus: .plus
      case CXUnaryOperator_Minus: .minus
      case CXUnaryOperator_Not: .bitwiseNot
      case CXUnaryOperator_LNot: .logicalNot
      case CXUnaryOperator_Real: .real
      case CXUnaryOperator_Imag: .imaginary
      case CXUnaryOperator_Extension: .extension
      case CXUnaryOperator_Coawait: .await
      default: .unknown
      }
  }
}
