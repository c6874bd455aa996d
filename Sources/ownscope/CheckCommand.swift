import ArgumentParser
import Workspace

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract:
      "Show how a file is read: its flags and where they come from, its headers, what was skipped and why.",
    usage: "ownscope check <file> [-p <build>] [-- <compiler flags>]")

  @Argument(help: "The file.")
  var file: String

  @OptionGroup var compile: CompileOptions

  func run() throws {
    StandardError.keepForOurselves()
    let check = FileCheck(
      options: compile.lintOptions(paths: [file], jobs: 1), configuration: try compile.configuration())
    Terminal.write(check.text)
    if let failure = check.failure {
      Terminal.complain("error: \(failure.message)")
      throw ExitCode(3)
    }
  }
}
