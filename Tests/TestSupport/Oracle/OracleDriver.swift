import Foundation

/// The program around a fixture's cases: one process runs one case.
enum OracleDriver {
  /// Calls the case whose name is the first argument, from a function that is not inlined, and then overwrites the
  /// stack it used: stale words there would make lost memory look reachable.
  static func source(cases: [String], isCPlusPlus: Bool) -> String {
    let parameters = isCPlusPlus ? "" : "void"
    return """
      #include <stdlib.h>
      #include <string.h>
      \(cases.map { "void \($0)(\(parameters));" }.joined(separator: "\n"))
      static const struct { const char *name; void (*run)(\(parameters)); } cases[] = {
      \(cases.map { "  {\"\($0)\", \($0)}," }.joined(separator: "\n"))
      };
      #ifdef LEDGER
      \(isCPlusPlus ? "extern \"C\" " : "")void ledger_close_books(\(parameters));
      #endif
      static void __attribute__((noinline)) call(void (*run)(\(parameters))) { run(); }
      static void __attribute__((noinline)) scrub(\(parameters)) {
        volatile char *pad = (volatile char *)__builtin_alloca(65536);
        for (int i = 0; i < 65536; i++) pad[i] = 0;
      }
      int main(int count, char **arguments) {
        for (unsigned i = 0; count == 2 && i < sizeof cases / sizeof *cases; i++)
          if (!strcmp(cases[i].name, arguments[1])) {
            call(cases[i].run);
            scrub();
      #ifdef LEDGER
            ledger_close_books();
      #endif
            return 0;
          }
        return 99;
      }

      """
  }

  /// What the ledger sees, in the form objcopy reads.
  static let redefinitions = [
    "fopen", "fdopen", "tmpfile", "fmemopen", "open_memstream", "freopen", "popen", "opendir", "fdopendir",
    "mmap",
    "fclose", "pclose", "closedir", "munmap", "malloc", "calloc", "realloc", "strdup", "free", "close",
    "read",
    "write",
  ].map { "\($0) ledger_\($0)\n" }.joined()
}
