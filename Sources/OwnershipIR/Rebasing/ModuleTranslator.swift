/// Writes parts of a module in the numbers of another: each map is indexed by the number that stands in the part.
struct ModuleTranslator {
  var strings: [StringID] = []
  var types: [TypeID] = []
  var records: [Int] = []
  var globals: [GlobalID] = []
  var functions: [FunctionID] = []
  var files: [FileID] = []
  /// By the number that stands in the part: what makes offsets of its text stable ones.
  var offsets: [StableOffsets?] = []

  func callAsFunction(_ id: StringID) -> StringID { strings[id.int] }
  func callAsFunction(_ id: TypeID) -> TypeID { types[id.int] }

  func callAsFunction(_ span: Span) -> Span {
    if span == .none { return span }
    let file = files[span.file.int]
    guard let offsets = offsets[span.file.int] else {
      return Span(file: file, start: span.start, end: span.end)
    }
    let start = offsets.stable(span.start)
    return Span(
      file: file, start: start, end: span.end > span.start ? offsets.stable(span.end - 1) + 1 : start)
  }

  // MARK: Declarations

  func callAsFunction(_ kind: TypeKind) -> TypeKind {
    switch kind {
    case .unknown, .void, .integer, .floating: kind
    case .pointer(let pointee, let pointeeIsConst):
      .pointer(to: self(pointee), pointeeIsConst: pointeeIsConst)
    case .array(let element, let count): .array(of: self(element), count: count)
    case .record(let index): .record(records[index])
    case .function(let result, let parameters, let isVariadic):
      .function(result: self(result), parameters: parameters.map { self($0) }, isVariadic: isVariadic)
    }
  }

  func callAsFunction(_ record: Record) -> Record {
    var result = record
    result.name = self(record.name)
    result.qualifiedName = self(record.qualifiedName)
    result.span = self(record.span)
    for index in record.fields.indices {
      result.fields[index].name = self(record.fields[index].name)
      result.fields[index].type = self(record.fields[index].type)
      result.fields[index].span = self(record.fields[index].span)
    }
    result.bases = record.bases.map { records[$0] }
    result.holdings = record.holdings?.map { Holding(kind: $0.kind, type: self($0.type)) }
    return result
  }

  func callAsFunction(_ global: Global) -> Global {
    var result = global
    result.name = self(global.name)
    result.type = self(global.type)
    result.span = self(global.span)
    result.ownerFunction = global.ownerFunction.map { functions[$0.int] }
    for index in global.initializer.indices {
      result.initializer[index].value = self(global.initializer[index].value)
    }
    return result
  }

  func callAsFunction(_ function: Function) -> Function {
    var result = function
    result.name = self(function.name)
    result.qualifiedName = self(function.qualifiedName)
    result.span = self(function.span)
    result.parameters = function.parameters.map { Parameter(name: self($0.name), type: self($0.type)) }
    result.returnType = self(function.returnType)
    result.body = function.body.map { self($0) }
    return result
  }

  // MARK: Bodies

  private func callAsFunction(_ body: Body) -> Body {
    var result = body
    result.endSpan = self(body.endSpan)
    result.locals = body.locals.map {
      Local(name: self($0.name), type: self($0.type), kind: $0.kind, span: self($0.span))
    }
    result.arguments = body.arguments.map {
      Argument(
        self($0.operand), aggregate: self($0.aggregate), name: self($0.name), span: self($0.span))
    }
    result.blocks = body.blocks.map { block in
      Block(
        instructions: block.instructions.map {
          Instruction(self($0.operation), span: self($0.span), name: self($0.name))
        },
        terminator: self(block.terminator), terminatorSpan: self(block.terminatorSpan),
        conditionName: self(block.conditionName), unwind: block.unwind)
    }
    return result
  }

  func callAsFunction(_ operand: Operand) -> Operand {
    switch operand {
    case .register, .integer, .local, .unknown: operand
    case .global(let id): .global(globals[id.int])
    case .function(let id): .function(functions[id.int])
    case .string(let id): .string(self(id))
    }
  }

  private func callAsFunction(_ address: Address) -> Address {
    Address(
      base: self(address.base), offset: address.offset, index: self(address.index), stride: address.stride)
  }

  private func callAsFunction(_ terminator: Terminator) -> Terminator {
    switch terminator {
    case .goto, .resume, .unreachable, .unknown: terminator
    case .branch(let value, let then, let otherwise): .branch(self(value), then: then, else: otherwise)
    case .switch(let value, let cases, let otherwise): .switch(self(value), cases: cases, default: otherwise)
    case .return(let value): .return(value.map { self($0) })
    }
  }

  private func callAsFunction(_ operation: Operation) -> Operation {
    switch operation {
    case .load(let result, let place, let type): .load(result, self(place), type: self(type))
    case .store(let place, let value, let type): .store(self(place), self(value), type: self(type))
    case .copy(let to, let from, let type): .copy(to: self(to), from: self(from), type: self(type))
    case .zero(let place, let type): .zero(self(place), type: self(type))
    case .address(let result, let place): .address(result, self(place))
    case .binary(let result, let symbol, let a, let b): .binary(result, symbol, self(a), self(b))
    case .unary(let result, let symbol, let a): .unary(result, symbol, self(a))
    case .convert(let result, let value, let from, let to):
      .convert(result, self(value), from: self(from), to: self(to))
    case .call(let call): .call(self(call))
    case .allocate(let result, let form, let size, let type):
      .allocate(result, form, size: self(size), type: self(type))
    case .deallocate(let value, let form): .deallocate(self(value), form)
    case .releasing(let value, let form): .releasing(self(value), form)
    case .lookThrough(let owner): .lookThrough(self(owner))
    case .moveContents(let to, let from): .moveContents(to: self(to), from: self(from))
    case .text(let step, let place, let amount): .text(step, self(place), self(amount))
    case .storageLive, .storageDead, .endOfStatement, .escape: operation
    case .opaque(let result, let reason): .opaque(result, reason: self(reason))
    }
  }

  private func callAsFunction(_ call: Call) -> Call {
    var result = call
    result.resultAddress = call.resultAddress.map { self($0) }
    switch call.callee {
    case .direct(let id): result.callee = .direct(functions[id.int])
    case .indirect(let value): result.callee = .indirect(self(value))
    }
    result.declared = call.declared.map { functions[$0.int] }
    result.resultType = self(call.resultType)
    return result
  }
}
