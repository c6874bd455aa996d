/// What happens to what an argument points at (or to the handle it is).
package enum ArgumentEffect: Sendable, Hashable {
  /// A plain value: not looked through (integers, flags, pointers that are only compared or printed).
  case value
  /// Read through the pointer during the call, not kept.
  case borrow
  /// Written through the pointer (contents become unknown scalars), not kept, nothing freed.
  case fill
  /// Read and written through the pointer during the call, not kept (a `FILE *` that is used).
  case use
  /// Released; null (or the family's failure value) is fine when `nullAllowed`.
  case release(family: FamilyName, nullAllowed: Bool)
  /// `realloc`: released on success unless the result is null, when the argument stays as it was.
  case reallocate(family: FamilyName)
  /// The callee becomes the owner, whether it succeeds or not: it will release it, or keep it for good.
  case take
  /// As `take`, but only on success: a failed `fdopen` leaves the descriptor with the caller.
  case takeOnSuccess
  /// Stored where it may be reached later; ownership unknown from here on.
  case escape
  /// Points at a variable that receives a fresh allocation of `family` on success. When `replaces` the old
  /// pointer in the variable is released or reused first (`getline`).
  case allocateOut(family: FamilyName, replaces: Bool)
  /// Points at an array of `count` handles that receive fresh allocations on success (`pipe`).
  case allocateOutArray(family: FamilyName, count: Int)
  /// Points at an object that holds resources from here on until released through the same pointer
  /// (`regcomp`).
  case initialize(family: FamilyName)
  /// A callback that may be called during the call with what the other arguments reach (`qsort`).
  case callback
  /// A function that a new thread runs with the next argument (`pthread_create`).
  case start
  /// What only a new thread gets at; what it leads to is shared (`std::thread`'s copies).
  case own
  /// An object that stands for a thread, whose end is awaited (`std::thread::join`).
  case join
  /// Points at a variable (null is fine) that receives what the thread's function has returned (`pthread_join`).
  case joined
  /// One more owner of a counted object (`g_object_ref`): one release more is needed until it dies.
  case retain(family: FamilyName)
  /// The callee becomes one more owner of a counted object, and gives that reference back itself (`PyList_Append`).
  case share
  /// Whoever sinks a floating object first takes over the reference that it was made with; later ones add one
  /// (`g_object_ref_sink`).
  case sink
  /// Points at a variable: what that holds is released, and it becomes null (`g_clear_object`).
  case clear(family: FamilyName)
  /// Receives, byte for byte, what another argument points at, pointers included (`memcpy`).
  case copy(from: Int)
  /// Receives the text that another argument points at, up to its end (`strcpy`).
  case copyText(from: Int)
  /// The same behind the text that is there (`strcat`).
  case appendText(from: Int)
  /// Every byte becomes the value of an argument, or zero when nil (`memset`, `bzero`).
  case setBytes(to: Int?)
  /// Points at a pointer variable that is moved along inside what it points at (`iconv`).
  case advance
  /// Points at a variable (null is fine) that receives a pointer inside what another argument points at
  /// (`strtol`).
  case receiveInside(Int)
}

extension ArgumentEffect {
  /// The family the effect speaks of.
  package var family: FamilyName? {
    switch self {
    case .release(let family, _), .reallocate(let family), .allocateOut(let family, _),
      .allocateOutArray(let family, _), .initialize(let family), .retain(let family), .clear(let family):
      family
    case .value, .borrow, .fill, .use, .take, .takeOnSuccess, .escape, .callback, .start, .own, .join,
      .joined, .copy,
      .copyText, .appendText, .setBytes,
      .advance, .receiveInside, .share, .sink:
      nil
    }
  }

  /// Whether something is acquired through the argument.
  package var acquires: Bool {
    switch self {
    case .allocateOut, .allocateOutArray, .initialize: true
    default: false
    }
  }

  /// Whether the argument is given back, and to which family.
  package var releasedFamily: FamilyName? {
    switch self {
    case .release(let family, _), .reallocate(let family): family
    default: nil
    }
  }
}
