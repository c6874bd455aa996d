import ClangFrontend
import Findings
import LibraryModels
import OwnershipAnalysis
import OwnershipIR

/// What an editor would wait for: a program is analysed once, then its files are edited line by line, and each time the
/// findings of the whole program are wanted again.
///
/// For the benchmark, and to see that what is reused is right: every result can be compared with a fresh analysis.
package struct EditTrial: Sendable {
  package enum Edit: String, Sendable, CaseIterable {
    /// A blank line at the top of the file.
    case top
    /// A blank line before some line.
    case blank
    /// Some line is repeated, or left out: mostly a statement.
    case repeated, dropped
  }

  /// One edit.
  package struct Step: Sendable {
    package var edit: Edit
    package var path: String
    /// 1-based.
    package var line: Int
    /// Processor time to parse and lower the file, and to analyse the program.
    package var lowering: CPUTime
    package var analysis: CPUTime
    /// Functions that were followed again.
    package var analysed: Int
    /// The same program afresh gives the same; nil when that was not asked.
    package var isRight: Bool?
  }

  package struct Outcome: Sendable {
    package var files: Int
    package var functions: Int
    /// The first analysis of the program.
    package var first: CPUTime
    package var steps: [Step]
  }

  package var session: LintSession
  /// Edits of each kind.
  package var count: Int
  package var seed: UInt64
  /// Edits stay in the text, and results, with what is known of functions, are compared with a fresh analysis.
  package var checks: Bool

  package init(session: LintSession, count: Int, seed: UInt64, checks: Bool) {
    self.session = session
    self.count = count
    self.seed = seed
    self.checks = checks
  }

  package func run() -> Outcome {
    let plan = session.plan()
    let lowered = session.lower(plan.commands)
    let models = ModelLibrary.forRun(session.configuration)
    var modules: [Module] = []
    var commands: [CompileCommand] = []
    for (command, result) in zip(plan.commands, lowered) {
      guard case .success(let file) = result else { continue }
      modules.append(file.module)
      commands.append(command)
    }
    let analysis = IncrementalAnalysis()
    var outcome = Outcome(files: modules.count, functions: 0, first: .zero, steps: [])
    outcome.first = Self.time { _ = analysis.update(modules, models: models, jobs: session.options.jobs) }
    outcome.functions = analysis.analysedCount
    let engine = session.engine.repeating()
    var texts = commands.map { (try? FileContents.read($0.file)).map { Self.lines($0) } ?? [] }
    var random = RandomNumbers(seed: seed)
    for _ in 0..<count {
      for edit in Edit.allCases {
        let file = random.next(below: commands.count)
        guard texts[file].count > 2 else { continue }
        let line = edit == .top ? 0 : random.next(below: texts[file].count)
        let before = texts[file]
        switch edit {
        case .top, .blank: texts[file].insert([0x0A], at: line)
        case .repeated: texts[file].insert(texts[file][line], at: line)
        case .dropped: texts[file].remove(at: line)
        }
        let path = commands[file].file
        let unsaved = UnsavedFile(path: path, contents: String(decoding: texts[file].joined(), as: UTF8.self))
        var module: Module?
        let lowering = Self.time { module = try? engine.lower(commands[file], [unsaved]).module }
        guard let module else { continue }
        let old = modules[file]
        modules[file] = module
        var result: AnalysisResult?
        let time = Self.time {
          result = analysis.update(modules, models: models, jobs: session.options.jobs)
        }
        var isRight: Bool?
        if checks {
          let fresh = ProgramAnalysis(
            Program(modules: modules, models: models), jobs: session.options.jobs)
          isRight =
            result?.isEqual(to: fresh.result) == true
            && analysis.kept()?.facts(ofFile: path) == fresh.facts(ofFile: path)
        }
        outcome.steps.append(
          Step(
            edit: edit, path: path, line: line + 1, lowering: lowering, analysis: time,
            analysed: analysis.analysedCount, isRight: isRight))
        if !checks {
          texts[file] = before
          modules[file] = old
          _ = analysis.update(modules, models: models, jobs: session.options.jobs)
        }
      }
    }
    return outcome
  }

  private static func time(_ body: () -> Void) -> CPUTime {
    let start = CPUTime.ofProcess
    body()
    return CPUTime.ofProcess - start
  }

  /// Each with its end.
  private static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var line: [UInt8] = []
    for byte in bytes {
      line.append(byte)
      if byte == 0x0A {
        lines.append(line)
        line = []
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }
}

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): the same numbers on every run.
private struct RandomNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(below limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((value ^ (value >> 31)) % UInt64(limit))
  }
}
