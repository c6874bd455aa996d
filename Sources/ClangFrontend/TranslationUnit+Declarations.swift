import CLibClang

extension TranslationUnit {
  /// Functions and variables at file scope (and inside namespaces and records), system headers left out, in the
  /// order of the source. Redeclarations are all there.
  package func declarationsOutsideSystemHeaders() -> [Declaration] {
    var found: [Declaration] = []
    withUnsafeMutablePointer(to: &found) { pointer in
      _ = clang_visitChildren(
        clang_getTranslationUnitCursor(unit),
        { cursor, _, context in
          let kind = cursor.kind
          let isInteresting =
            kind == CXCursor_FunctionDecl || kind == CXCursor_VarDecl || kind == CXCursor_CXXMethod
            || kind == CXCursor_Constructor || kind == CXCursor_Destructor
            || kind == CXCursor_ConversionFunction
          let isContainer =
            kind == CXCursor_Namespace || kind == CXCursor_LinkageSpec || kind == CXCursor_ClassDecl
            || kind == CXCursor_StructDecl || kind == CXCursor_UnionDecl
          guard isInteresting || isContainer,
            clang_Location_isInSystemHeader(clang_getCursorLocation(cursor)) == 0
          else { return CXChildVisit_Continue }
          if kind == CXCursor_Namespace, InstanceProbe.isScope(cursor) { return CXChildVisit_Continue }
          if isInteresting {
            context!.assumingMemoryBound(to: [Declaration].self).pointee.append(Declaration(cursor: cursor))
            return CXChildVisit_Continue
          }
          return CXChildVisit_Recurse
        }, pointer)
    }
    return found
  }
}
