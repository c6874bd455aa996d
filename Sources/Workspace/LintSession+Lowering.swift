import ClangFrontend
import Findings
import LibraryModels
import OwnershipIR
import Synchronization

extension LintSession {
  /// All files of a run, ready to be analysed.
  struct LoweredProgram: Sendable {
    var modules: [Module] = []
    var models = ModelLibrary()
    var failures: [FileFailure] = []
    var warnings: [String] = []
    var timings = Timings()
  }

  /// What there is to do, before anything is read.
  struct Plan: Sendable {
    var commands: [CompileCommand] = []
    var failures: [FileFailure] = []
    var warnings: [String] = []
  }

  /// Finds the files, their flags and the models, and lowers everything.
  func lowerAll(
    progress: @escaping @Sendable (LintProgress) -> Void = { _ in }
  ) -> LoweredProgram {
    let plan = plan()
    return program(plan, lower(plan.commands, progress: progress))
  }

  /// Finds the files and their flags.
  func plan() -> Plan {
    let discovery = FileDiscovery(workingDirectory: options.workingDirectory, configuration: configuration)
    let found = discovery.discover(options.paths.isEmpty ? ["."] : options.paths)
    var resolver = CompileCommandResolver(
      explicitFlags: options.compilerFlags, buildDirectory: options.buildDirectory,
      workingDirectory: options.workingDirectory)
    let all = found.files.map { resolver.command(for: $0) }
    let (commands, leftOut) = Self.withoutStrangers(all, walked: found.walked)
    return Plan(
      commands: commands, failures: found.failures,
      warnings: resolver.problems + found.emptyDirectories.map { "\($0): holds no C or C++ sources" }
        + found.excluded.map { "\($0): left out by 'exclude' in \(Configuration.fileName)" } + leftOut)
  }

  /// The lowered files of a plan, in its order, with the models in force.
  func program(_ plan: Plan, _ results: [Result<LoweredFile, FileFailure>]) -> LoweredProgram {
    var program = LoweredProgram()
    for result in results {
      switch result {
      case .success(let file):
        program.modules.append(file.module)
        program.timings.parse = program.timings.parse + file.parseTime
        program.timings.lower = program.timings.lower + file.loweringTime
        program.timings.files.append(
          Timings.FileTimes(path: file.module.path, parse: file.parseTime, lower: file.loweringTime))
        if let problem = file.problem { program.failures.append(problem) }
      case .failure(let failure): program.failures.append(failure)
      }
    }
    program.models = ModelLibrary.forRun(configuration)
    program.failures = (plan.failures + program.failures).sorted {
      ($0.path, $0.reason) < ($1.path, $1.reason)
    }
    program.warnings = plan.warnings
    return program
  }

  /// A directory stands for what is built in it: where a database has some of its files, the others belong to
  /// other systems or to nothing, and are left out unless they were named. One message a database.
  private static func withoutStrangers(
    _ commands: [CompileCommand], walked: Set<String>
  ) -> (kept: [CompileCommand], messages: [String]) {
    var inUse: Set<String> = []
    for command in commands {
      if case .database(let path) = command.origin, walked.contains(command.file) { inUse.insert(path) }
    }
    var counts: [String: Int] = [:]
    let kept = commands.filter { command in
      guard case .borrowed(let path, _) = command.origin, walked.contains(command.file), inUse.contains(path)
      else {
        return true
      }
      counts[path, default: 0] += 1
      return false
    }
    let messages = counts.sorted { $0.key < $1.key }.map { path, count in
      "\(count == 1 ? "1 source" : "\(count) sources") not in \(path) left out; name a file to analyse it anyway"
    }
    return (kept, messages)
  }

  /// Parses and lowers on all threads; results are in the order of `commands` whatever the schedule.
  func lower(
    _ commands: [CompileCommand], progress: @escaping @Sendable (LintProgress) -> Void = { _ in }
  ) -> [Result<LoweredFile, FileFailure>] {
    let done = Mutex(0)
    let (engine, root, options, watch) = (engine, root, options, watch)
    // The largest first, so that no thread is left alone with a long one at the end.
    let sizes = commands.map { FileContents.size($0.file) }
    let order = commands.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    return parallelMap(count: commands.count, order: order, jobs: options.jobs) { index in
      let command = commands[index]
      progress(.parsing(done: done.withLock { $0 }, of: commands.count, path: command.file))
      let path = root.relativePath(of: command.file)
      // On the stack that the reading needs, so that a watch learns which thread it is.
      let result = runOnLargeStack {
        let lower = { Self.lower(command, with: engine, options, shownAs: path) }
        return watch?.read(command.file, lower) ?? lower()
      }
      let count = done.withLock { done in
        done += 1
        return done
      }
      progress(.parsed(done: count, of: commands.count, path: command.file))
      return result
    }
  }

  private static func lower(
    _ command: CompileCommand, with engine: Engine, _ options: LintOptions, shownAs path: String
  ) -> Result<LoweredFile, FileFailure> {
    if let file = options.leftOut.first(where: { $0.path == command.file }) {
      return .failure(file.failure(shownAs: path, limits: options.limits))
    }
    let unsavedFiles = options.unsavedFiles
    if !unsavedFiles.contains(where: { $0.path == command.file }) {
      do {
        let bytes = try FileContents.read(command.file)
        if let failure = FileScreening.failure(ofContents: bytes, path: path) { return .failure(failure) }
      } catch {
        return .failure(FileScreening.failure(for: error, path: path))
      }
    }
    do {
      var file = try engine.lower(command, unsavedFiles)
      file.problem?.path = path
      return .success(file)
    } catch {
      return .failure(
        FileFailure(path: path, reason: error.reason, remedy: error.remedy, isPartial: error.isPartial))
    }
  }
}
