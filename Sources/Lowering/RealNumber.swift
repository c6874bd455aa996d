import OwnershipIR

/// A floating point number as the integer that stands for it: the order of the numbers is the order of the integers,
/// and zero is zero. So whatever reasons about integers decides comparisons of such numbers too; that `!(a < b)` also
/// holds where one of them is no number is left out of account. (The order of IEEE 754's `totalOrder`, with one zero.)
struct RealNumber {
  /// The two lowest bits of the mantissa are given up, so that the difference of any two fits.
  private static let droppedBits: UInt64 = 2

  let integer: Int64

  init(integer: Int64) { self.integer = integer }

  /// Nil for what is no number.
  init?(_ value: Double) {
    if value.isNaN { return nil }
    let magnitude = Int64(bitPattern: value.magnitude.bitPattern >> Self.droppedBits)
    integer = value.sign == .minus ? -magnitude : magnitude
  }

  var value: Double {
    let magnitude = Double(bitPattern: UInt64(integer.magnitude) << Self.droppedBits)
    return integer < 0 ? -magnitude : magnitude
  }
}

extension TypeTable {
  /// What a constant becomes in another type, where one of the two is a real number; nil when that is not known.
  func converted(_ constant: Int64, from: TypeID, to type: TypeID) -> Int64? {
    guard isReal(from) else {
      // Integers beyond this are not all numbers of the type.
      guard isInteger(from), isReal(type), constant.magnitude < 1 << 50 else { return nil }
      return RealNumber(Double(constant))?.integer
    }
    let value = RealNumber(integer: constant).value
    if isReal(type) {
      return infos[type.int].size == 4 ? RealNumber(Double(Float(value)))?.integer : constant
    }
    guard isInteger(type), value.magnitude < 0x1p50 else { return nil }
    return isBoolean(type) ? (value == 0 ? 0 : 1) : Int64(value)
  }
}
