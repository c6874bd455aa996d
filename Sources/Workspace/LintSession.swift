import ClangFrontend
import Findings
import LibraryModels
import OwnershipIR
import Synchronization

/// One batch run: from what the user named to a report.
package struct LintSession: Sendable {
  package var options: LintOptions
  package var configuration: Configuration
  package var rules: RuleSelection
  package var engine: Engine

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

  /// The report's paths count from the configuration's directory when the user stands inside it, else from where
  /// the user stands.
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
    let start = CPUTime.ofProcess
    let analysed = engine.analyze(program.modules, program.models, options.jobs)
    var timings = program.timings
    timings.analyse = CPUTime.ofProcess - start

    var report = FindingsPipeline(configuration: configuration, rules: rules, root: root)
      .report(analysed.findings, modules: program.modules)
    report.analysedFiles = program.modules.map { root.relativePath(of: $0.path) }
    report.failures = program.failures
    let warnings = program.warnings + apply(baseline, to: &report)
    return LintOutcome(
      report: report, warnings: warnings, incompleteFunctions: analysed.incompleteFunctions, timings: timings)
  }

  // MARK: Lowering

  /// All files of a run, ready to be analysed.
  struct LoweredProgram: Sendable {
    var modules: [Module] = []
    var models = ModelLibrary()
    var failures: [FileFailure] = []
    var warnings: [String] = []
    var timings = Timings()
  }

  /// Finds the files, their flags and the models, and lowers everything.
  func lowerAll(
    progress: @escaping @Sendable (LintProgress) -> Void = { _ in }
  ) -> LoweredProgram {
    let discovery = FileDiscovery(workingDirectory: options.workingDirectory, configuration: configuration)
    let found = discovery.discover(options.paths.isEmpty ? ["."] : options.paths)
    var resolver = CompileCommandResolver(
      explicitFlags: options.compilerFlags, buildDirectory: options.buildDirectory,
      workingDirectory: options.workingDirectory)
    let commands = found.files.map { resolver.command(for: $0) }
    var program = lower(commands, progress: progress)
    program.models = ModelLibrary.forRun(configuration)
    program.models.addAttributes(of: program.modules)
    program.failures = (found.failures + program.failures).sorted {
      ($0.path, $0.reason) < ($1.path, $1.reason)
    }
    program.warnings = resolver.problems + found.emptyDirectories.map { "\($0): holds no C or C++ sources" }
    return program
  }

  /// Parses and lowers on all threads; results are in the order of `commands` whatever the schedule.
  private func lower(_ commands: [CompileCommand], progress: @escaping @Sendable (LintProgress) -> Void)
    -> LoweredProgram
  {
    let done = Mutex(0)
    let engine = engine
    let root = root
    // The largest first, so that no thread is left alone with a long one at the end.
    let sizes = commands.map { FileContents.size($0.file) }
    let order = commands.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    let results = parallelMap(count: commands.count, order: order, jobs: options.jobs) {
      index -> Result<LoweredFile, FileFailure> in
      let command = commands[index]
      let result = Self.lower(command, with: engine, shownAs: root.relativePath(of: command.file))
      let count = done.withLock { done in
        done += 1
        return done
      }
      progress(.parsed(done: count, of: commands.count, path: command.file))
      return result
    }
    var program = LoweredProgram()
    for result in results {
      switch result {
      case .success(let file):
        program.modules.append(file.module)
        program.timings.parse = program.timings.parse + file.parseTime
        program.timings.lower = program.timings.lower + file.loweringTime
        if let problem = file.problem { program.failures.append(problem) }
      case .failure(let failure): program.failures.append(failure)
      }
    }
    return program
  }

  private static func lower(
    _ command: CompileCommand, with engine: Engine, shownAs path: String
  ) -> Result<LoweredFile, FileFailure> {
    do {
      let bytes = try FileContents.read(command.file)
      if let failure = FileScreening.failure(ofContents: bytes, path: path) { return .failure(failure) }
    } catch {
      return .failure(FileScreening.failure(for: error, path: path))
    }
    do {
      var file = try engine.lower(command)
      file.problem?.path = path
      return .success(file)
    } catch {
      return .failure(
        FileFailure(path: path, reason: error.reason, remedy: error.remedy, isPartial: error.isPartial))
    }
  }

  // MARK: Baseline

  private func readBaseline() throws(Failure) -> Baseline? {
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
