import ClangFrontend
import OwnershipIR

/// Where an object is and what type it has.
struct Place {
  var address: Address
  var type: TypeID
  /// How the user wrote it, and where.
  var name: StringID
  var span: Span
  /// In bits, of a bit-field.
  var width: Int?
}

/// Lvalues, and what pointers point at.
extension FunctionLowering {
  // MARK: Source text

  mutating func span(_ node: NodeID) -> Span { module.span(range(node)) }
  mutating func text(_ node: NodeID) -> StringID {
    if written(node) == lastName.node, lastName.text != .empty { return lastName.text }
    return module.text(range(node))
  }

  /// Span and text of one node are asked for together, so the last range is kept.
  mutating func range(_ node: NodeID) -> FileRange {
    let node = written(node)
    if lastRange.node == node { return lastRange.range }
    if node == lastName.node { return lastName.range }
    let range = module.unit.range(tree, node)
    lastRange = (node, range)
    return range
  }

  /// Implicit conversions stand where their operand stands.
  func written(_ node: NodeID) -> NodeID {
    var node = node
    while tree.kind(node) == .wrapper, let child = tree.onlyChild(node), tree.kind(child).isExpression,
      !isVariableArgument(node)
    { node = child }
    return node
  }

  /// Without the parentheses and `__extension__` around it.
  func stripped(_ node: NodeID) -> NodeID {
    var node = node
    while let child = tree.firstChild(node) {
      switch tree.kind(node) {
      case .parentheses: node = child
      case .unary where tree.unaryOperator(node) == .extension: node = child
      default: return node
      }
    }
    return node
  }

  // MARK: Lvalues

  /// Whether the expression denotes an object (or a function) rather than a value.
  mutating func isPlace(_ node: NodeID) -> Bool {
    let node = stripped(node)
    if module.unit.isCPlusPlus, let answer = isCPlusPlusPlace(node) { return answer }
    switch tree.kind(node) {
    case .name, .member, .subscripted, .stringLiteral, .compoundLiteral: return true
    case .unary:
      switch tree.unaryOperator(node) {
      case .dereference: return true
      case .real, .imaginary: return tree.firstChild(node).map { isPlace($0) } ?? false
      default: return false
      }
    case .genericSelection: return selectedAssociation(node).map { isPlace($0) } ?? false
    case .wrapper where isChooseExpression(node): return chosenOperand(node).map { isPlace($0) } ?? false
    case .wrapper:
      // `__func__` and its like wrap their text.
      return tree.onlyChild(node).map { tree.kind($0) == .stringLiteral && typeIsArray(node) } ?? false
    default: return false
    }
  }

  private func typeIsArray(_ node: NodeID) -> Bool {
    switch tree.type(node).canonical.kind {
    case .constantArray, .incompleteArray: true
    default: false
    }
  }

  mutating func lowerPlace(_ node: NodeID) -> Place {
    if module.unit.isCPlusPlus, let place = lowerCPlusPlusPlace(node) { return place }
    switch tree.kind(node) {
    case .parentheses:
      if let child = tree.firstChild(node) { return lowerPlace(child) }
    case .name: return lowerName(node)
    case .member: return lowerMember(node)
    case .subscripted: return lowerSubscript(node)
    case .stringLiteral: return lowerStringLiteral(node)
    case .compoundLiteral: return lowerCompoundLiteral(node)
    case .unary:
      guard let child = tree.firstChild(node) else { break }
      switch tree.unaryOperator(node) {
      case .dereference:
        if isErrorNumber(node) { setsErrorNumber = true }
        var place = lowerPointee(child)
        (place.name, place.span) = (text(node), span(node))
        return place
      case .extension, .real: return lowerPlace(child)
      case .imaginary:
        var place = lowerPlace(child)
        place.address.offset += max(module.types[place.type].size / 2, 0)
        return place
      default: break
      }
    case .genericSelection:
      if let selected = selectedAssociation(node) { return lowerPlace(selected) }
    case .wrapper:
      if isChooseExpression(node), let chosen = chosenOperand(node) { return lowerPlace(chosen) }
      if let child = tree.onlyChild(node), tree.kind(child) == .stringLiteral { return lowerPlace(child) }
    default: break
    }
    // A member of a returned struct, or something unusual: give the value a place of its own.
    if module.unit.isCPlusPlus { return materialized(node, tree.type(node), isExtended: false) }
    let type = typeID(node)
    if module.types.isAggregate(type) {
      return Place(address: lowerAggregate(node), type: type, name: text(node), span: span(node))
    }
    let value = lowerValue(node)
    let temporary = addTemporary(type: type, span: span(node))
    let address = Address(base: .local(temporary))
    emit(.store(address, value, type: type), span: span(node))
    return Place(address: address, type: type, name: text(node), span: span(node))
  }

