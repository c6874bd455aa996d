/// A function: its signature always, its body when this module defines it.
package struct Function: Hashable, Sendable {
  /// Unified symbol resolution name; with `linkKey` the same for the declaration and the definition.
  package var usr: String
  /// The key under which other modules know it: the USR, with the file's path in front for internal linkage.
  package var linkKey: String
  /// As written, without scope: `free`.
  package var name: StringID
  /// With scope: `std::unique_ptr::reset`; equals `name` in C.
  package var qualifiedName: StringID
  /// The declaration's name in the source.
  package var span: Span
  package var parameters: [Parameter]
  package var returnType: TypeID
  package var attributes: FunctionAttributes
  /// Present when this module defines the function and the lowering could follow it.
  package var body: Body?

  package init(
    usr: String, linkKey: String, name: StringID, qualifiedName: StringID, span: Span,
    parameters: [Parameter],
    returnType: TypeID, attributes: FunctionAttributes, body: Body? = nil
  ) {
    self.usr = usr
    self.linkKey = linkKey
    self.name = name
    self.qualifiedName = qualifiedName
    self.span = span
    self.parameters = parameters
    self.returnType = returnType
    self.attributes = attributes
    self.body = body
  }
}

/// A parameter as the signature says it.
package struct Parameter: Hashable, Sendable {
  package var name: StringID
  package var type: TypeID
  package init(name: StringID, type: TypeID) {
    self.name = name
    self.type = type
  }
}

/// The body of a function: locals, blocks (block 0 is the entry) and the pools they point into.
package struct Body: Hashable, Sendable {
  /// Parameters first, in order, then variables and temporaries.
  package var locals: [Local]
  package var parameterCount: Int
  /// Where a returned aggregate is built; nil when the function returns none.
  package var returnSlot: LocalID?
  package var blocks: [Block]
  package var arguments: [Argument]
  /// One past the highest register.
  package var registerCount: Int
  /// A diagnostic of the compiler touches this body: statements may be missing, so nothing is reported that
  /// depends on something *not* being there (leaks).
  package var hasErrors: Bool
  /// What an exception runs on its way out is there to be followed; without that a path ends where one is thrown.
  package var tracksUnwinding = false
  /// The closing brace.
  package var endSpan: Span

  package init(
    locals: [Local] = [], parameterCount: Int = 0, returnSlot: LocalID? = nil, blocks: [Block] = [],
    arguments: [Argument] = [], registerCount: Int = 0, hasErrors: Bool = false, endSpan: Span = .none
  ) {
    self.locals = locals
    self.parameterCount = parameterCount
    self.returnSlot = returnSlot
    self.blocks = blocks
    self.arguments = arguments
    self.registerCount = registerCount
    self.hasErrors = hasErrors
    self.endSpan = endSpan
  }
}

/// Storage that lives in the frame.
package struct Local: Hashable, Sendable {
  package enum Kind: UInt8, Hashable, Sendable, CaseIterable { case parameter, variable, temporary }
  package var name: StringID
  package var type: TypeID
  package var kind: Kind
  package var span: Span
  package init(name: StringID, type: TypeID, kind: Kind, span: Span) {
    self.name = name
    self.type = type
    self.kind = kind
    self.span = span
  }
}

/// What a declaration promises about a function.
package struct FunctionAttributes: Hashable, Sendable {
  /// Visible in its own file only.
  package var isInternal = false
  package var isVariadic = false
  package var isNoReturn = false
  /// `pure` or `const`: no effect, same arguments give the same result.
  package var isPure = false
  /// Declared in a system header.
  package var isSystem = false
  /// `weak`, or an inline definition that another may replace.
  package var isReplaceable = false
  package var returnsNonNull = false
  /// `malloc`: returns memory that nothing else points at.
  package var returnsFresh = false
  /// `malloc(deallocator, n)`: names of the functions that release the result, with the 0-based argument.
  package var deallocators: [AttributeDeallocator] = []
  /// `ownership_returns(family)`.
  package var ownershipReturns: String?
  /// `ownership_takes(family, n)` (the callee releases) and `ownership_holds` (the callee keeps), 0-based.
  package var ownershipTakes: [AttributeOwnership] = []
  /// `lifetimebound`: what is returned may refer to these arguments, 0-based.
  package var lifetimeBound: [Int] = []
  package init() {}
}

package struct AttributeDeallocator: Hashable, Sendable {
  package var function: String
  package var argument: Int
  package init(function: String, argument: Int) {
    self.function = function
    self.argument = argument
  }
}

package struct AttributeOwnership: Hashable, Sendable {
  package var family: String
  package var argument: Int
  /// True for `ownership_holds`: the memory is not freed yet, but no longer the caller's to free.
  package var holds: Bool
  package init(family: String, argument: Int, holds: Bool) {
    self.family = family
    self.argument = argument
    self.holds = holds
  }
}
