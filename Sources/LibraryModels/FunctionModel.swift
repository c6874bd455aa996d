/// What a library function does with ownership: one row of the model tables.
///
/// A row states facts from the function's documentation (`source`), never behaviour guessed from code. The
/// analysis reads rows the same way whether they ship with Ownscope, come from the user's configuration or from
/// attributes in the code.
package struct FunctionModel: Sendable, Hashable {
  /// Unqualified C name, or the qualified C++ name.
  package var name: String
  /// By 0-based argument; arguments past the end follow `rest`.
  package var arguments: [ArgumentEffect]
  /// For arguments past the listed ones (variadic tails).
  package var rest: ArgumentEffect
  package var result: ResultEffect
  /// When the effects marked "on success" hold; nil when the function cannot fail.
  package var success: SuccessCondition?
  package var isNoReturn: Bool
  /// Same arguments, same result, no effect on memory.
  package var isPure: Bool
  /// The manual page or document that says so: `malloc(3)`.
  package var source: String

  package init(
    name: String, arguments: [ArgumentEffect] = [], rest: ArgumentEffect = .borrow,
    result: ResultEffect = .unknown,
    success: SuccessCondition? = nil, isNoReturn: Bool = false, isPure: Bool = false, source: String
  ) {
    self.name = name
    self.arguments = arguments
    self.rest = rest
    self.result = result
    self.success = success
    self.isNoReturn = isNoReturn
    self.isPure = isPure
    self.source = source
  }

  package func effect(onArgument index: Int) -> ArgumentEffect {
    index < arguments.count ? arguments[index] : rest
  }
}

/// What happens to what an argument points at (or to the handle it is).
package enum ArgumentEffect: Sendable, Hashable {
  /// A plain value: not looked through (integers, flags, pointers that are only compared or printed).
  case value
  /// Read through the pointer during the call, not kept.
  case borrow
  /// Written through the pointer (contents become unknown scalars), not kept, nothing freed.
  case fill
  /// Read and written through the pointer during the call, not kept (a `FILE *` that is used).
  case use
  /// Released; null (or the family's failure value) is fine when `nullAllowed`.
  case release(family: FamilyName, nullAllowed: Bool)
  /// `realloc`: released on success unless the result is null, when the argument stays as it was.
  case reallocate(family: FamilyName)
  /// The callee becomes the owner: it will release it, or keep it for good (`putenv`, `setvbuf`).
  case take
  /// Stored where it may be reached later; ownership unknown from here on.
  case escape
  /// Points at a variable that receives a fresh allocation of `family` on success. When `replaces` the old
  /// pointer in the variable is released or reused first (`getline`).
  case allocateOut(family: FamilyName, replaces: Bool)
  /// Points at an array of `count` handles that receive fresh allocations on success (`pipe`).
  case allocateOutArray(family: FamilyName, count: Int)
  /// Points at an object that holds resources from here on until released through the same pointer (`regcomp`).
  case initialize(family: FamilyName)
  /// A callback that may be called during the call with what the other arguments reach (`qsort`).
  case callback
}

/// What the result is.
package enum ResultEffect: Sendable, Hashable {
  /// A value about which only the success condition speaks.
  case unknown
  case void
  /// Newly allocated; `mayFail` when the failure value of the success condition can come instead.
  case allocate(family: FamilyName, mayFail: Bool, zeroed: Bool)
  /// The same pointer as an argument (`strcpy`); `orNull` when null can come instead.
  case argument(Int, orNull: Bool)
  /// Somewhere inside what an argument points at (`strchr`); `orNull` when null can come instead.
  case inside(Int, orNull: Bool)
  /// Owned by the library or static: must not be released by the caller (`getenv`); `orNull` as above.
  case borrowed(orNull: Bool)
}

/// How a caller tells success from failure.
package enum SuccessCondition: Sendable, Hashable {
  case resultIsZero
  case resultIsNotZero
  /// For pointers: the failure value is null.
  case resultIsNotNull
  /// For descriptors and counts: the failure value is -1.
  case resultIsNotNegative
  case resultIsPositive
  /// For `mmap`, `sem_open` and their like: the failure value is `(void *)-1` or the given value.
  case resultIsNot(Int64)
}

/// The name of an allocation family, as it stands in the tables: `malloc`, `new`, `FILE`.
package typealias FamilyName = String
