import CLibClang

// libclang's enumerations are imported as structs around a number, and the generic `==` that they would use is a
// call through a witness table: too slow for something that is asked of every cursor.

@inline(__always) func == (a: CXCursorKind, b: CXCursorKind) -> Bool { a.rawValue == b.rawValue }
@inline(__always) func ~= (a: CXCursorKind, b: CXCursorKind) -> Bool { a.rawValue == b.rawValue }
@inline(__always) func == (a: CXTypeKind, b: CXTypeKind) -> Bool { a.rawValue == b.rawValue }
@inline(__always) func != (a: CXTypeKind, b: CXTypeKind) -> Bool { a.rawValue != b.rawValue }
@inline(__always) func ~= (a: CXTypeKind, b: CXTypeKind) -> Bool { a.rawValue == b.rawValue }

/// Whether the cursor stands for nothing or for an error.
func isInvalid(_ cursor: CXCursor) -> Bool {
  cursor.kind.rawValue >= CXCursor_FirstInvalid.rawValue
    && cursor.kind.rawValue <= CXCursor_LastInvalid.rawValue
}
