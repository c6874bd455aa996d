import CLibClang
import Foundation

/// A declaration: a function, a variable, a field, a record.
package struct Declaration {
  let cursor: CXCursor

  /// The address of the compiler's node: one per redeclaration.
  package var identity: UInt { UInt(bitPattern: cursor.data.0) }
  /// The first declaration of the same entity; its identity stands for all of them.
  package var canonical: Declaration { Declaration(cursor: clang_getCanonicalCursor(cursor)) }
  /// The definition in this translation unit, if there is one.
  package var definition: Declaration? {
    let cursor = clang_getCursorDefinition(cursor)
    return isInvalid(cursor) ? nil : Declaration(cursor: cursor)
  }
  package var isDefinition: Bool { clang_isCursorDefinition(cursor) != 0 }

  package var kind: NodeKind { NodeKind(cursor.kind) }
  package var isEnumerator: Bool { cursor.kind == CXCursor_EnumConstantDecl }
  package var isMethod: Bool {
    cursor.kind == CXCursor_CXXMethod || cursor.kind == CXCursor_Constructor
      || cursor.kind == CXCursor_Destructor
      || cursor.kind == CXCursor_ConversionFunction
  }
  package var isOverloadedOperator: Bool {
    cursor.kind == CXCursor_ConversionFunction || withName { $0.starts(with: "operator".utf8) }
  }
  package var isStaticMethod: Bool { clang_CXXMethod_isStatic(cursor) != 0 }
  package var isUnion: Bool { cursor.kind == CXCursor_UnionDecl }
  package var isAnonymousRecord: Bool { clang_Cursor_isAnonymousRecordDecl(cursor) != 0 }

  package var name: String { String(consuming: clang_getCursorSpelling(cursor)) }
  /// The name's bytes, for a table of names; valid during the call.
  package func withName<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let spelling = clang_getCursorSpelling(cursor)
    defer { clang_disposeString(spelling) }
    guard let text = clang_getCString(spelling) else {
      return body(UnsafeBufferPointer(start: nil, count: 0))
    }
    return text.withMemoryRebound(to: UInt8.self, capacity: strlen(text)) {
      body(UnsafeBufferPointer(start: $0, count: strlen(text)))
    }
  }
  package var usr: String { String(consuming: clang_getCursorUSR(cursor)) }
  package var type: ClangType { ClangType(raw: clang_getCursorType(cursor)) }
  package var resultType: ClangType { ClangType(raw: clang_getCursorResultType(cursor)) }
  package var enumeratorValue: Int64 { clang_getEnumConstantDeclValue(cursor) }

  package var parameters: [Declaration] {
    let count = clang_Cursor_getNumArguments(cursor)
    guard count > 0 else { return [] }
    return (0..<UInt32(count)).map { Declaration(cursor: clang_Cursor_getArgument(cursor, $0)) }
  }

  /// Only this translation unit can name it.
  package var hasInternalLinkage: Bool {
    switch clang_getCursorLinkage(cursor) {
    case CXLinkage_External, CXLinkage_UniqueExternal: false
    default: true
    }
  }
  /// A local variable or parameter (static locals are not).
  package var hasNoLinkage: Bool { clang_getCursorLinkage(cursor) == CXLinkage_NoLinkage }
  /// An instance of a template of variables, which has no kind of its own.
  package var isVariableInstance: Bool {
    guard cursor.kind == CXCursor_UnexposedDecl, type.isValid, type.kind != .function else { return false }
    let parent = semanticParent
    return parent.isScope || parent.cursor.kind == CXCursor_TranslationUnit
  }
  package var isThreadLocal: Bool { clang_getCursorTLSKind(cursor) != CXTLS_None }

  package enum Storage: Sendable { case none, `static`, extern }
  package var storage: Storage {
    switch clang_Cursor_getStorageClass(cursor) {
    case CX_SC_Static: .static
    case CX_SC_Extern, CX_SC_PrivateExtern: .extern
    default: .none
    }
  }

  package var isInSystemHeader: Bool { clang_Location_isInSystemHeader(clang_getCursorLocation(cursor)) != 0 }

  package var hasInitializer: Bool {
    let initializer = clang_Cursor_getVarDeclInitializer(cursor)
    return !isInvalid(initializer)
  }

  /// The function that `__attribute__((cleanup(f)))` on a variable names, as the compiler understood it: macros may have
  /// put the name together (`cleanup(glib_autoptr_cleanup_##type)`).
  package var cleanupFunctionName: String? {
    let policy = clang_getCursorPrintingPolicy(cursor)
    defer { clang_PrintingPolicy_dispose(policy) }
    let text = String(consuming: clang_getCursorPrettyPrinted(cursor, policy))
    guard let start = text.range(of: "cleanup(") else { return nil }
    let name = text[start.upperBound...].prefix { $0 != ")" }
    return name.isEmpty ? nil : String(name)
  }

  /// The record or namespace around it.
  package var semanticParent: Declaration { Declaration(cursor: clang_getCursorSemanticParent(cursor)) }
  package var isScope: Bool {
    switch cursor.kind {
    case CXCursor_Namespace, CXCursor_StructDecl, CXCursor_ClassDecl, CXCursor_UnionDecl: true
    default: false
    }
  }

  /// Offset of a field within its record in bits, or nil.
  package var fieldOffsetInBits: Int64? {
    let offset = clang_Cursor_getOffsetOfField(cursor)
    return offset >= 0 ? offset : nil
  }
  /// Width of a bit-field in bits, or nil for an ordinary field.
  package var bitWidth: Int? {
    guard clang_Cursor_isBitField(cursor) != 0 else { return nil }
    return Int(clang_getFieldDeclBitWidth(cursor))
  }

  /// The declarations and attributes directly below.
  package var children: [Declaration] {
    var children: [Declaration] = []
    withUnsafeMutablePointer(to: &children) { pointer in
      _ = clang_visitChildren(
        cursor,
        { cursor, _, context in
          context!.assumingMemoryBound(to: [Declaration].self).pointee.append(Declaration(cursor: cursor))
          return CXChildVisit_Continue
        }, pointer)
    }
    return children
  }
}
