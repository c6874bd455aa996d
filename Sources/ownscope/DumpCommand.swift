import ArgumentParser
import Workspace

struct DumpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump", abstract: "Show a stage of the analysis of some files as text.",
    usage: "ownscope dump ir|cfg|summary|states|ownership <file> ... [<options>] [-- <compiler flags>]")

  enum Stage: String, ExpressibleByArgument, CaseIterable {
    case ir, cfg, summary, states, ownership
  }

  @Argument(
    help:
      """
      ir: the ownership IR; cfg: control-flow graphs as Graphviz dot; summary: what functions do to ownership; \
      states: abstract states at their exits; ownership: which classes keep which others alive, and where they \
      may keep each other.
      """
  )
  var stage: Stage

  @Argument(help: ArgumentHelp("The files, taken as one program.", valueName: "file"))
  var files: [String]

  @Option(help: ArgumentHelp("Only this function (ir and cfg).", valueName: "name"))
  var function: String?

  @Flag(help: "With source places (ir and cfg).")
  var spans = false

  @Flag(help: "As Graphviz dot (ownership).")
  var dot = false

  @OptionGroup var compile: CompileOptions

  func run() throws {
    let configuration = try compile.configuration()
    let dump = ProgramDump(options: compile.lintOptions(paths: files, jobs: 1), configuration: configuration)
    for problem in dump.warnings { Terminal.complain("warning: \(problem)") }
    for failure in dump.failures { Terminal.complain("error: \(failure.message)") }
    switch stage {
    case .ir: Terminal.write(dump.ir(function: function, spans: spans))
    case .cfg: Terminal.write(dump.controlFlow(function: function, spans: spans))
    case .summary: Terminal.write(dump.summaries())
    case .states: Terminal.write(dump.states())
    case .ownership: Terminal.write(dump.ownership(asGraphviz: dot))
    }
    if !dump.failures.isEmpty { throw ExitCode(3) }
  }
}