  private mutating func lowerName(_ node: NodeID) -> Place {
    if !captures.isEmpty, let place = lowerCaptured(node) { return place }
    guard let (binding, declaration) = binding(ofName: node) else {
      hasErrors = true
      return unknownPlace(node, type: typeID(node))
    }
    var range = module.unit.nameRange(tree, node, length: module.strings[binding.name].utf8.count)
    lastName = (node, range, .empty)
    if binding.entity.isVariable, range.isValid, module.text(range) != binding.name {
      // In the body of a macro: the macro's name is what stands there.
      range.end = range.start + module.unit.wordLength(at: range)
      lastName = (node, range, binding.name)
    }
    let span = module.span(range)
    let base: Operand
    switch binding.entity {
    case .local(let local): base = .local(local)
    case .global(let global): base = .global(global)
    case .function(let function): base = .function(function)
    case .part(let local, let offset, let isThroughReference):
      let place = Place(
        address: Address(base: .local(local)), type: module.addressType, name: binding.name, span: span)
      var part = isThroughReference ? referred(by: place) : place
      part.address.offset += offset
      part.type = binding.type
      return binding.isReference ? referred(by: part) : part
    case .unknown where module.unit.isCPlusPlus && !declaration.isObject:
      return unknownPlace(node, type: typeID(node))
    case .constant, .unknown:
      // Declared where the visit does not go: give it storage of its own with unknown contents.
      let local = addLocal(name: binding.name, type: binding.type, kind: .variable, span: span)
      module.bind(
        declaration,
        to: Binding(
          entity: .local(local), type: binding.type, name: binding.name, isReference: binding.isReference))
      base = .local(local)
      lastBinding = nil
    }
    let place = Place(address: Address(base: base), type: binding.type, name: binding.name, span: span)
    return binding.isReference ? referred(by: place) : place
  }

  /// What a name stands for. A name is often asked about twice in a row: what it is, then where.
  mutating func binding(ofName node: NodeID) -> (Binding, Declaration)? {
    if let lastBinding, lastBinding.node == node { return (lastBinding.binding, lastBinding.declaration) }
    guard let declaration = tree.referenced(node) else { return nil }
    let binding = module.binding(declaration)
    lastBinding = (node, binding, declaration)
    return (binding, declaration)
  }

  mutating func unknownPlace(_ node: NodeID, type: TypeID) -> Place {
    Place(address: Address(base: .unknown), type: type, name: text(node), span: span(node))
  }

  private mutating func lowerMember(_ node: NodeID) -> Place {
    guard let field = tree.referenced(node) else { return unknownPlace(node, type: typeID(node)) }
    let base = tree.firstExpression(node)
    var place: Place
    if let base {
      place = lowerMemberBase(base)
    } else {
      // In a method: `this->` is not written.
      place = Place(
        address: Address(base: lowerThis(node)), type: ownClassType(), name: .empty, span: .none)
    }
    if field.kind == .field, let facts = module.fieldFacts(field) {
      if module.unit.isCPlusPlus { place = narrowed(place, toOwnerOf: field) }
      place.address.offset += facts.offset
      place.type = facts.type
      place.width = facts.width
      if isReference(field) { place = referred(by: place) }
    } else if field.kind == .field, field.type.canonical.declaration.isAnonymousRecord {
      // The members of an anonymous member know their offset in the record around.
      place.type = module.typeID(field.type)
    } else {
      // A static member, a method, or a field of an incomplete record.
      let binding = module.binding(field)
      switch binding.entity {
      case .global(let global): place.address = Address(base: .global(global))
      case .function(let function): place.address = Address(base: .function(function))
      default: place.address = Address(base: .unknown)
      }
      place.type = binding.type
    }
    if let base, tree.kind(written(base)) != .parentheses { noteMemberRange(node, from: place.span) }
    (place.name, place.span) = (text(node), span(node))
    return place
  }

