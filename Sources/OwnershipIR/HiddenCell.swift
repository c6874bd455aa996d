/// Cells that belong to an object and lie far outside of it, as offsets in bytes from its first: what is true of the
/// object and stands in no byte of its own.
package enum HiddenCell {
  /// The resource that an object holds in place (`regcomp`, `pthread_mutex_init`).
  package static let resource: Int64 = 1 << 48
  /// 1 in an owner (a smart pointer) that gave away what it held.
  package static let moved: Int64 = 1 << 49
  /// 1 in a counted object whose first reference is for whoever sinks it, 0 once that has happened.
  package static let floating: Int64 = 1 << 51
}
