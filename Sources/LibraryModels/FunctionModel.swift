/// What a library function does with ownership: one row of the model tables.
///
/// A row states facts from the function's documentation (`source`), never behaviour guessed from code. The
/// analysis reads rows the same way whether they ship with Ownscope, come from the user's configuration or
/// from attributes in the code.
package struct FunctionModel: Sendable, Hashable {
  /// Unqualified C name, or the qualified C++ name.
  package var name: String
  /// By 0-based argument; arguments past the end follow `rest`.
  package var arguments: [ArgumentEffect]
  /// For arguments past the listed ones (variadic tails).
  package var rest: ArgumentEffect
  package var result: ResultEffect
  /// When the effects marked "on success" hold; nil when the function cannot fail, or when they hold anyway.
  package var success: SuccessCondition?
  package var isNoReturn: Bool
  /// Same arguments, same result, no effect on memory.
  package var isPure: Bool
  /// The argument whose bytes the new result holds (`strdup`).
  package var copied: Int?
  /// The new object floats: its first reference is for whoever sinks it.
  package var isFloating = false
  /// Which argument is a format string that says what the variadic tail is: `TailEffects` reads it. A tail
  /// that is filled belongs to the `scanf` family, any other to the `printf` family.
  package var format: Int?
  /// When this row applies at all; empty for the row that holds for every call.
  package var guards: [ArgumentGuard]
  /// Rows for calls with particular arguments (`getcwd(NULL, …)`), tried in order before this one.
  package var alternatives: [FunctionModel]
  /// The manual page or document that says so: `malloc(3)`.
  package var source: String

  package init(
    name: String, arguments: [ArgumentEffect] = [], rest: ArgumentEffect = .borrow,
    result: ResultEffect = .unknown,
    success: SuccessCondition? = nil, isNoReturn: Bool = false, isPure: Bool = false, copied: Int? = nil,
    format: Int? = nil,
    guards: [ArgumentGuard] = [], alternatives: [FunctionModel] = [], source: String
  ) {
    self.name = name
    self.arguments = arguments
    self.rest = rest
    self.result = result
    self.success = success
    self.isNoReturn = isNoReturn
    self.isPure = isPure
    self.copied = copied
    self.format = format
    self.guards = guards
    self.alternatives = alternatives
    self.source = source
  }

  package func effect(onArgument index: Int) -> ArgumentEffect {
    index < arguments.count ? arguments[index] : rest
  }

  /// The row for one call: the first alternative whose guards are all known to hold, else this row. A guard
  /// that merely may hold does not count; every row without guards is written to be harmless in that case.
  package func applying(where holds: (ArgumentGuard) -> Bool) -> FunctionModel {
    alternatives.first { $0.guards.allSatisfy(holds) } ?? self
  }
}
