/// A `main` around the program's own (`ld --wrap=main`), for leak checks that can be believed.
///
/// LeakSanitizer takes memory for reachable when any word on the stack looks like its address. Words that `main` has
/// left there after its end would hide rings of owners, so `main` is called from further down, and the place where it
/// was is overwritten before the check.
enum StackScrub {
  static let fileName = "around_main.c"
  static let linkerFlag = "-Wl,--wrap=main"

  static let source = """
    extern int __real_main(int, char **, char **);

    __attribute__((noinline, no_sanitize_address)) static int call_main(int count, char **arguments, char **variables) {
      volatile char *gap = __builtin_alloca(16384);
      gap[0] = 0;
      int status = __real_main(count, arguments, variables);
      gap[1] = 0;
      return status;
    }

    __attribute__((noinline, no_sanitize_address)) static void overwrite_stack(void) {
      volatile char *below = __builtin_alloca(1 << 20);
      for (long i = 0; i < 1 << 20; i++) below[i] = 0;
    }

    int __wrap_main(int count, char **arguments, char **variables) {
      int status = call_main(count, arguments, variables);
      overwrite_stack();
      return status;
    }

    """
}