  /// A member access reaches from where its base starts to the end of the member's name, which is cheaper to ask
  /// for than the range. Not where macros are about: their parts may stand anywhere.
  private mutating func noteMemberRange(_ node: NodeID, from base: Span) {
    let member = module.unit.nameRange(tree, node, length: 0)
    guard base != .none, member.isValid, module.fileID(member.file) == base.file, member.start >= base.end,
      member.start - base.end < 4
    else { return }
    let length = module.unit.wordLength(at: member)
    lastRange = (node, FileRange(file: member.file, start: base.start, end: member.start + length))
  }

  /// The record that a member is taken from: `.` wants a place, `->` a pointer.
  private mutating func lowerMemberBase(_ base: NodeID) -> Place {
    return isPointer(base) ? lowerPointee(base) : lowerPlace(base)
  }

  private mutating func lowerSubscript(_ node: NodeID) -> Place {
    guard let (first, second) = tree.pair(node) else { return unknownPlace(node, type: typeID(node)) }
    guard isPointer(first) || isPointer(second) else { return lowerVectorElement(first, second, node) }
    let (base, index) = isPointer(first) ? (first, second) : (second, first)
    var place = lowerPointee(base)
    let block = current
    let subscripted = lowerValue(index)
    place.address = carried(place.address, from: block)
    place.address = advanced(place.address, by: subscripted, of: place.type, span: place.span)
    (place.name, place.span) = (text(node), span(node))
    return place
  }

  /// An element of a vector type: part of the vector, wherever that is.
  private mutating func lowerVectorElement(_ vector: NodeID, _ index: NodeID, _ node: NodeID) -> Place {
    lowerDiscarded(index)
    let operand = written(vector)
    var place = isPlace(operand) ? lowerPlace(operand) : unknownPlace(node, type: .unknown)
    place.type = typeID(node)
    place.address.index = .unknown
    place.address.stride = 1
    return place
  }

  /// The address `count` elements of type `element` further on.
  mutating func advanced(_ address: Address, by count: Operand, of element: TypeID, span: Span) -> Address {
    var address = address
    let stride = module.types.stride(of: element)
    if case .integer(let count) = count, let stride {
      address.offset &+= count &* stride
      return address
    }
    if address.isIndexed {
      let register = newRegister()
      emit(.address(register, address), span: span)
      address = Address(base: .register(register))
    }
    address.index = stride == nil ? .unknown : count
    address.stride = stride ?? 1
    return address
  }

  // MARK: Pointers

  /// What the pointer-valued expression points at.
  mutating func lowerPointee(_ node: NodeID) -> Place {
    switch tree.kind(node) {
    case .parentheses:
      if let child = tree.firstChild(node) { return lowerPointee(child) }
    case .wrapper:
      guard let child = tree.onlyChild(node), !isChooseExpression(node) else { break }
      if isPlace(child) { return lowerDecayed(lowerPlace(child)) }
      return lowerConvertedPointee(child, node)
    case .cast:
      if let child = tree.lastChild(node) { return lowerConvertedPointee(child, node) }
    case .unary:
      guard let child = tree.firstChild(node) else { break }
      switch tree.unaryOperator(node) {
      case .addressOf: return lowerPlace(child)
      case .extension: return lowerPointee(child)
      default: break
      }
    case .binary:
      let kind = tree.binaryOperator(node)
      if kind == .add || kind == .subtract { return lowerPointerArithmetic(node, kind) }
    default: break
    }
    let type = pointeeType(node)
    let value = lowerValue(node)
    return Place(address: Address(base: value), type: type, name: text(node), span: span(node))
  }

