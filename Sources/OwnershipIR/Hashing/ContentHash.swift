extension Module {
  /// A number that stays the same while nothing that the analysis reads of this function changes.
  ///
  /// Spans, files and names of locals do not count, so moving code or renaming a variable keeps it. What lies
  /// outside of the function counts by its key across modules (functions, globals) or by its spelling and layout
  /// (types), never by its index, so another module with the same function gives the same number.
  package func contentHash(of id: FunctionID) -> UInt64 {
    var hasher = FunctionHasher(self)
    hasher.combine(functions[id.int])
    return hasher.stable.value
  }
}

extension Module {
  /// A number that stays the same while the class keeps what it has hold of: its members with their types, its
  /// bases, its destructor, and what a library's class holds by its meaning. Other records count by their keys.
  package func contentHash(ofRecord index: Int) -> UInt64 {
    var hasher = FunctionHasher(self)
    hasher.combine(members: records[index])
    return hasher.stable.value
  }
}

/// Feeds a function to a stable hasher. Each case of an enum feeds a tag of its own first.
struct FunctionHasher {
  let module: Module
  var stable = StableHasher()

  init(_ module: Module) { self.module = module }

  mutating func tag(_ number: Int) { stable.combine(byte: UInt8(number)) }

  mutating func combine(_ function: Function) {
    stable.combine(function.linkKey)
    stable.combine(module[function.qualifiedName])
    combine(function.returnType)
    stable.combine(function.parameters.count)
    for parameter in function.parameters { combine(parameter.type) }
    combine(function.attributes)
    stable.combine(function.body != nil)
    if let body = function.body { combine(body) }
  }

  private mutating func combine(_ attributes: FunctionAttributes) {
    for flag in [
      attributes.isInternal, attributes.isVariadic, attributes.isNoReturn, attributes.isPure,
      attributes.isSystem,
      attributes.isReplaceable, attributes.returnsNonNull, attributes.returnsFresh,
    ] { stable.combine(flag) }
    stable.combine(attributes.deallocators.count)
    for deallocator in attributes.deallocators {
      stable.combine(deallocator.function)
      stable.combine(deallocator.argument)
    }
    stable.combine(attributes.ownershipReturns != nil)
    stable.combine(attributes.ownershipReturns ?? "")
    for argument in attributes.lifetimeBound { stable.combine(argument) }
    stable.combine(attributes.ownershipTakes.count)
    for taken in attributes.ownershipTakes {
      stable.combine(taken.family)
      stable.combine(taken.argument)
      stable.combine(taken.holds)
    }
  }

  private mutating func combine(_ body: Body) {
    stable.combine(body.parameterCount)
    stable.combine(body.locals.count)
    for local in body.locals {
      stable.combine(byte: local.kind.rawValue)
      combine(local.type)
    }
    stable.combine(body.returnSlot.map { Int($0.index) } ?? -1)
    stable.combine(body.hasErrors)
    stable.combine(body.blocks.count)
    for block in body.blocks {
      stable.combine(block.instructions.count)
      for instruction in block.instructions { combine(instruction.operation, arguments: body.arguments) }
      combine(block.terminator)
      stable.combine(block.unwind?.int ?? -1)
    }
  }

  private mutating func combine(_ terminator: Terminator) {
    switch terminator {
    case .goto: tag(0)
    case .branch(let value, _, _):
      tag(1)
      combine(value)
    case .switch(let value, let cases, _):
      tag(2)
      combine(value)
      for label in cases {
        stable.combine(label.low)
        stable.combine(label.high)
      }
    case .return(let value):
      tag(3)
      combine(value ?? .unknown)
      stable.combine(value != nil)
    case .unreachable: tag(4)
    case .unknown: tag(5)
    case .resume: tag(6)
    }
    stable.combine(terminator.successors.count)
    for target in terminator.successors { stable.combine(target.int) }
  }

  mutating func combine(members record: Record) {
    stable.combine(record.usr)
    stable.combine(record.isUnion)
    stable.combine(record.destructor)
    stable.combine(record.bases.count)
    for base in record.bases { stable.combine(module.records[base].usr) }
    stable.combine(record.fields.count)
    for field in record.fields {
      stable.combine(module[field.name])
      stable.combine(field.offset)
      stable.combine(module[module[field.type].spelling])
    }
    stable.combine(record.holdings?.count ?? -1)
    for holding in record.holdings ?? [] {
      stable.combine(byte: holding.kind.rawValue)
      stable.combine(module[module[holding.type].spelling])
    }
  }

  /// Kind, size and spelling; of a record by value also where its fields lie. A pointee counts by its spelling
  /// alone, which also ends the recursion.
  mutating func combine(_ id: TypeID) {
    let info = module[id]
    stable.combine(module[info.spelling])
    stable.combine(info.size)
    switch info.kind {
    case .unknown: tag(0)
    case .void: tag(1)
    case .integer(let signed):
      tag(2)
      stable.combine(signed)
    case .floating: tag(3)
    case .pointer(_, let pointeeIsConst):
      tag(4)
      stable.combine(pointeeIsConst)
    case .array(let element, let count):
      tag(5)
      combine(element)
      stable.combine(count ?? -1)
    case .record(let index):
      tag(6)
      let record = module.records[index]
      stable.combine(record.usr)
      stable.combine(record.isUnion)
      stable.combine(record.fields.count)
      for field in record.fields {
        stable.combine(field.offset)
        combine(field.type)
      }
    case .function: tag(7)
    }
  }
}
