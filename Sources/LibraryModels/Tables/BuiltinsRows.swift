extension ModelTable {
  /// Compilers' builtins and the functions behind C++ `new` and `delete`.
  static let builtinsRows: StaticString = """
    // What compilers know by themselves. `__builtin_malloc` and its like are read as `malloc`.
    __builtin_alloca(value) -> new alloca                    | GCC manual 6.59
    __builtin_alloca_with_align(value, value) -> new alloca  | GCC manual 6.59
    __builtin_expect(value, value) -> #0                     | GCC manual 6.59
    __builtin_expect_with_probability(value, value, value) -> #0 | GCC manual 6.59
    __builtin_assume_aligned(borrow, value, value...) -> #0  | GCC manual 6.59
    __builtin_unreachable() noreturn                         | GCC manual 6.59
    __builtin_trap() noreturn                                | GCC manual 6.59
    __builtin_longjmp(borrow, value) noreturn                | GCC manual 6.5
    __builtin_setjmp(fill)                                   | GCC manual 6.5
    __builtin_constant_p(value) pure                         | GCC manual 6.59
    __builtin_object_size(value, value) pure                 | GCC manual 6.58
    __builtin_dynamic_object_size(value, value) pure         | GCC manual 6.58
    __builtin_prefetch(value, value...)                      | GCC manual 6.59
    __builtin_frame_address(value) -> borrowed               | GCC manual 6.51
    __builtin_return_address(value) -> borrowed              | GCC manual 6.51
    __builtin_bswap16(value) pure                            | GCC manual 6.59
    __builtin_bswap32(value) pure                            | GCC manual 6.59
    __builtin_bswap64(value) pure                            | GCC manual 6.59
    __builtin_clz(value) pure                                | GCC manual 6.59
    __builtin_clzl(value) pure                               | GCC manual 6.59
    __builtin_clzll(value) pure                              | GCC manual 6.59
    __builtin_ctz(value) pure                                | GCC manual 6.59
    __builtin_ctzl(value) pure                               | GCC manual 6.59
    __builtin_ctzll(value) pure                              | GCC manual 6.59
    __builtin_popcount(value) pure                           | GCC manual 6.59
    __builtin_popcountl(value) pure                          | GCC manual 6.59
    __builtin_popcountll(value) pure                         | GCC manual 6.59
    __builtin_parity(value) pure                             | GCC manual 6.59
    __builtin_add_overflow(value, value, fill)               | GCC manual 6.56
    __builtin_sub_overflow(value, value, fill)               | GCC manual 6.56
    __builtin_mul_overflow(value, value, fill)               | GCC manual 6.56
    __builtin_va_start(fill, value...)                       | GCC manual 6.59
    __builtin_va_end(use)                                    | GCC manual 6.59
    __builtin_va_copy(fill, borrow)                          | GCC manual 6.59
    __builtin_nan(borrow) pure                               | GCC manual 6.59
    __builtin_huge_val() pure                                | GCC manual 6.59
    __builtin_inf() pure                                     | GCC manual 6.59
    __sync_fetch_and_add(use, value, value...)               | GCC manual 6.54
    __sync_fetch_and_sub(use, value, value...)               | GCC manual 6.54
    __sync_add_and_fetch(use, value, value...)               | GCC manual 6.54
    __sync_sub_and_fetch(use, value, value...)               | GCC manual 6.54
    __sync_bool_compare_and_swap(use, value, escape, value...) | GCC manual 6.54
    __sync_val_compare_and_swap(use, value, escape, value...) | GCC manual 6.54
    __sync_lock_test_and_set(use, escape, value...)          | GCC manual 6.54
    __sync_lock_release(use, value...)                       | GCC manual 6.54
    __sync_synchronize()                                     | GCC manual 6.54
    // C++: the functions behind new and delete.
    operator new(value) -> new new                           | [new.delete.single]
    operator new[](value) -> new new[]                       | [new.delete.array]
    operator delete(release new?, value...)                  | [new.delete.single]
    operator delete[](release new[]?, value...)              | [new.delete.array]
    std::terminate() noreturn                                | [except.terminate]
    std::abort() noreturn                                    | [support.start.term]
    std::exit(value) noreturn                                | [support.start.term]
    std::free(release malloc?)                               | [c.malloc]
    std::malloc(value) -> new malloc?                        | [c.malloc]
    std::calloc(value, value) -> new zeroed malloc?          | [c.malloc]
    std::realloc(reallocate malloc, value) -> new malloc?    | [c.malloc]
    """
}
