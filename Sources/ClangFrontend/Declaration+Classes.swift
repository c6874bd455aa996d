import CLibClang

/// What only classes and their members have.
extension Declaration {
  package var isConstructor: Bool { cursor.kind == CXCursor_Constructor }
  package var isDestructor: Bool { cursor.kind == CXCursor_Destructor }
  package var isConversion: Bool { cursor.kind == CXCursor_ConversionFunction }
  package var isCopyConstructor: Bool { clang_CXXConstructor_isCopyConstructor(cursor) != 0 }
  package var isMoveConstructor: Bool { clang_CXXConstructor_isMoveConstructor(cursor) != 0 }
  package var isDefaultConstructor: Bool { clang_CXXConstructor_isDefaultConstructor(cursor) != 0 }
  package var isCopyAssignment: Bool { clang_CXXMethod_isCopyAssignmentOperator(cursor) != 0 }
  package var isMoveAssignment: Bool { clang_CXXMethod_isMoveAssignmentOperator(cursor) != 0 }
  /// `= default`, or made by the compiler: the body is the language's.
  package var isDefaulted: Bool { clang_CXXMethod_isDefaulted(cursor) != 0 }
  package var isDeleted: Bool { clang_CXXMethod_isDeleted(cursor) != 0 }
  package var isVirtual: Bool { clang_CXXMethod_isVirtual(cursor) != 0 }
  package var isPureVirtual: Bool { clang_CXXMethod_isPureVirtual(cursor) != 0 }

  /// `final`, written on the class or the method.
  package var isFinal: Bool {
    children.contains { $0.cursor.kind == CXCursor_CXXFinalAttr }
  }

  /// The methods of base classes that this one overrides directly.
  package var overridden: [Declaration] {
    var pointer: UnsafeMutablePointer<CXCursor>?
    var count: UInt32 = 0
    clang_getOverriddenCursors(cursor, &pointer, &count)
    guard let pointer else { return [] }
    defer { clang_disposeOverriddenCursors(pointer) }
    return (0..<Int(count)).map { Declaration(cursor: pointer[$0]) }
  }

  /// The first declaration of a virtual method up the hierarchy; of several the first.
  package var introducingMethod: Declaration {
    var method = canonical
    while let above = method.overridden.first { method = above.canonical }
    return method
  }

  /// A base class as the class names it.
  package struct Base {
    package var type: ClangType
    package var isVirtual: Bool
  }

  /// Direct base classes in the order of the source. An implicit instantiation has none of its own to show: its
  /// template's are given then when they do not depend on the arguments.
  package var bases: [Base] {
    children.filter { $0.cursor.kind == CXCursor_CXXBaseSpecifier }.map {
      Base(type: $0.type, isVirtual: clang_isVirtualBase($0.cursor) != 0)
    }
  }

  /// The bases that the class names in `using Base::Base`, or their templates; the compiler shows each under the
  /// class's own name.
  package var basesOfInheritedConstructors: [Declaration] {
    let own = name
    return children.compactMap { using in
      guard using.cursor.kind == CXCursor_UsingDeclaration, using.name == own,
        let base = using.children.first(where: {
          $0.cursor.kind == CXCursor_TypeRef || $0.cursor.kind == CXCursor_TemplateRef
        })
      else { return nil }
      return Declaration(cursor: clang_getCursorReferenced(base.cursor)).canonical
    }
  }

  /// The template that this is an instantiation of: where it is defined, if it is.
  package var specializedTemplate: Declaration? {
    let template = clang_getSpecializedCursorTemplate(cursor)
    if isInvalid(template) { return nil }
    return Declaration(cursor: template).definition ?? Declaration(cursor: template)
  }

  /// A class template, or a partial specialisation of one: what is in it depends on arguments.
  package var isTemplatePattern: Bool {
    cursor.kind == CXCursor_ClassTemplate || cursor.kind == CXCursor_ClassTemplatePartialSpecialization
      || cursor.kind == CXCursor_FunctionTemplate
  }

  /// Somewhere in a template that is not instantiated.
  package var isInTemplatePattern: Bool {
    var scope = self
    while true {
      if scope.isTemplatePattern { return true }
      scope = scope.semanticParent
      guard scope.isScope || scope.isTemplatePattern || scope.kind == .function else { return false }
    }
  }

