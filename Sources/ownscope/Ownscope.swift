import ArgumentParser
import Glibc

/// The program: every subcommand is a file of its own.
@main
struct Ownscope: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "ownscope",
    abstract: "Follows the ownership of memory through C and C++ and explains what goes wrong.",
    discussion: """
      Exit status: 0 nothing at or above --fail-on, 1 bad usage or internal error, 2 findings, 3 some file could \
      not be analysed in full.
      """,
    version: "ownscope \(version)",
    subcommands: [
      LintCommand.self, LanguageServerCommand.self, ExplainCommand.self, PlaygroundCommand.self,
      CheckCommand.self, DumpCommand.self, EditsCommand.self,
    ])

  /// Bad usage ends with 1, not with the parser library's own number.
  static func main() {
    Terminal.ignoreBrokenPipes()
    limitProcesses()
    do {
      var command = try parseAsRoot(CommandLineParts.own)
      try command.run()
    } catch let failure as CommandFailure {
      Terminal.complain("error: \(failure.message)")
      Glibc.exit(1)
    } catch let code as ExitCode {
      Glibc.exit(code.rawValue)
    } catch {
      let text = fullMessage(for: error)
      if exitCode(for: error) == .success {
        Terminal.write(text + (text.hasSuffix("\n") ? "" : "\n"))
        Glibc.exit(0)
      }
      Terminal.writeError(text + (text.hasSuffix("\n") ? "" : "\n"))
      Glibc.exit(1)
    }
  }
}

extension Ownscope {
  /// Holds itself to the number of processes that whoever made the box around it asked for: in a box that has no other
  /// program nobody else can.
  private static func limitProcesses() {
    guard let text = getenv("OWNSCOPE_PROCESS_LIMIT"), let limit = rlim_t(String(cString: text)) else {
      return
    }
    var limits = rlimit(rlim_cur: limit, rlim_max: limit)
    guard setrlimit(__rlimit_resource_t(__RLIMIT_NPROC.rawValue), &limits) == 0 else { Glibc.exit(1) }
  }
}

/// What stops a command: one sentence that says what to do about it.
struct CommandFailure: Error {
  var message: String
}
