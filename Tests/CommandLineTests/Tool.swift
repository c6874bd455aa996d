import Foundation
import TestSupport

extension Sandbox {
  /// Runs `ownscope` in the sandbox.
  func ownscope(
    _ arguments: String..., environment: [String: String] = [:], seconds: Int = 120
  ) throws -> CommandResult {
    try run(
      Repository.ownscope.path, arguments, environment: environment, directory: URL(fileURLWithPath: path),
      seconds: seconds)
  }
}

/// Programs that tests lint.
enum Program {
  static let leak = """
    #include <stdlib.h>
    int leaks(int n) {
      char *p = malloc(8);
      if (p == NULL) return 1;
      if (n > 3) return 2;
      free(p);
      return 0;
    }

    """
  static let clean = "#include <stdlib.h>\nvoid fine(void) { free(malloc(8)); }\n"
}
