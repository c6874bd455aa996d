import ArgumentParser
import Workspace

/// For the benchmark: how long an editor would wait for findings after an edit.
struct EditsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "edits", abstract: "Measure what edits of some files cost after the first analysis.",
    usage: "ownscope edits <file> ... [<options>] [-- <compiler flags>]", shouldDisplay: false)

  @Argument(help: ArgumentHelp("The files, taken as one program.", valueName: "file"))
  var files: [String]

  @Option(help: ArgumentHelp("Edits of each kind.", valueName: "n"))
  var count = 10

  @Option(help: ArgumentHelp("Where the random numbers begin.", valueName: "n"))
  var seed: UInt64 = 1

  @Flag(help: "Let edits stay, and compare each result with a fresh analysis.")
  var check = false

  @Flag(help: "One line an edit.")
  var verbose = false

  @OptionGroup var compile: CompileOptions

  func run() throws {
    let session = LintSession(
      options: compile.lintOptions(paths: files, jobs: 1), configuration: try compile.configuration())
    let outcome = EditTrial(session: session, count: count, seed: seed, checks: check).run()
    Terminal.write(
      "edits: \(outcome.files) files, \(outcome.functions) functions, first analysis \(Self.text(outcome.first))\n"
    )
    for edit in EditTrial.Edit.allCases {
      let steps = outcome.steps.filter { $0.edit == edit }
      if steps.isEmpty { continue }
      func median(_ part: (EditTrial.Step) -> CPUTime) -> String {
        Self.text(steps.map(part).sorted()[steps.count / 2])
      }
      let functions = steps.map(\.analysed).sorted()[steps.count / 2]
      let slowest = Self.text(steps.map(\.analysis).max()!)
      Terminal.write(
        "edits: \(edit.rawValue): lower \(median(\.lowering)), analyse \(median(\.analysis)), at most \(slowest), \(functions) functions\n"
      )
    }
    if verbose {
      for step in outcome.steps {
        Terminal.write(
          "\(step.path):\(step.line): \(step.edit.rawValue): lower \(Self.text(step.lowering)), analyse \(Self.text(step.analysis)), \(step.analysed) functions\n"
        )
      }
    }
    let wrong = outcome.steps.enumerated().filter { $0.element.isRight == false }
    for (number, step) in wrong {
      Terminal.complain(
        "\(step.path):\(step.line): edit \(number + 1) (\(step.edit.rawValue)): not what a fresh analysis gives"
      )
    }
    if !wrong.isEmpty { throw ExitCode(1) }
  }

  private static func text(_ time: CPUTime) -> String {
    let tenths = time.nanoseconds / 100_000
    return "\(tenths / 10).\(tenths % 10) ms"
  }
}
