import ClangFrontend
import OwnershipIR

/// Constructors called with arguments that were forwarded: `make_unique`, `make_shared`, `emplace`.
extension FunctionLowering {
  /// Constructs an object of `type` where `pointer` points, from the call's parameters from `start` on.
  mutating func construct(
    _ pointer: BodyVariable, offset: Int64 = 0, _ type: ClangType, _ call: StandardCall, from start: Int
  ) {
    construct(at: .pointer(pointer, offset), type, call, from: start)
  }

  mutating func construct(at place: BodyPlace, _ type: ClangType, _ call: StandardCall, from start: Int) {
    let sources = (start..<max(start, call.count)).map { source(call, $0) }
    construct(at: place, type, sources, in: call.declaration)
  }

  mutating func construct(
    at place: BodyPlace, _ type: ClangType, _ sources: [BodySource], in declaration: Declaration
  ) {
    let target = type.canonical.unqualified.canonical
    if sources.isEmpty { return emitDefault(at: address(place), target, zeroes: true, span: .none) }
    if sources.count == 1, !target.isRecord || isSame(sources[0].type, target) {
      return convert(sources[0], to: place, target)
    }
    if StandardClass(target)?.kind == .thread, startThread(at: place, sources) { return }
    if let constructor = selectedConstructor(of: target, sources, in: declaration) {
      return self.call(constructor, at: place, sources)
    }
    if sources.count == 1 { return convert(sources[0], to: place, target) }
    if target.isRecord, StandardClass(target) == nil,
      module.classFacts(target)?.members.hasConstructor == false,
      sources.count <= target.fields.count
    {
      // An aggregate in parentheses.
      for (field, source) in zip(target.fields, sources) {
        guard let offset = field.fieldOffsetInBits else { continue }
        convert(source, to: place.advanced(by: offset / 8), field.type)
      }
      return
    }
    let everything = [reference(address(place))] + sources.map { self.reference(address($0.place)) }
    emit(.escape(addArguments(everything.map { Argument($0) })), span: .none)
    hasEffects = true
  }

  // MARK: Which constructor

  /// The constructor that the arguments select: the only one that fits, else what the library's own code names.
  private mutating func selectedConstructor(
    of type: ClangType, _ sources: [BodySource], in declaration: Declaration
  ) -> Declaration? {
    guard type.isRecord else { return nil }
    if StandardClass(type) == nil, let chosen = chooseConstructor(of: type, sources) { return chosen }
    guard module.unit.leavesOutHeaderBodies else { return constructorNamed(in: declaration, of: type) }
    return module.constructor(of: type, from: sources.map { ($0.written ?? $0.type, $0.isMovable) })
  }

  /// The best of the constructors that the class shows, by number and kinds of parameters.
  mutating func chooseConstructor(of type: ClangType, _ sources: [BodySource]) -> Declaration? {
    guard StandardClass(type) == nil else { return nil }
    let declaration = type.declaration
    var best: (score: Int, constructor: Declaration)?
    for candidate in (declaration.definition ?? declaration).children where candidate.isConstructor {
      let parameters = candidate.parameters
      guard !candidate.isDeleted, parameters.count >= sources.count else { continue }
      guard
        parameters.dropFirst(sources.count).allSatisfy({
          !$0.children.filter { $0.kind.isExpression }.isEmpty
        })
      else { continue }
      var score = parameters.count == sources.count ? 1 : 0
      var fits = true
      for (parameter, source) in zip(parameters, sources) {
        guard let fit = fit(source, parameter.type) else {
          fits = false
          break
        }
        score += fit
      }
      if fits, score > best?.score ?? -1 { best = (score, candidate) }
    }
    return best?.constructor
  }

  /// How well an argument fits a parameter; nil when it does not.
  private mutating func fit(_ source: BodySource, _ parameter: ClangType) -> Int? {
    let type = parameter.withoutReference.canonical.unqualified.canonical
    if isSame(source.type, type) {
      if parameter.isRValueReference { return source.isMovable ? 9 : nil }
      if parameter.isLValueReference, !parameter.canonical.pointee.isConst {
        return source.isMovable ? nil : 9
      }
      return 8
    }
    let isBound = parameter.isLValueReference && !parameter.canonical.pointee.isConst
    if type.isRecord {
      if isDerived(source.type, from: type) != nil { return 5 }
      if isBound { return nil }
      guard let standard = StandardClass(type) else { return nil }
      let other = StandardClass(source.type)
      switch (standard.kind, other?.kind) {
      case (.uniquePointer, .uniquePointer), (.sharedPointer, .sharedPointer),
        (.sharedPointer, .uniquePointer),
        (.weakPointer, .sharedPointer), (.stringView, .string), (.string, .stringView):
        return 4
      case (.string, nil), (.stringView, nil): return isText(source.type) ? 4 : nil
      case (.uniquePointer, nil), (.sharedPointer, nil): return isNull(source.type) ? 3 : nil
      case (.function, nil), (.function, .function):
        return source.type.isRecord || source.type.kind == .function || isNull(source.type) ? 3 : nil
      default: return nil
      }
    }
    if source.type.isRecord { return nil }
    if type.kind == .pointer {
      if isDecaying(source.type) { return 5 }
      return source.type.kind == .pointer ? 6 : source.type.kind == .signedInteger ? 1 : nil
    }
    if source.type.kind == .pointer || isDecaying(source.type) { return type.kind == .boolean ? 1 : nil }
    return isBound ? nil : source.type.kind == type.kind ? 6 : 4
  }

  private func isNull(_ type: ClangType) -> Bool {
    type.kind == .pointer && !type.pointee.isValid
  }

  private func isDecaying(_ type: ClangType) -> Bool {
    type.kind == .constantArray || type.kind == .incompleteArray || type.kind == .function
  }

  private func isText(_ type: ClangType) -> Bool {
    let element = type.kind == .pointer ? type.pointee : isDecaying(type) ? type.element : type
    return (type.kind == .pointer || isDecaying(type)) && element.canonical.size == 1
  }

  /// The constructor of `type` that a `new` (or a construction) in the instance's body calls, or in what that calls of
  /// the library: the nearest one. `make_shared` gets there through the constructors of several of its classes.
  private func constructorNamed(in declaration: Declaration, of type: ClangType) -> Declaration? {
    firstCallee(in: declaration) { callee in
      callee.isConstructor && isSame(callee.semanticParent.type, type) && !callee.isCopyConstructor
        && !callee.isMoveConstructor
    }
  }

  /// The nearest function that the body, or what it calls of the library, calls and that `isWanted`.
  func firstCallee(in declaration: Declaration, where isWanted: (Declaration) -> Bool) -> Declaration? {
    let tree = SyntaxTree()
    var reached: Set<UInt> = [declaration.identity]
    var queue = [declaration]
    var next = 0
    while next < queue.count, next < Self.mostSearched {
      let body = queue[next]
      next += 1
      tree.fill(from: body.definition ?? body)
      for node in 0..<NodeID(tree.count) where tree.kind(node) == .call {
        guard let callee = tree.referenced(node), callee.kind == .function else { continue }
        if isWanted(callee) { return callee }
        if callee.isInStandardLibrary, reached.insert(callee.identity).inserted { queue.append(callee) }
      }
    }
    return nil
  }

  /// Functions of the library that are looked into for a constructor.
  private static let mostSearched = 60
}
