/// One step of a basic block: what happens, where it stands in the source, and what the user calls the place.
package struct Instruction: Hashable, Sendable {
  package var operation: Operation
  /// The expression or statement that made it.
  package var span: Span
  /// The place as written (`list->head`, `buf[i]`) for loads, stores and address computations, the allocated
  /// expression for an allocation, the callee for calls; empty when there is nothing short to say.
  package var name: StringID

  package init(_ operation: Operation, span: Span, name: StringID = .empty) {
    self.operation = operation
    self.span = span
    self.name = name
  }
}

/// The instruction set. Payloads are trivially copyable: argument lists are ranges into `Function.arguments`.
package enum Operation: Hashable, Sendable {
  /// Reads a scalar of type `type`.
  case load(Register, Address, type: TypeID)
  /// Writes a scalar of type `type`.
  case store(Address, Operand, type: TypeID)
  /// Copies a whole aggregate (struct assignment, initialisation by another struct, struct passed or returned).
  case copy(to: Address, from: Address, type: TypeID)
  /// All that the block at one address holds lies in the block at the other from here on, each part as far from the
  /// start as before; the old block is about to go. What stands in the new one behind that stays.
  case moveContents(to: Operand, from: Operand)
  /// Something happens to the string object at the address, so that its characters may lie elsewhere from here on. The
  /// operand says how long a text it is about (a number, or characters that have a length), or which other string.
  case text(TextStep, Address, Operand)
  /// Sets every byte of an object of `type` to zero: the rest of an initialiser list, static storage in locals.
  case zero(Address, type: TypeID)
  /// Computes an address without touching memory: `&s->f`, `p + i`, array decay, `p++`.
  case address(Register, Address)
  case binary(Register, BinaryOperator, Operand, Operand)
  case unary(Register, UnaryOperator, Operand)
  /// A conversion that may change the value or its meaning: to a narrower integer, pointer to integer and back.
  /// Conversions between pointer types make no instruction.
  case convert(Register, Operand, from: TypeID, to: TypeID)
  /// A call. `result` is nil for void and for aggregates; an aggregate's value is written to `resultAddress`.
  case call(Call)
  /// Memory that the language allocates: `new` in C++, `alloca`. The register is the address.
  case allocate(Register, AllocationForm, size: Operand, type: TypeID)
  /// `delete` in C++.
  case deallocate(Operand, AllocationForm)
  /// A `delete` begins: the object's end is about to run, and its memory to be given back after that. Whatever is
  /// wrong with giving it back is wrong already here.
  case releasing(Operand, AllocationForm)
  /// The owner (a smart pointer) at this address is looked through: one that was moved from holds nothing.
  case lookThrough(Operand)
  /// The local's storage begins: contents undefined. Re-executed on each entry of its scope.
  case storageLive(LocalID)
  /// The local's storage ends. Emitted on every way out of the scope, before the jump; the span is the way out
  /// (the `return`, `break`, `goto`, or the closing brace of the scope).
  case storageDead(LocalID)
  /// An expression statement ends here: temporaries that nothing holds any more are lost.
  case endOfStatement
  /// Opaque code sees these operands (inline assembly, constructs the lowering does not follow): everything
  /// reachable from them may be kept, freed or changed.
  case escape(OperandRange)
  /// A value about which nothing is known, with the reason for the reader of a dump.
  case opaque(Register, reason: StringID)
}

/// A call instruction's parts.
package struct Call: Hashable, Sendable {
  package var result: Register?
  /// Where a returned aggregate goes; nil otherwise.
  package var resultAddress: Address?
  package var callee: Callee
  /// For a call through an object's table: the method that introduces the function, whatever overrides it.
  package var declared: FunctionID?
  /// Into `Function.arguments`.
  package var arguments: OperandRange
  /// The result's type (the aggregate's when `resultAddress` is set).
  package var resultType: TypeID

  package init(
    result: Register?, resultAddress: Address? = nil, callee: Callee, arguments: OperandRange,
    resultType: TypeID
  ) {
    self.result = result
    self.resultAddress = resultAddress
    self.callee = callee
    self.arguments = arguments
    self.resultType = resultType
  }
}

/// Whom a call reaches.
package enum Callee: Hashable, Sendable {
  case direct(FunctionID)
  /// Through a pointer: the operand's value is the function's address.
  case indirect(Operand)
}

/// A call's argument list: a range of `Function.arguments`.
package struct OperandRange: Hashable, Sendable {
  package var start: UInt32
  package var count: UInt32
  package init(start: Int, count: Int) {
    self.start = UInt32(start)
    self.count = UInt32(count)
  }
  package static let empty = OperandRange(start: 0, count: 0)
}

/// An argument of a call.
package struct Argument: Hashable, Sendable {
  /// The scalar's value, or the aggregate's address when `aggregate` is not `.unknown`.
  package var operand: Operand
  /// The aggregate's type when it is passed by value, else `.unknown`.
  package var aggregate: TypeID
  /// The argument as written, and where.
  package var name: StringID
  package var span: Span
  package init(_ operand: Operand, aggregate: TypeID = .unknown, name: StringID = .empty, span: Span = .none)
  {
    self.operand = operand
    self.aggregate = aggregate
    self.name = name
    self.span = span
  }
}

/// How memory came to be, or how it is given back, when the language itself does it.
package enum AllocationForm: UInt8, Hashable, Sendable, CaseIterable {
  /// `new T` / `delete p`.
  case new
  /// `new T[n]` / `delete[] p`.
  case newArray
  /// The block that counts the owners of a shared object.
  case control
  /// `alloca`: lives until the function returns.
  case alloca
}

/// What happens to a string object.
package enum TextStep: UInt8, Hashable, Sendable, CaseIterable {
  /// It was just made, with room for exactly so many characters.
  case made
  /// It was made with the text of another one, or takes over the other one's characters.
  case copied, taken
  /// It gets another text: of so many characters, that of another string, or what another one gives up.
  case replaced, assigned, exchanged
  /// So many characters are added; or room is made for so many in all.
  case grown, reserved
  /// It is made empty; it gives up room that it does not need.
  case cleared, shrunk
  /// Its characters may be others, as many as before; or anything else may have happened to the text.
  case written, changed
}

/// Operators with two operands. Comparisons give 0 or 1. Signedness follows the operands' types at lowering.
package enum BinaryOperator: UInt8, Hashable, Sendable, CaseIterable {
  case add, subtract, multiply, divide, remainder
  case and, or, xor, shiftLeft, shiftRight
  /// Of two texts: below, at or above 0 as the first comes before the second, is the same, or comes after it.
  case compareTexts
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
}

/// Operators with one operand. `logicalNot` gives 0 or 1; `literal` gives the operand when that is the address of a
/// string literal, and else a value by which nothing can be decided; `length` gives the number of characters of a text
/// that nobody changes.
package enum UnaryOperator: UInt8, Hashable, Sendable, CaseIterable {
  case negate, bitwiseNot, logicalNot, literal, length
}
