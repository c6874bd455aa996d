import CLibClang
import Foundation

/// A member of an instance of a class template that no expression of the source refers to.
///
/// libclang shows an implicit instantiation without its members; each is seen only where something refers to it, and
/// to a destructor nothing does. A probe is a function behind the end of the source that refers to the member: no
/// position in the source changes, and the instance that the compiler made anyway can be read like any other
/// function.
package struct InstanceProbe: Hashable, Sendable {
  package enum Member: Hashable, Sendable {
    case defaultConstructor, copyConstructor, moveConstructor, copyAssignment, moveAssignment, destructor
    /// A function of this name, overloaded or not.
    case method(String)
    /// What a call of this name without arguments comes to, on an object that may be changed or not.
    case call(String, isConst: Bool)
    /// The constructor that arguments of these types select: `X &` for what has a name, `X &&` for what may be moved.
    case constructor([String])
    /// What an object is called by with values of these types.
    case invocation([String])
    /// A base class that depends on the template's arguments, as it can be written.
    case base(String)
  }
  /// The class as the compiler spells it, in a form that can be written at the end of the file.
  package let type: String
  package let member: Member

  /// What a unit needs among its flags before probes can be added to it: private members are probed too.
  package static let neededFlag = "-fno-access-control"

  /// Nil for types that have no name there: closures, local and unnamed classes.
  package init?(_ type: ClangType, _ member: Member) {
    guard let name = Self.name(of: type.canonical.unqualified) else { return nil }
    self.type = name
    self.member = member
  }

  /// The constructor of `type` that takes arguments of these types; each may be moved from or not.
  package init?(_ type: ClangType, constructedFrom arguments: [(type: ClangType, isMovable: Bool)]) {
    var names: [String] = []
    for argument in arguments {
      guard let name = Self.name(of: argument.type.withoutReference.canonical) else { return nil }
      names.append("AsWritten<\(name)> \(argument.isMovable ? "&&" : "&")")
    }
    self.init(type, .constructor(names))
  }

  /// What calls an object of `type` with a pointer to `pointee`, as a deleter is called.
  package init?(_ type: ClangType, calledWithPointerTo pointee: ClangType) {
    guard let name = Self.name(of: pointee.canonical) else { return nil }
    self.init(type, .invocation(["AsWritten<\(name)> *"]))
  }

  /// The type as it can be written in a probe.
  static func name(of type: ClangType) -> String? {
    let spelling = type.spelling.replacingOccurrences(of: "(anonymous namespace)::", with: "")
    return spelling.isEmpty || nameless.contains(where: spelling.contains) ? nil : spelling
  }

  /// What the compiler writes in the place of a name: `(lambda at …)`, `(unnamed struct at …)`.
  private static let nameless = ["(lambda", "(unnamed", "(anonymous"]
  private static let scope = "ownscope_probes"

  /// Whether the cursor is the namespace that holds the probes.
  static func isScope(_ cursor: CXCursor) -> Bool { Declaration(cursor: cursor).name == scope }

  /// The text of the probes, to stand behind a source.
  static func text(of probes: [InstanceProbe]) -> String {
    var text = "\nnamespace \(scope) {\n"
    if probes.contains(where: \.takesValues) {
      // As an argument of a template any type can be followed by `&`.
      text += "template <class T> using AsWritten = T; template <class T> T value();\n"
    }
    for (index, probe) in probes.enumerated() {
      text += "typedef \(probe.type) T\(index);\n"
      if case .base(let name) = probe.member {
        text += "void probe\(index)(\(name) *base) {}\n"
        continue
      }
      text += "void probe\(index)(T\(index) &a, T\(index) &b, const T\(index) &c) { "
      switch probe.member {
      case .base: break
      case .defaultConstructor: text += "T\(index) d;"
      case .copyConstructor: text += "T\(index) d(c);"
      case .moveConstructor: text += "T\(index) d(static_cast<T\(index) &&>(b));"
      case .copyAssignment: text += "a = c;"
      case .moveAssignment: text += "a = static_cast<T\(index) &&>(b);"
      case .destructor: text += "a.~T\(index)();"
      case .method(let name): text += "(void)&T\(index)::\(name);"
      case .call(let name, let isConst): text += "\(isConst ? "c" : "a").\(name)();"
      case .constructor(let types):
        text += "T\(index) d(\(values(types)));"
      case .invocation(let types): text += "a(\(values(types)));"
      }
      text += " }\n"
    }
    return text + "}\n"
  }

  private static func values(_ types: [String]) -> String {
    types.map { "value<\($0)>()" }.joined(separator: ", ")
  }

  private var takesValues: Bool {
    switch member {
    case .constructor, .invocation: true
    default: false
    }
  }

  /// Whether the declaration is what the probe is to find.
  fileprivate func isMember(_ declaration: Declaration) -> Bool {
    switch member {
    case .destructor: declaration.isDestructor
    case .defaultConstructor, .copyConstructor, .moveConstructor: declaration.isConstructor
    case .constructor:
      declaration.isConstructor
        && Self.name(of: declaration.semanticParent.type.canonical.unqualified) == type
    case .copyAssignment, .moveAssignment: declaration.isMethod && declaration.name == "operator="
    case .method(let name), .call(let name, _): declaration.isMethod && declaration.name == name
    case .invocation: declaration.isMethod && declaration.name.hasPrefix("operator()")
    case .base: false
    }
  }
}

