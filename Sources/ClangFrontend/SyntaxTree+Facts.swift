import CLibClang

/// What libclang knows about a node, asked when needed.
extension SyntaxTree {
  package func type(_ node: NodeID) -> ClangType { ClangType(raw: clang_getCursorType(cursor(node))) }

  /// The node as a declaration: for variables, parameters, records.
  package func declaration(_ node: NodeID) -> Declaration { Declaration(cursor: cursor(node)) }

  /// What the name, member or call refers to; nil when libclang knows nothing (a call through an expression).
  package func referenced(_ node: NodeID) -> Declaration? {
    let referenced = clang_getCursorReferenced(cursor(node))
    return isInvalid(referenced) ? nil : Declaration(cursor: referenced)
  }

  /// The label statement that a `goto` or a label reference means, as an identity to compare.
  package func labelIdentity(_ node: NodeID) -> UInt {
    let own = cursor(node)
    let label = kind(node) == .label ? own : clang_getCursorReferenced(own)
    return UInt(bitPattern: label.data.1)
  }

  /// A call whose target depends on the object's class.
  package func isDynamicCall(_ node: NodeID) -> Bool { clang_Cursor_isDynamicCall(cursor(node)) != 0 }

  package func binaryOperator(_ node: NodeID) -> BinaryOperatorKind {
    BinaryOperatorKind(clang_getCursorBinaryOperatorKind(cursor(node)))
  }

  package func unaryOperator(_ node: NodeID) -> UnaryOperatorKind {
    UnaryOperatorKind(clang_getCursorUnaryOperatorKind(cursor(node)))
  }

  /// The child that is the variable's initialiser: the other children are types, attributes and array bounds.
  package func initializer(ofVariable node: NodeID) -> NodeID? {
    let initializer = clang_Cursor_getVarDeclInitializer(cursor(node))
    if isInvalid(initializer) { return nil }
    return children(node).first { Self.isSameExpression(cursor($0), initializer) }
  }

  private static func isSameExpression(_ a: CXCursor, _ b: CXCursor) -> Bool {
    a.data.1 == b.data.1 && a.kind == b.kind
  }

  /// The integer that the compiler computes for a constant expression. It sees through constant variables and
  /// ignores side effects, so it is only for places where the language demands a constant.
  package func integerValue(_ node: NodeID) -> Int64? {
    guard let result = clang_Cursor_Evaluate(cursor(node)) else { return nil }
    defer { clang_EvalResult_dispose(result) }
    guard clang_EvalResult_getKind(result) == CXEval_Int else { return nil }
    if clang_EvalResult_isUnsignedInt(result) != 0 {
      return Int64(bitPattern: clang_EvalResult_getAsUnsigned(result))
    }
    return clang_EvalResult_getAsLongLong(result)
  }

  /// The same for floating point numbers.
  package func floatingValue(_ node: NodeID) -> Double? {
    guard let result = clang_Cursor_Evaluate(cursor(node)) else { return nil }
    defer { clang_EvalResult_dispose(result) }
    return clang_EvalResult_getKind(result) == CXEval_Float ? clang_EvalResult_getAsDouble(result) : nil
  }

  /// What a string literal contains, escapes resolved; the bytes of a wide one are its code points in UTF-8.
  package func stringContents(_ node: NodeID) -> String {
    let literal = String(consuming: clang_getCursorSpelling(cursor(node)))
    guard let quote = literal.firstIndex(of: "\""), literal.count > 1 else { return literal }
    let inner = literal[literal.index(after: quote)...].dropLast()
    return inner.contains("\\") ? EscapeSequences.resolved(inner) : String(inner)
  }

  /// Call arguments in order, whatever the order of the children (overloaded operators put one first).
  package func callArguments(_ node: NodeID) -> [NodeID] {
    let call = cursor(node)
    let count = clang_Cursor_getNumArguments(call)
    guard count > 0 else { return [] }
    var arguments: [NodeID] = []
    arguments.reserveCapacity(Int(count))
    for index in 0..<UInt32(count) {
      let argument = clang_Cursor_getArgument(call, index)
      if let child = children(node).first(where: { Self.isSameExpression(cursor($0), argument) }) {
        arguments.append(child)
      }
    }
    return arguments
  }

  /// The name of a node that has one, mostly for diagnostics of the lowering itself.
  package func spelling(_ node: NodeID) -> String {
    String(consuming: clang_getCursorSpelling(cursor(node)))
  }
}
