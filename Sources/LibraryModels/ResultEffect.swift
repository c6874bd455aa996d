/// What the result is.
package enum ResultEffect: Sendable, Hashable {
  /// A value about which only the success condition speaks.
  case unknown
  case void
  /// A number within these bounds, failure values included.
  case number(low: Int64, high: Int64)
  /// Newly allocated; `mayFail` when the failure value of the success condition can come instead.
  case allocate(family: FamilyName, mayFail: Bool, zeroed: Bool)
  /// The same pointer as an argument (`strcpy`); `orNull` when null can come instead.
  case argument(Int, orNull: Bool)
  /// Somewhere inside what an argument points at (`strchr`); `orNull` when null can come instead.
  case inside(Int, orNull: Bool)
  /// One of as many elements as an argument says, each as large as another says, in the array that a third points at
  /// (`bsearch`); `orNull` as above.
  case element(of: Int, count: Int, size: Int, orNull: Bool)
  /// Owned by the library or static: must not be released by the caller (`getenv`); `orNull` as above.
  case borrowed(orNull: Bool)
  /// A counted object of which somebody else holds the reference (`PyList_GetItem`): the caller has none to give back
  /// until it takes one; `orNull` as above.
  case lent(family: FamilyName, orNull: Bool)
  /// What the variable that an argument points at held; that becomes null (`g_steal_pointer`).
  case moved(Int)
}

/// How a caller tells success from failure.
package enum SuccessCondition: Sendable, Hashable {
  case resultIsZero
  /// For system calls: the failure value is -1.
  case resultIsZeroOrMinusOne
  case resultIsNotZero
  /// For pointers: the failure value is null.
  case resultIsNotNull
  /// For descriptors and counts: the failure value is -1.
  case resultIsNotNegative
  case resultIsPositive
  /// For `mmap`, `iconv_open` and their like: the failure value is `(void *)-1` or the given value.
  case resultIsNot(Int64)
}
