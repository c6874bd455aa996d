import ClangFrontend
import OwnershipIR

/// A variable of a body that is made here: what has to be known in several blocks.
struct BodyVariable {
  var local: LocalID
  var type: TypeID
}

/// The words in which the bodies of this folder are written. Everything stands at `Span.none`: it is nobody's text.
extension FunctionLowering {
  // MARK: Parameters

  /// The value of a parameter; for a reference, the address of what it refers to.
  mutating func parameter(_ index: Int) -> Operand {
    guard index < locals.count else { return .unknown }
    return read(Address(base: .local(LocalID(index))), locals[index].type, name: locals[index].name)
  }

  /// A part of what the parameter refers to, or of a parameter that is an object itself.
  mutating func object(_ index: Int, offset: Int64 = 0) -> Address {
    guard index < locals.count else { return Address(base: .unknown) }
    if module.types.isAggregate(locals[index].type) {
      return Address(base: .local(LocalID(index)), offset: offset)
    }
    return Address(base: parameter(index), offset: offset)
  }

  /// A part of the object that the method is called on.
  mutating func this(_ offset: Int64 = 0) -> Address { object(0, offset: offset) }

  // MARK: Memory

  mutating func read(_ address: Address, _ type: TypeID, name: StringID = .empty) -> Operand {
    let register = newRegister()
    emit(.load(register, address, type: type), span: .none, name: name)
    return .register(register)
  }

  mutating func write(_ value: Operand, to address: Address, _ type: TypeID, name: StringID = .empty) {
    emit(.store(address, value, type: type), span: .none, name: name)
  }

  mutating func readPointer(_ address: Address) -> Operand { read(address, module.addressType) }
  mutating func readWord(_ address: Address) -> Operand { read(address, module.wordType) }
  mutating func writePointer(_ value: Operand, to address: Address) {
    write(value, to: address, module.addressType)
  }
  mutating func writeWord(_ value: Operand, to address: Address) {
    write(value, to: address, module.wordType)
  }

  /// The address as a value.
  mutating func reference(_ address: Address) -> Operand { pointer(to: address, span: .none) }

  // MARK: Variables

  mutating func variable(_ type: TypeID) -> BodyVariable {
    BodyVariable(local: addHiddenVariable(type: type, span: .none), type: type)
  }

  mutating func variable(_ value: Operand, _ type: TypeID) -> BodyVariable {
    let variable = variable(type)
    set(variable, value)
    return variable
  }

  mutating func pointerVariable(_ value: Operand) -> BodyVariable { variable(value, module.addressType) }
  mutating func wordVariable(_ value: Operand) -> BodyVariable { variable(value, module.wordType) }

  mutating func set(_ variable: BodyVariable, _ value: Operand) {
    write(value, to: Address(base: .local(variable.local)), variable.type)
  }

  mutating func get(_ variable: BodyVariable) -> Operand {
    read(Address(base: .local(variable.local)), variable.type)
  }

  /// A part of what the pointer in the variable points at.
  mutating func at(_ variable: BodyVariable, _ offset: Int64 = 0) -> Address {
    Address(base: get(variable), offset: offset)
  }

  // MARK: Arithmetic

  mutating func binary(_ operation: BinaryOperator, _ left: Operand, _ right: Operand) -> Operand {
    if case .integer(let a) = left, case .integer(let b) = right,
      let value = folded(operation, a, b, type: module.wordType)
    {
      return .integer(value)
    }
    let register = newRegister()
    emit(.binary(register, operation, left, right), span: .none)
    return .register(register)
  }

  mutating func isZero(_ value: Operand) -> Operand { binary(.equal, value, .integer(0)) }

  /// A value about which nothing is known.
  mutating func anything(_ reason: String = "library") -> Operand {
    let register = newRegister()
    emit(.opaque(register, reason: module.strings.intern(reason)), span: .none)
    return .register(register)
  }

  // MARK: Heap

  mutating func allocate(_ size: Operand, _ type: TypeID, form: AllocationForm = .new, name: String)
    -> Operand
  {
    let register = newRegister()
    emit(
      .allocate(register, form, size: size, type: type), span: .none, name: module.strings.intern(name))
    return .register(register)
  }

  mutating func deallocate(_ pointer: Operand, form: AllocationForm = .new, name: String) {
    emit(.deallocate(pointer, form), span: .none, name: module.strings.intern(name))
    hasEffects = true
  }

  /// Bytes go from one block to another, or to another place in the same block.
  mutating func moveBytes(to target: Operand, from source: Operand, count: Operand) {
    callLibrary("memmove", [target, source, count])
  }

  /// The contents of one block become those of another that takes its place.
  mutating func moveContents(to target: Operand, from source: Operand) {
    emit(.moveContents(to: target, from: source), span: .none)
  }

  mutating func zeroBytes(at target: Operand, count: Operand) {
    callLibrary("memset", [target, .integer(0), count])
  }

  @discardableResult
  mutating func callLibrary(_ name: String, _ operands: [Operand]) -> Operand {
    let function = module.libraryFunction(named: name, parameterCount: operands.count)
    return emitCall(function, operands, span: .none) ?? .unknown
  }

  // MARK: The end

  mutating func finish(_ value: Operand? = nil) {
    let block = current
    runCleanups(downTo: 0, span: .none)
    guard let value else { return terminate(.return(nil)) }
    let type = module.functions[function.int].returnType
    terminate(.return(carried(value, from: block, type: type)))
  }

  /// Returns `*this`, or whatever the first parameter refers to.
  mutating func finishWithThis() { finish(parameter(0)) }

  /// A part of the object that is returned.
  func result(_ offset: Int64 = 0) -> Address {
    Address(base: returnSlot.map { .local($0) } ?? .unknown, offset: offset)
  }

  /// Control does not come here: an exception, or what the standard leaves undefined.
  mutating func giveUpPath() { terminate(.unreachable) }

  /// The result is not known, and nothing else happens.
  mutating func finishWithAnything() {
    let type = module.functions[function.int].returnType
    if module.types.isScalar(type) { finish(anything()) } else { finish() }
  }
}

extension ModuleBuilder {
  /// A function of the C library by its name, whether the file declares it or not.
  mutating func libraryFunction(named name: String, parameterCount: Int) -> FunctionID {
    let key = "c:@F@\(name)"
    return function(key) { module in
      var attributes = FunctionAttributes()
      attributes.isSystem = true
      let parameters = (0..<parameterCount).map { _ in Parameter(name: .empty, type: module.addressType) }
      let interned = module.strings.intern(name)
      return Function(
        usr: key, linkKey: key, name: interned, qualifiedName: interned, span: .none, parameters: parameters,
        returnType: module.addressType, attributes: attributes)
    }
  }
}
