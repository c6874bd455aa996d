import ClangFrontend
import OwnershipIR

/// One capture of a closure: which variable, and where the closure keeps it.
struct Capture {
  enum Kind { case this, reference, copy }
  var kind: Kind
  /// The variable's canonical declaration; 0 for `this`.
  var identity: UInt
  var variable: Declaration?
  /// In bytes from the closure's start.
  var offset: Int64
  /// The type of the closure's field.
  var type: ClangType
  var fieldType: TypeID
  var name: StringID
}

/// Closures: a record with a field a capture, and `operator()` for its method. libclang shows captures in several
/// half ways; the fields of the closure's record, and where they are placed in the source, tell all.
extension FunctionLowering {
  /// The captures of a lambda in the order of its fields; remembered for its body.
  mutating func captures(of node: NodeID, _ record: Int) -> [Capture] {
    if let known = module.closures[record] { return known }
    var found: [Capture] = []
    for member in module.types.layouts[record].members {
      let start = module.unit.nameRange(member.declaration, length: 0)
      let variable = capturedVariable(node, at: start)
      let kind: Capture.Kind = variable == nil ? .this : member.clangType.isReference ? .reference : .copy
      let name = variable.map { module.intern(nameOf: $0) } ?? module.strings.intern("this")
      found.append(
        Capture(
          kind: kind, identity: variable?.canonical.identity ?? 0, variable: variable, offset: member.offset,
          type: member.clangType, fieldType: member.type, name: name))
    }
    module.name(found, in: record)
    module.closures[record] = found
    return found
  }

  /// What stands at the place of a capture: its name in brackets, or its first use in the body.
  private func capturedVariable(_ node: NodeID, at place: FileRange) -> Declaration? {
    for index in (node + 1)..<tree.end(of: node) {
      switch tree.kind(index) {
      case .otherReference, .name:
        let range = module.unit.nameRange(tree, index, length: 0)
        guard range.file == place.file, range.start == place.start, let variable = tree.referenced(index),
          variable.kind == .variable || variable.kind == .parameter || variable.kind == .otherDeclaration
        else { continue }
        return variable
      default: continue
      }
    }
    return nil
  }

  /// The variable that a capture refers to, in the function around the lambda.
  mutating func capturedPlace(_ capture: Capture) -> Place? {
    guard let variable = capture.variable else { return nil }
    // `[&r = expression]`: the capture declares a name of its own.
    if isInitCapture(capture), let initializer = variable.variableInitializer {
      return withTree(of: initializer) { $0.lowerReferenced($0.tree.root, capture.type) }
    }
    if let outer = captures.first(where: { $0.identity == capture.identity }) {
      return place(of: outer, span: .none)
    }
    let binding = module.binding(variable)
    return place(of: binding, span: .none)
  }

  /// `[name = expression]` declares what nothing else has declared.
  func isInitCapture(_ capture: Capture) -> Bool {
    guard let variable = capture.variable else { return false }
    return module.knownBinding(variable) == nil && !captures.contains { $0.identity == capture.identity }
  }

  /// The storage that a name stands for.
  private mutating func place(of binding: Binding, span: Span) -> Place? {
    switch binding.entity {
    case .local(let local):
      let place = Place(
        address: Address(base: .local(local)), type: binding.type, name: binding.name, span: span)
      return binding.isReference ? referred(by: place) : place
    case .global(let global):
      let place = Place(
        address: Address(base: .global(global)), type: binding.type, name: binding.name, span: span)
      return binding.isReference ? referred(by: place) : place
    case .part(let local, let offset, let isThroughReference):
      let whole = Place(
        address: Address(base: .local(local)), type: module.addressType, name: binding.name, span: span)
      var part = isThroughReference ? referred(by: whole) : whole
      part.address.offset += offset
      part.type = binding.type
      return binding.isReference ? referred(by: part) : part
    default: return nil
    }
  }

  private mutating func place(of capture: Capture, span: Span) -> Place {
    let register = newRegister()
    emit(.load(register, Address(base: .local(LocalID(0))), type: locals[0].type), span: span)
    let place = Place(
      address: Address(base: .register(register), offset: capture.offset), type: capture.fieldType,
      name: capture.name, span: span)
    return capture.type.isReference ? referred(by: place) : place
  }

  /// A name inside a closure's body that means a captured variable.
  mutating func lowerCaptured(_ node: NodeID) -> Place? {
    guard let declaration = tree.referenced(node) else { return nil }
    let identity = declaration.canonical.identity
    guard let capture = captures.first(where: { $0.identity == identity }) else { return nil }
    var place = place(of: capture, span: span(node))
    place.name = capture.name
    return place
  }
}

extension FunctionLowering {
  /// The plain function that a lambda without captures converts to; nil for other conversions.
  mutating func invoker(_ conversion: Declaration) -> FunctionID? {
    let result = conversion.resultType.canonical
    guard result.kind == .pointer, result.pointee.canonical.kind == .function else { return nil }
    let members = conversion.semanticParent.children
    guard
      let method = members.first(where: { member in member.withName { $0.elementsEqual("operator()".utf8) } }
      ),
      case .function(let function) = module.binding(method).entity
    else { return nil }
    return module.invoker(of: function)
  }

  mutating func lowerInvoker(_ id: FunctionID, of function: FunctionID) {
    beginSynthesized(id)
    let parameters = module.functions[id.int].parameters.indices
    let noClosure = Argument(.integer(0), span: module.functions[id.int].span)
    lowerForwarding(id, to: function, .direct(function), [noClosure] + parameters.map { forwarded($0) })
  }
}

extension ModuleBuilder {
  /// The fields of a closure have no names of their own: they are called what they capture.
  fileprivate mutating func name(_ captures: [Capture], in record: Int) {
    for index in types.records[record].fields.indices {
      let offset = types.records[record].fields[index].offset
      guard let capture = captures.first(where: { $0.offset == offset }) else { continue }
      types.records[record].fields[index].name = capture.name
    }
  }

  mutating func invoker(of function: FunctionID) -> FunctionID {
    let key = functions[function.int].linkKey + "#invoker"
    return self.function(key, pending: .invoker(function)) { module in
      var copy = module.functions[function.int]
      (copy.usr, copy.linkKey, copy.body) = (key, key, nil)
      copy.parameters.removeFirst()
      return copy
    }
  }
}
