/// Cells that belong to an object and lie far outside of it, as offsets in bytes from its first: what is true of the
/// object and stands in no byte of its own.
package enum HiddenCell {
  /// The resource that an object holds in place (`regcomp`, `pthread_mutex_init`).
  package static let resource: Int64 = 1 << 48
  /// 1 in an owner (a smart pointer) that gave away what it held.
  package static let moved: Int64 = 1 << 49
  /// In a string: the length of its text where it has room for exactly that, and that on the heap; negative where its
  /// characters are on the heap and nothing else is known.
  package static let text: Int64 = 1 << 52
  /// In a table of virtual functions: bytes from the subobject that points at the table to the start of the object,
  /// as the Itanium C++ ABI's "offset to top". Of a table that is not known it is 0: what is deleted through a base
  /// begins with that base, until a caller is seen that knows better.
  package static let offsetToTop: Int64 = 1 << 50
  /// 1 in a counted object whose first reference is for whoever sinks it, 0 once that has happened.
  package static let floating: Int64 = 1 << 51
  /// In a list of arguments (`va_list`): where the next one stands.
  package static let position: Int64 = 1 << 53

  /// The offset of such a cell as `moved`, wherever the owner lies in its object.
  package static func isMoved(_ offset: Int64) -> Bool { offset >= moved && offset < offsetToTop }
}
