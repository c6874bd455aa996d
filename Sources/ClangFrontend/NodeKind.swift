import CLibClang

/// What a node of the syntax tree is: libclang's cursor kinds, reduced to those that lowering tells apart.
package enum NodeKind: UInt8, Sendable {
  // Declarations and references.
  case variable, parameter, function, field, record, enumeration, typedef, otherDeclaration
  case typeReference, memberReference, labelReference, otherReference
  case attribute
  // Statements.
  case compound, declarations, `if`, `switch`, `case`, `default`, `while`, `do`, `for`, rangeFor
  case goto, computedGoto, label, `continue`, `break`, `return`, empty, assembly, statementWrapper
  case tryBlock, catchBlock, otherStatement
  // Expressions.
  case wrapper, name, member, call, integerLiteral, floatingLiteral, stringLiteral, characterLiteral
  case booleanLiteral, nullLiteral, parentheses, unary, subscripted, binary, compoundAssignment, conditional
  case cast, compoundLiteral, initializerList, labelAddress, statementExpression, genericSelection
  case unevaluated, new, delete, this, block, lambda, `throw`, otherExpression
  case other
}

extension NodeKind {
  package var isExpression: Bool {
    rawValue >= NodeKind.wrapper.rawValue && rawValue <= NodeKind.otherExpression.rawValue
  }

  package var isStatement: Bool {
    rawValue >= NodeKind.compound.rawValue && rawValue <= NodeKind.otherStatement.rawValue
  }

  init(_ kind: CXCursorKind) {
    let index = Int(kind.rawValue)
    self = index < Self.table.count ? Self.table[index] : .other
  }

  /// Cursor kind → node kind, by number. Built from the constants of the headers in use, because the numbers
  /// move between releases.
  private static let table: [NodeKind] = {
    var table = [NodeKind](repeating: .other, count: 1024)
    func fill(_ first: CXCursorKind, _ last: CXCursorKind, _ kind: NodeKind) {
      for index in Int(first.rawValue)...Int(last.rawValue) { table[index] = kind }
    }
    fill(CXCursor_FirstDecl, CXCursor_LastDecl, .otherDeclaration)
    fill(CXCursor_FirstRef, CXCursor_LastRef, .otherReference)
    fill(CXCursor_FirstExpr, CXCursor_LastExpr, .otherExpression)
    fill(CXCursor_FirstStmt, CXCursor_LastStmt, .otherStatement)
    fill(CXCursor_FirstAttr, CXCursor_LastAttr, .attribute)
    fill(CXCursor_FirstExtraDecl, CXCursor_LastExtraDecl, .otherDeclaration)
    for (kind, node) in pairs { table[Int(kind.rawValue)] = node }
    return table
  }()

  private static let pairs: [(CXCursorKind, NodeKind)] = [
    (CXCursor_VarDecl, .variable), (CXCursor_ParmDecl, .parameter), (CXCursor_FunctionDecl, .function),
    (CXCursor_CXXMethod, .function), (CXCursor_Constructor, .function), (CXCursor_Destructor, .function),
    (CXCursor_ConversionFunction, .function), (CXCursor_FieldDecl, .field), (CXCursor_StructDecl, .record),
    (CXCursor_UnionDecl, .record), (CXCursor_ClassDecl, .record), (CXCursor_EnumDecl, .enumeration),
    (CXCursor_TypedefDecl, .typedef), (CXCursor_TypeAliasDecl, .typedef), (CXCursor_TypeRef, .typeReference),
    (CXCursor_MemberRef, .memberReference), (CXCursor_LabelRef, .labelReference),
    (CXCursor_CompoundStmt, .compound), (CXCursor_DeclStmt, .declarations), (CXCursor_IfStmt, .if),
    (CXCursor_SwitchStmt, .switch), (CXCursor_CaseStmt, .case), (CXCursor_DefaultStmt, .default),
    (CXCursor_WhileStmt, .while), (CXCursor_DoStmt, .do), (CXCursor_ForStmt, .for),
    (CXCursor_CXXForRangeStmt, .rangeFor), (CXCursor_GotoStmt, .goto),
    (CXCursor_IndirectGotoStmt, .computedGoto), (CXCursor_LabelStmt, .label),
    (CXCursor_ContinueStmt, .continue), (CXCursor_BreakStmt, .break), (CXCursor_ReturnStmt, .return),
    (CXCursor_NullStmt, .empty), (CXCursor_GCCAsmStmt, .assembly), (CXCursor_MSAsmStmt, .assembly),
    (CXCursor_UnexposedStmt, .statementWrapper), (CXCursor_CXXTryStmt, .tryBlock),
    (CXCursor_CXXCatchStmt, .catchBlock), (CXCursor_UnexposedExpr, .wrapper), (CXCursor_DeclRefExpr, .name),
    (CXCursor_MemberRefExpr, .member), (CXCursor_CallExpr, .call), (CXCursor_IntegerLiteral, .integerLiteral),
    (CXCursor_FloatingLiteral, .floatingLiteral), (CXCursor_ImaginaryLiteral, .floatingLiteral),
    (CXCursor_StringLiteral, .stringLiteral), (CXCursor_CharacterLiteral, .characterLiteral),
    (CXCursor_CXXBoolLiteralExpr, .booleanLiteral), (CXCursor_GNUNullExpr, .nullLiteral),
    (CXCursor_CXXNullPtrLiteralExpr, .nullLiteral), (CXCursor_ParenExpr, .parentheses),
    (CXCursor_UnaryOperator, .unary), (CXCursor_ArraySubscriptExpr, .subscripted),
    (CXCursor_BinaryOperator, .binary), (CXCursor_CompoundAssignOperator, .compoundAssignment),
    (CXCursor_ConditionalOperator, .conditional), (CXCursor_CStyleCastExpr, .cast),
    (CXCursor_CXXStaticCastExpr, .cast), (CXCursor_CXXDynamicCastExpr, .cast),
    (CXCursor_CXXReinterpretCastExpr, .cast), (CXCursor_CXXConstCastExpr, .cast),
    (CXCursor_CXXFunctionalCastExpr, .cast), (CXCursor_CompoundLiteralExpr, .compoundLiteral),
    (CXCursor_InitListExpr, .initializerList), (CXCursor_AddrLabelExpr, .labelAddress),
    (CXCursor_StmtExpr, .statementExpression), (CXCursor_GenericSelectionExpr, .genericSelection),
    (CXCursor_UnaryExpr, .unevaluated), (CXCursor_CXXTypeidExpr, .unevaluated),
    (CXCursor_RequiresExpr, .unevaluated), (CXCursor_SizeOfPackExpr, .unevaluated),
    (CXCursor_CXXNewExpr, .new), (CXCursor_CXXDeleteExpr, .delete), (CXCursor_CXXThisExpr, .this),
    (CXCursor_BlockExpr, .block), (CXCursor_LambdaExpr, .lambda), (CXCursor_CXXThrowExpr, .throw),
  ]
}
