import ClangFrontend
import Findings
import LibraryModels
import OwnershipAnalysis
import OwnershipIR
import SourceText

/// The stages of the analysis as text, for people who work on Ownscope or wonder about a result.
package struct ProgramDump: Sendable {
  package let failures: [FileFailure]
  package let warnings: [String]
  private let modules: [Module]
  private let models: ModelLibrary
  private let root: ProjectRoot
  private let firstPath: String?

  package init(options: LintOptions, configuration: Configuration) {
    let session = LintSession(options: options, configuration: configuration)
    let program = session.lowerAll()
    modules = program.modules
    models = program.models
    root = session.root
    firstPath = options.paths.first.map { PathText.absolute($0, in: options.workingDirectory) }
    failures = program.failures
    warnings = program.warnings
  }

  package func ir(function: String?, spans: Bool) -> String {
    guard let function else { return modules.map { $0.printed(spans: spans) }.joined(separator: "\n") }
    return selected(function).map { $0.printed(function: $1, spans: spans) }.joined(separator: "\n")
  }

  /// One digraph a function with a body.
  package func controlFlow(function: String?, spans: Bool) -> String {
    selected(function).map { $0.graphviz(of: $1, spans: spans) }.joined(separator: "\n")
  }

  package func summaries() -> String { dumpSummaries(Program(modules: modules, models: models)) }

  package func states() -> String { dumpStates(Program(modules: modules, models: models)) }

  /// The files as one program, analysed and kept.
  package func analysis() -> ProgramAnalysis {
    ProgramAnalysis(Program(modules: modules, models: models), jobs: 1)
  }

  /// What ownership does in each function of the files.
  package func facts() -> String {
    let analysis = analysis()
    return modules.map { analysis.facts(ofFile: $0.path).map { $0.text() }.joined(separator: "\n") }
      .joined(separator: "\n")
  }

  /// The first file as it was opened, and the byte offset of a place in it; nil where the file has no such line.
  package func place(at position: TextPosition) -> (path: String, offset: Int)? {
    guard let module = modules.first(where: { $0.path == firstPath }) ?? modules.first,
      let line = module.files.first?.lines.byteRange(ofLine: position.line),
      position.column >= 1
    else { return nil }
    return (module.path, line.lowerBound + position.column - 1)
  }

  /// Which classes have hold of which others, as text or for Graphviz.
  package func ownership(asGraphviz: Bool) -> String {
    let graph = OwnershipGraph(Program(modules: modules, models: models))
    return asGraphviz ? graph.graphviz(root.relativePath(of:)) : graph.text(root.relativePath(of:))
  }

  private func selected(_ name: String?) -> [(Module, FunctionID)] {
    modules.flatMap { module in
      module.functions.indices.compactMap { index in
        let function = module.functions[index]
        guard function.body != nil, name == nil || module[function.name] == name else { return nil }
        return (module, FunctionID(index))
      }
    }
  }
}
