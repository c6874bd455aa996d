/// What the compiler's own functions stand for.
enum Builtin: Hashable {
  /// The ordinary library function of this name; `dropped` arguments are the compiler's own additions.
  case library(String, dropped: [Int])
  /// The value of the first argument.
  case firstArgument
  /// 0, whatever the argument, which is not evaluated.
  case zero
  /// Control does not come back.
  case unreachable
  /// A `va_list` begins to be read, or takes over from another.
  case argumentList(ArgumentListStep)
  /// No effect that matters; the arguments are evaluated.
  case nothing
  case alloca
  /// `__builtin_add_overflow(a, b, &result)` and its like.
  case overflow
  /// Computes a number from numbers.
  case number
  case atomic(AtomicOperation)
}

extension Builtin {
  /// The meaning of a function by name; nil for a function that is called like any other.
  init?(named name: String) {
    if let operation = AtomicOperation(named: name) {
      self = .atomic(operation)
      return
    }
    guard name.utf8.starts(with: "__builtin_".utf8) else { return nil }
    let short = String(name.dropFirst("__builtin_".count))
    if short.utf8.starts(with: "__".utf8), short.hasSuffix("_chk") {
      self = Self.checked(String(short.dropFirst(2).dropLast(4)))
    } else if let known = Self.special[short] {
      self = known
    } else if Self.libraryNames.contains(short) {
      self = .library(short, dropped: [])
    } else if short.hasSuffix("_overflow") {
      self = .overflow
    } else {
      self = .number
    }
  }

  /// `__builtin___memcpy_chk(to, from, n, size)`: the size of the object is the last argument, but for functions
  /// of the `printf` family, which take flags (and a size) in the middle.
  private static func checked(_ name: String) -> Builtin {
    switch name {
    case "sprintf", "vsprintf": .library(name, dropped: [1, 2])
    case "snprintf", "vsnprintf": .library(name, dropped: [2, 3])
    case "fprintf", "vfprintf": .library(name, dropped: [1])
    case "printf", "vprintf": .library(name, dropped: [0])
    case "strcpy", "stpcpy", "strcat": .library(name, dropped: [2])
    default: .library(name, dropped: [3])
    }
  }

  private static let special: [String: Builtin] = [
    "expect": .firstArgument, "expect_with_probability": .firstArgument, "assume_aligned": .firstArgument,
    "launder": .firstArgument, "addressof": .firstArgument,
    "constant_p": .zero, "unreachable": .unreachable, "trap": .unreachable, "verbose_trap": .unreachable,
    "va_start": .argumentList(.start), "va_copy": .argumentList(.copy), "va_end": .nothing,
    "prefetch": .nothing, "assume": .nothing,
    "alloca": .alloca, "alloca_with_align": .alloca, "alloca_uninitialized": .alloca,
  ]

  private static let libraryNames: Set<String> = [
    "malloc", "calloc", "realloc", "free", "strdup", "strndup", "aligned_alloc", "memcpy", "memmove",
    "mempcpy",
    "memset", "memcmp", "memchr", "bcopy", "bzero", "bcmp", "strlen", "strnlen", "strcpy", "strncpy",
    "stpcpy",
    "stpncpy", "strcat", "strncat", "strcmp", "strncmp", "strcasecmp", "strncasecmp", "strchr", "strrchr",
    "strstr", "strpbrk", "strspn", "strcspn", "index", "rindex", "printf", "fprintf", "sprintf", "snprintf",
    "vprintf", "vfprintf", "vsprintf", "vsnprintf", "puts", "putchar", "putc", "fputs", "fputc", "fwrite",
    "scanf", "fscanf", "sscanf", "vscanf", "vfscanf", "vsscanf", "abort", "exit", "_exit", "_Exit", "wcslen",
    "wcscmp", "wmemchr", "wmemcmp", "wmemcpy", "wmemmove", "operator_new", "operator_delete",
  ]
}
