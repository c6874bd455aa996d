import ClangFrontend
import Findings

/// One batch run: from what the user named to a report.
package struct LintSession: Sendable {
  package var options: LintOptions
  package var configuration: Configuration
  package var rules: RuleSelection
  package var engine: Engine
  /// Who is told which files are being read.
  package var watch: ReadingWatch?

  package init(
    options: LintOptions, configuration: Configuration, rules: RuleSelection? = nil,
    engine: Engine = .standard
  ) {
    self.options = options
    self.configuration = configuration
    self.rules = rules ?? RuleSelection(configuration: configuration)
    self.engine = engine
  }

  /// Why a run cannot begin or end; a sentence with its remedy.
  package struct Failure: Error, Sendable, Hashable {
    package var message: String
  }

  /// The report's paths count from the configuration's directory when the user stands inside it, else from
  /// where the user stands.
  package var root: ProjectRoot {
    let here = options.workingDirectory
    if let directory = configuration.directory, (here + "/").hasPrefix(directory + "/") {
      return ProjectRoot(path: directory)
    }
    return ProjectRoot(path: here)
  }

  package func run(
    progress: @escaping @Sendable (LintProgress) -> Void = { _ in }
  ) throws(Failure) -> LintOutcome {
    let baseline = try readBaseline()
    let program = lowerAll(progress: progress)
    progress(.analysing(functions: program.modules.reduce(0) { $0 + $1.functions.count }))
    return outcome(of: program, without: baseline)
  }

  /// Analyses what was lowered and makes the report.
  func outcome(of program: LoweredProgram, without baseline: Baseline?) -> LintOutcome {
    outcomeWithAllFindings(of: program, without: baseline).outcome
  }

  /// The report, and beside it everything that the analysis found.
  func outcomeWithAllFindings(
    of program: LoweredProgram, without baseline: Baseline?
  ) -> (outcome: LintOutcome, all: [Finding]) {
    let start = CPUTime.ofProcess
    let analysed = engine.analyze(program.modules, program.models, options.jobs)
    var timings = program.timings
    timings.analyse = CPUTime.ofProcess - start
    for index in timings.files.indices {
      timings.files[index].analyse = analysed.times[timings.files[index].path] ?? .zero
    }

    var report = report(analysed.findings, of: program)
    report.partlyFollowedCount = analysed.partlyFollowedCount
    let warnings = program.warnings + apply(baseline, to: &report)
    let outcome = LintOutcome(
      report: report, warnings: warnings, incompleteFunctions: analysed.incompleteFunctions, timings: timings,
      kept: analysed.kept)
    return (outcome, analysed.findings)
  }

  /// What the user is shown of what was found. Comments are read in files with findings and in those of `paths`; in all
  /// when that is nil.
  func report(_ findings: [Finding], of program: LoweredProgram, reading paths: Set<String>? = nil) -> LintReport {
    var report = FindingsPipeline(
      configuration: configuration, rules: rules, root: root, unsavedFiles: options.unsavedFiles, readPaths: paths
    ).report(findings, modules: program.modules)
    report.analysedFiles = program.modules.map { root.relativePath(of: $0.path) }
    report.failures = program.failures
    return report
  }

  /// Whether the configuration leaves a file out.
  func isExcluded(_ path: String) -> Bool {
    FindingsPipeline(configuration: configuration, rules: rules, root: root).isExcluded(path)
  }

  // MARK: Baseline

  func readBaseline() throws(Failure) -> Baseline? {
    guard let path = options.baselinePath else { return nil }
    do {
      let bytes = try FileContents.read(PathText.absolute(path, in: options.workingDirectory))
      return try Baseline(reading: bytes, path: path)
    } catch let error as BaselineError {
      throw Failure(message: error.message)
    } catch {
      throw Failure(message: "\(path): the baseline cannot be read; write it with --write-baseline \(path)")
    }
  }

  private func apply(_ baseline: Baseline?, to report: inout LintReport) -> [String] {
    guard let baseline else { return [] }
    let outcome = baseline.apply(to: report.findings, analysedPaths: Set(report.analysedFiles))
    report.findings = outcome.new
    report.baselinedCount = outcome.knownCount
    report.staleBaselineCount = outcome.staleCount
    guard outcome.staleCount > 0 else { return [] }
    let entries = outcome.staleCount == 1 ? "1 entry" : "\(outcome.staleCount) entries"
    return ["\(options.baselinePath ?? ""): \(entries) no longer found; write it again with --write-baseline"]
  }
}