extension TranslationUnit {
  /// What the probe refers to; nil when the unit was parsed without it, or when the class has no such member.
  package func member(_ probe: InstanceProbe) -> Declaration? {
    if probes.isEmpty { return nil }
    let known = knownMembers ?? readMembers()
    knownMembers = known
    return known[probe]
  }

  /// Whether the unit was parsed with this probe, whatever came of it.
  package func wasAsked(_ probe: InstanceProbe) -> Bool { probes.contains(probe) }

  private func readMembers() -> [InstanceProbe: Declaration] {
    var found: [InstanceProbe: Declaration] = [:]
    for declaration in probeFunctions() {
      guard let number = Int(declaration.name.dropFirst("probe".count)), number < probes.count else {
        continue
      }
      let probe = probes[number]
      if case .base = probe.member {
        let type = declaration.parameters.first?.type.canonical.pointee
        found[probe] = type?.isRecord == true ? type!.declaration : nil
        continue
      }
      found[probe] = declaration.firstReferenced { probe.isMember($0) }
    }
    return found
  }

  private func probeFunctions() -> [Declaration] {
    let scopes = Declaration(cursor: clang_getTranslationUnitCursor(unit)).children.filter {
      $0.cursor.kind == CXCursor_Namespace && InstanceProbe.isScope($0.cursor)
    }
    return scopes.flatMap(\.children).filter { $0.kind == .function }
  }

  /// Whether a complaint is about a probe, or about what only a probe asked for.
  func concernsProbe(_ diagnostic: CXDiagnostic) -> Bool {
    if probes.isEmpty { return false }
    if isBehindSource(clang_getDiagnosticLocation(diagnostic)) { return true }
    guard let notes = clang_getChildDiagnostics(diagnostic) else { return false }
    return (0..<clang_getNumDiagnosticsInSet(notes)).contains { index in
      guard let note = clang_getDiagnosticInSet(notes, index) else { return false }
      defer { clang_disposeDiagnostic(note) }
      return isBehindSource(clang_getDiagnosticLocation(note))
    }
  }

  private func isBehindSource(_ location: CXSourceLocation) -> Bool {
    var file: CXFile?
    var offset: UInt32 = 0
    clang_getFileLocation(location, &file, nil, nil, &offset)
    guard let file, offset >= sourceSize else { return false }
    return clang_File_isEqual(file, clang_getFile(unit, path)) != 0
  }
}

extension Declaration {
  /// The first declaration below this one's body that something refers to and that `isWanted`.
  fileprivate func firstReferenced(where isWanted: (Declaration) -> Bool) -> Declaration? {
    let tree = SyntaxTree()
    tree.fill(from: self)
    for node in 0..<NodeID(tree.count) {
      if let referenced = tree.referenced(node), isWanted(referenced) { return referenced }
    }
    return nil
  }
}
