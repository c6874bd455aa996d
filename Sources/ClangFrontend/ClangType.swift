import CLibClang
import Foundation

/// A type as the compiler sees it, with its sugar (typedef names) and qualifiers.
package struct ClangType {
  let raw: CXType

  /// Equal for equal types with equal sugar and qualifiers: a key for caches.
  package var identity: UInt { UInt(bitPattern: raw.data.0) }
  package var isValid: Bool { raw.kind != CXType_Invalid }

  package var canonical: ClangType { ClangType(raw: clang_getCanonicalType(raw)) }
  package var unqualified: ClangType { ClangType(raw: clang_getUnqualifiedType(raw)) }
  package var isConst: Bool { clang_isConstQualifiedType(raw) != 0 }
  package var pointee: ClangType { ClangType(raw: clang_getPointeeType(raw)) }
  package var element: ClangType { ClangType(raw: clang_getArrayElementType(raw)) }
  package var result: ClangType { ClangType(raw: clang_getResultType(raw)) }
  package var isVariadic: Bool { clang_isFunctionTypeVariadic(raw) != 0 }
  package var spelling: String { String(consuming: clang_getTypeSpelling(raw)) }
  /// GNU's `noreturn` is part of the function's type and shows in its spelling only, behind the parameters (which
  /// may have such types themselves).
  package var saysNoReturn: Bool {
    let spelling = clang_getTypeSpelling(raw)
    defer { clang_disposeString(spelling) }
    guard let text = clang_getCString(spelling), strstr(text, "noreturn") != nil else { return false }
    var rest = Substring(String(cString: text))
    while rest.hasSuffix("))"), let attribute = rest.range(of: " __attribute__((", options: .backwards) {
      if rest[attribute.upperBound...] == "noreturn))" { return true }
      rest = rest[..<attribute.lowerBound]
    }
    return false
  }
  package var declaration: Declaration { Declaration(cursor: clang_getTypeDeclaration(raw)) }

  /// Elements of an array of constant size.
  package var elementCount: Int64? {
    let count = clang_getArraySize(raw)
    return count >= 0 ? count : nil
  }

  package var arguments: [ClangType] {
    let count = clang_getNumArgTypes(raw)
    guard count > 0 else { return [] }
    return (0..<UInt32(count)).map { ClangType(raw: clang_getArgType(raw, $0)) }
  }

  /// In bytes, or -1 when incomplete, dependent or variable.
  package var size: Int64 {
    let size = clang_Type_getSizeOf(raw)
    return size >= 0 ? size : -1
  }

  /// The fields of a record in declaration order.
  package var fields: [Declaration] {
    final class Collector { var fields: [Declaration] = [] }
    let collector = Collector()
    _ = clang_Type_visitFields(
      raw,
      { cursor, context in
        Unmanaged<Collector>.fromOpaque(context!).takeUnretainedValue().fields.append(
          Declaration(cursor: cursor))
        return CXVisit_Continue
      }, Unmanaged.passUnretained(collector).toOpaque())
    return collector.fields
  }

  package enum Kind: UInt8, Sendable {
    case unknown, void, boolean, signedInteger, unsignedInteger, floating
    /// Several numbers in one: complex ones and vectors.
    case composite
    case pointer, reference, constantArray, incompleteArray, variableArray, record, function
  }

  /// The kind of the canonical type; call it on `canonical`.
  package var kind: Kind {
    switch raw.kind {
    case CXType_Void: .void
    case CXType_Bool: .boolean
    case CXType_Char_U, CXType_UChar, CXType_Char16, CXType_Char32, CXType_UShort, CXType_UInt, CXType_ULong,
      CXType_ULongLong, CXType_UInt128:
      .unsignedInteger
    case CXType_Char_S, CXType_SChar, CXType_WChar, CXType_Short, CXType_Int, CXType_Long, CXType_LongLong,
      CXType_Int128:
      .signedInteger
    case CXType_Enum:
      ClangType(raw: clang_getEnumDeclIntegerType(clang_getTypeDeclaration(raw))).canonical.kind
    case CXType_Float, CXType_Double, CXType_LongDouble, CXType_Float128, CXType_Half, CXType_Float16,
      CXType_BFloat16, CXType_Ibm128:
      .floating
    case CXType_Complex, CXType_Vector, CXType_ExtVector: .composite
    case CXType_Pointer, CXType_NullPtr, CXType_BlockPointer, CXType_ObjCObjectPointer: .pointer
    case CXType_LValueReference, CXType_RValueReference: .reference
    case CXType_ConstantArray: .constantArray
    case CXType_IncompleteArray: .incompleteArray
    case CXType_VariableArray: .variableArray
    case CXType_Record: .record
    case CXType_FunctionProto, CXType_FunctionNoProto: .function
    case CXType_Atomic: ClangType(raw: clang_Type_getValueType(raw)).canonical.kind
    default: .unknown
    }
  }

  /// `_Atomic(T)` → `T`; anything else is itself.
  package var withoutAtomic: ClangType {
    raw.kind == CXType_Atomic ? ClangType(raw: clang_Type_getValueType(raw)) : self
  }
}

extension ClangType {
  /// C's kind of object: copied by its bytes, nothing runs when it comes or goes.
  package var isPlainOldData: Bool { clang_isPODType(raw) != 0 }

  /// Whether `spelling` has `typeof (…)` in it.
  package static func mentionsTypeof(_ spelling: UnsafeBufferPointer<UInt8>) -> Bool {
    guard spelling.count > 6 else { return false }
    return (0...spelling.count - 6).contains { start in
      spelling[start] == UInt8(ascii: "t") && memcmp(spelling.baseAddress! + start, "typeof", 6) == 0
    }
  }

  /// The spelling's bytes, for a table of names; valid during the call.
  package func withSpelling<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let spelling = clang_getTypeSpelling(raw)
    defer { clang_disposeString(spelling) }
    guard let text = clang_getCString(spelling) else {
      return body(UnsafeBufferPointer(start: nil, count: 0))
    }
    let count = strlen(text)
    return text.withMemoryRebound(to: UInt8.self, capacity: count) {
      body(UnsafeBufferPointer(start: $0, count: count))
    }
  }

  /// Written as a pointer, so that the pointee keeps its typedef's name.
  package var kindIsPointer: Bool { raw.kind == CXType_Pointer }
}
