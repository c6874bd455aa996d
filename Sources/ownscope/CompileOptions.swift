import ArgumentParser
import Findings
import Foundation
import Workspace

/// Options that say how files are compiled; shared by all commands that read code.
struct CompileOptions: ParsableArguments {
  @Option(
    name: .customShort("p", allowingJoined: true),
    help: ArgumentHelp("Directory of compile_commands.json.", valueName: "build"))
  var buildDirectory: String?

  @Option(
    help: ArgumentHelp(
      "Configuration to use instead of the nearest \(Configuration.fileName).", valueName: "file"))
  var config: String?

  func configuration() throws(CommandFailure) -> Configuration {
    do {
      return try Configuration.find(named: config, from: Terminal.workingDirectory)
    } catch {
      throw CommandFailure(message: error.text)
    }
  }

  func lintOptions(paths: [String], jobs: Int) -> LintOptions {
    var options = LintOptions(paths: paths, jobs: jobs, workingDirectory: Terminal.workingDirectory)
    options.buildDirectory = buildDirectory
    options.compilerFlags = CommandLineParts.compilerFlags
    return options
  }
}

/// The two halves of the command line. What follows `--` belongs to the compiler and is not parsed by us at
/// all.
enum CommandLineParts {
  /// Without the program's name. In a box without `/proc` the Swift runtime does not find them, and whoever made the
  /// box has put them into the environment, a line an argument.
  private static let all: [String] =
    ProcessInfo.processInfo.environment["OWNSCOPE_ARGUMENTS"].map {
      $0.split(separator: "\n").map(String.init)
    }
    ?? Array(CommandLine.arguments.dropFirst())

  static var own: [String] { Array(all.prefix { $0 != "--" }) }

  /// nil when there is no `--`; an empty list is a choice as well: no flags.
  static var compilerFlags: [String]? {
    all.firstIndex(of: "--").map { Array(all[($0 + 1)...]) }
  }
}