  /// An array gives its first element, a function itself; a pointer is read.
  private mutating func lowerDecayed(_ place: Place) -> Place {
    var place = place
    if module.types.isArray(place.type) {
      place.type = module.types.pointee(place.type)
    } else if !module.types.isFunction(place.type) {
      let value = load(place)
      place.address = Address(base: value)
      place.type = module.types.pointee(place.type)
    }
    return place
  }

  private mutating func lowerConvertedPointee(_ child: NodeID, _ node: NodeID) -> Place {
    let type = pointeeType(node)
    if isPointer(child), !isVariableArgument(node) {
      let from = module.unit.isCPlusPlus ? pointeeType(child) : type
      var place = lowerPointee(child)
      if from != type, let adjusted = adjustedBetweenClasses(place, from: from, to: type, node) {
        return keepingNull(adjusted, movedFrom: place, isNeverNull: isNeverNull(child))
      }
      place.type = type
      return place
    }
    let value = lowerValue(node)
    return Place(address: Address(base: value), type: type, name: text(node), span: span(node))
  }

  private mutating func lowerPointerArithmetic(_ node: NodeID, _ kind: BinaryOperatorKind) -> Place {
    guard let (left, right) = tree.pair(node) else { return unknownPlace(node, type: .unknown) }
    if isPointer(left) {
      var place = lowerPointee(left)
      let block = current
      var count = lowerValue(right)
      place.address = carried(place.address, from: block)
      if kind == .subtract { count = negated(count, span: place.span) }
      place.address = advanced(place.address, by: count, of: place.type, span: place.span)
      (place.name, place.span) = (text(node), span(node))
      return place
    }
    guard kind == .add, isPointer(right) else {
      lowerDiscarded(left)
      lowerDiscarded(right)
      return unknownPlace(node, type: pointeeType(node))
    }
    let count = lowerValue(left)
    let block = current
    var place = lowerPointee(right)
    let carriedCount = carried(count, from: block, type: module.wordType)
    place.address = advanced(place.address, by: carriedCount, of: place.type, span: place.span)
    (place.name, place.span) = (text(node), span(node))
    return place
  }

  private mutating func negated(_ value: Operand, span: Span) -> Operand {
    if case .integer(let value) = value { return .integer(0 &- value) }
    if value == .unknown { return value }
    let register = newRegister()
    emit(.unary(register, .negate, value), span: span)
    return .register(register)
  }

  // MARK: Reading and taking addresses

  mutating func load(_ place: Place) -> Operand {
    // `*p` of a `void *` reads nothing.
    if module.types.isVoid(place.type) { return .unknown }
    if module.types.isFloating(place.type), !module.types.isReal(place.type) {
      // The value is not followed; the access is, when it goes through a pointer.
      if isThroughPointer(place.address) {
        emit(.load(newRegister(), place.address, type: place.type), span: place.span, name: place.name)
      }
      return .unknown
    }
    let register = newRegister()
    emit(.load(register, place.address, type: place.type), span: place.span, name: place.name)
    return .register(register)
  }

  func isThroughPointer(_ address: Address) -> Bool {
    switch address.base {
    case .register, .integer, .unknown: true
    default: false
    }
  }

  /// The address as a value.
  mutating func addressValue(_ place: Place) -> Operand {
    if place.address.offset == 0, !place.address.isIndexed { return place.address.base }
    let register = newRegister()
    emit(.address(register, place.address), span: place.span, name: place.name)
    return .register(register)
  }

  /// Children that are expressions: member and cast nodes also have references to types and names as children.
  func expressionChildren(_ node: NodeID) -> [NodeID] {
    tree.children(node).filter { tree.kind($0).isExpression }
  }
}