  /// Declared in namespace `std`, however deep (`std::__cxx11::basic_string`).
  package var isInStandardLibrary: Bool {
    var scope = semanticParent
    var outermost: Declaration?
    while scope.isScope || scope.isTemplatePattern {
      outermost = scope
      scope = scope.semanticParent
    }
    guard let outermost, outermost.cursor.kind == CXCursor_Namespace else { return false }
    return outermost.withName { $0.elementsEqual("std".utf8) || $0.elementsEqual("__gnu_cxx".utf8) }
  }

  /// A field with an initialiser of its own (`int n = 3;`): the last child, unless that is an array's bound or a
  /// bit-field's width. Numbers before the name are arguments of a template (`std::array<int, 3> a;`).
  package var memberInitializer: Declaration? {
    guard cursor.kind == CXCursor_FieldDecl else { return nil }
    let name = Self.offset(clang_getCursorLocation(cursor))
    let expressions = children.filter {
      $0.kind.isExpression && Self.offset(clang_getRangeStart(clang_getCursorExtent($0.cursor))) >= name
    }
    var bounds = clang_Cursor_isBitField(cursor) != 0 ? 1 : 0
    var type = clang_getCanonicalType(clang_getCursorType(cursor))
    while type.kind == CXType_ConstantArray {
      bounds += 1
      type = clang_getCanonicalType(clang_getArrayElementType(type))
    }
    guard let last = expressions.last else { return nil }
    if expressions.count > bounds { return last }
    // The bound of an array may come from elsewhere (a typedef): lists and calls are never bounds.
    return bounds > 0 && (last.kind == .initializerList || last.kind == .call) ? last : nil
  }

  /// Bytes from the start of the file to where the text stands, or to the macro that it comes from.
  private static func offset(_ location: CXSourceLocation) -> UInt32 {
    var offset: UInt32 = 0
    clang_getExpansionLocation(location, nil, nil, nil, &offset)
    return offset
  }

  package var hasMemberInitializer: Bool { memberInitializer != nil }

  /// Names storage: a variable, a parameter, part of a structured binding.
  package var isObject: Bool { kind == .variable || kind == .parameter || kind == .otherDeclaration }

  /// Declared so that no exception leaves it.
  package var isNoexcept: Bool {
    let kind = clang_getCursorExceptionSpecificationType(cursor)
    return kind == Int32(CXCursor_ExceptionSpecificationKind_BasicNoexcept.rawValue)
      || kind == Int32(CXCursor_ExceptionSpecificationKind_DynamicNone.rawValue)
      || kind == Int32(CXCursor_ExceptionSpecificationKind_NoThrow.rawValue)
  }
}

extension ClangType {
  /// Arguments of the template that the class is an instance of; empty for anything else. Values and packs are
  /// invalid types.
  package var templateArguments: [ClangType] {
    let count = clang_Type_getNumTemplateArguments(raw)
    guard count > 0 else { return [] }
    return (0..<UInt32(count)).map { ClangType(raw: clang_Type_getTemplateArgumentAsType(raw, $0)) }
  }

  package var isReference: Bool { isLValueReference || isRValueReference }
  package var isLValueReference: Bool { canonical.raw.kind == CXType_LValueReference }
  package var isRValueReference: Bool { canonical.raw.kind == CXType_RValueReference }
  /// What a reference refers to; anything else is itself.
  package var withoutReference: ClangType { isReference ? canonical.pointee : self }
  package var isMemberFunctionPointer: Bool {
    raw.kind == CXType_MemberPointer && pointee.canonical.kind == .function
  }
  package var isDataMemberPointer: Bool { raw.kind == CXType_MemberPointer && !isMemberFunctionPointer }
  /// The class whose members a pointer to members points at.
  package var classOfMember: ClangType { ClangType(raw: clang_Type_getClassType(raw)) }
  package var isRecord: Bool { canonical.raw.kind == CXType_Record }
  package var alignment: Int64 { max(clang_Type_getAlignOf(raw), 1) }
}

extension Declaration {
  /// A variable's initialiser.
  package var variableInitializer: Declaration? {
    let initializer = clang_Cursor_getVarDeclInitializer(cursor)
    return isInvalid(initializer) ? nil : Declaration(cursor: initializer)
  }
}
