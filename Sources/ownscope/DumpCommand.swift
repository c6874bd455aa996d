import ArgumentParser
import EditorFeatures
import OwnershipAnalysis
import Reporting
import SourceText
import Workspace

struct DumpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump", abstract: "Show a stage of the analysis of some files as text.",
    usage: "ownscope dump ir|cfg|summary|states|ownership|facts <file> ... [<options>] [-- <compiler flags>]")

  enum Stage: String, ExpressibleByArgument, CaseIterable {
    case ir, cfg, summary, states, ownership, facts
  }

  @Argument(
    help:
      """
      ir: the ownership IR; cfg: control-flow graphs as Graphviz dot; summary: what functions do to ownership; \
      states: abstract states at their exits; ownership: which classes keep which others alive, and where they \
      may keep each other; facts: what every place refers to where it stands, and the lives of objects.
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

  @Option(help: ArgumentHelp("Only what is known at this place (facts).", valueName: "line:column"))
  var at: String?

  @OptionGroup var compile: CompileOptions

  func run() throws {
    StandardError.keepForOurselves()
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
    case .facts: Terminal.write(try position().map { facts(dump, at: $0) } ?? dump.facts())
    }
    if !dump.failures.isEmpty { throw ExitCode(3) }
  }

  /// What is known at one place of the first file, and what an editor shows there.
  private func facts(_ dump: ProgramDump, at position: TextPosition) -> String {
    guard let (path, offset) = dump.place(at: position) else { return "no file has this place\n" }
    let analysis = dump.analysis()
    let function = analysis.facts(inFile: path, at: offset)
    let view = DocumentView(
      path: path, text: SourceTexts.onDisk.file(at: path)?.bytes ?? [],
      functions: function.map { [$0] } ?? [],
      findings: analysis.result.findings.filter { $0.range.path == path },
      types: OwnershipGraph(analysis.program))
    let hover = view.hover(at: offset).map { "\n" + $0.plainText + "\n" } ?? ""
    return (function?.text(at: offset) ?? "no function is here\n") + hover
  }

  private func position() throws -> TextPosition? {
    guard let at else { return nil }
    let parts = at.split(separator: ":").compactMap { Int($0) }
    guard parts.count == 2, parts[0] > 0, parts[1] > 0 else {
      throw ValidationError("'\(at)' is no place; write LINE:COLUMN, both counted from 1")
    }
    return TextPosition(line: parts[0], column: parts[1])
  }
}
