import Foundation

/// The program around a fixture's cases: each case runs in a process of its own.
enum OracleDriver {
  /// Calls a case from a function that is not inlined, and then overwrites the stack it used: stale words there
  /// would make lost memory look reachable.
  ///
  /// One object serves both programs: the books of the ledger are closed where there are any.
  ///
  /// With a case's name it runs that case. Without, it forks for one case after the other and announces each on
  /// standard error: valgrind starts slowly, and like that it starts once a fixture.
  static func source(cases: [String], isCPlusPlus: Bool) -> String {
    let parameters = isCPlusPlus ? "" : "void"
    return """
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      #include <sys/wait.h>
      #include <unistd.h>
      \(cases.map { "void \($0)(\(parameters));" }.joined(separator: "\n"))
      static const struct { const char *name; void (*run)(\(parameters)); } cases[] = {
      \(cases.map { "  {\"\($0)\", \($0)}," }.joined(separator: "\n"))
      };
      \(isCPlusPlus ? "extern \"C\" " : "")void ledger_close_books(\(parameters)) __attribute__((weak));
      static void __attribute__((noinline)) call(void (*run)(\(parameters))) { run(); }
      static void __attribute__((noinline)) scrub(\(parameters)) {
        volatile char *pad = (volatile char *)__builtin_alloca(65536);
        for (int i = 0; i < 65536; i++) pad[i] = 0;
      }
      static void run_case(int i) {
        call(cases[i].run);
        scrub();
        if (ledger_close_books) ledger_close_books();
      }
      int main(int count, char **arguments) {
        int case_count = sizeof cases / sizeof *cases;
        for (int i = 0; i < case_count; i++) {
          if (count == 2) {
            if (strcmp(cases[i].name, arguments[1]) != 0) continue;
            run_case(i);
            return 0;
          }
          fprintf(stderr, "\(caseMarker)%s\\n", cases[i].name);
          pid_t child = fork();
          if (child < 0) return 98;
          if (child == 0) {
            alarm(\(secondsPerCase));
            run_case(i);
            exit(0);
          }
          int status;
          if (waitpid(child, &status, 0) != child) return 97;
        }
        return count == 2 ? 99 : 0;
      }

      """
  }

  static let caseMarker = "oracle case: "
  static let secondsPerCase = 30

  /// What the ledger sees, in the form objcopy reads.
  static let redefinitions = [
    "fopen", "fdopen", "tmpfile", "fmemopen", "open_memstream", "freopen", "popen", "opendir", "fdopendir",
    "mmap",
    "fclose", "pclose", "closedir", "munmap", "malloc", "calloc", "realloc", "strdup", "free", "close",
    "read",
    "write",
  ].map { "\($0) ledger_\($0)\n" }.joined()
}
