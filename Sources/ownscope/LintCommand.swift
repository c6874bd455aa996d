import ArgumentParser
import Findings
import Foundation
import Lessons
import Reporting
import Workspace

struct LintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Report what goes wrong with memory and handles in C and C++ sources.",
    usage: "ownscope lint [<path> ...] [-p <build>] [<options>] [-- <compiler flags>]",
    discussion:
      "All files of one call are one program: what a function does is known to its callers in other files.")

  @Argument(
    help: ArgumentHelp("Files and directories; without any, the current directory.", valueName: "path"))
  var paths: [String] = []

  @Option(help: "Form of the report: \(ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format = ReportFormat.text

  @Option(name: .shortAndLong, help: ArgumentHelp("Write the report to a file.", valueName: "file"))
  var output: String?

  @Option(
    name: [.customShort("j", allowingJoined: true), .long],
    help: ArgumentHelp("Files to work on at a time. (default: all cores)", valueName: "n"))
  var jobs: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Rules to run: 'leak,double-free' for these alone, '-leak' for all others.", valueName: "list"))
  var rules: String?

  @Option(help: "Least severity that makes the exit status 2: error, warning, hint or never.")
  var failOn = FailureThreshold.warning

  @Option(help: ArgumentHelp("Leave out the findings that this file lists.", valueName: "file"))
  var baseline: String?

  @Option(help: ArgumentHelp("List all findings in this file instead of reporting them.", valueName: "file"))
  var writeBaseline: String?

  @Option(
    help: ArgumentHelp(
      "Leave out files that are not read to their end in this time. (default: \(ReadingLimits.standard.seconds))",
      valueName: "seconds"))
  var fileTimeout: Int?

  @Option(
    help: ArgumentHelp(
      "Leave out files that need more than this. (default: three quarters of the machine's memory)",
      valueName: "megabytes"))
  var fileMemory: Int?

  @Flag(help: .hidden)
  var testHooks = false

  @Flag(
    help:
      "Change the sources: of the proposed fixes those that end their findings, bring no other, and compile.")
  var fix = false

  @Flag(help: "Show what --fix would change as a unified diff, and write nothing.")
  var fixDryRun = false

  @Flag(help: "Carry the fixes that findings have in json and sarif reports.")
  var fixes = false

  @Flag(help: "Say where the time went (CPU milliseconds).")
  var timings = false

  @Flag(help: "Name the functions whose analysis stopped at a limit.")
  var verbose = false

  @OptionGroup var compile: CompileOptions

  func validate() throws {
    for (name, value) in [("--jobs", jobs), ("--file-timeout", fileTimeout), ("--file-memory", fileMemory)] {
      if let value, value < 1 { throw ValidationError("\(name) must be 1 or more.") }
    }
    if fix || fixDryRun, writeBaseline != nil {
      throw ValidationError("--write-baseline records findings and --fix ends them; use one at a time.")
    }
    if fix, fixDryRun { throw ValidationError("--fix writes and --fix-dry-run does not; use one of them.") }
    if fixes, format != .json, format != .sarif {
      throw ValidationError("--fixes needs --format json or sarif; see --fix-dry-run for a diff.")
    }
  }

  func run() throws {
    StandardError.keepForOurselves()
    let session = try makeSession()
    let progress = ProgressLine()
    let outcome: LintOutcome
    var fixing: FixSession.Outcome?
    do {
      if fix || fixDryRun {
        fixing = try FixSession(session).run(progress: progress.show)
        outcome = fix ? fixing!.after : fixing!.before
      } else if fixes {
        outcome = try FixSession(session).offers(progress: progress.show)
      } else {
        outcome = try session.run(progress: progress.show)
      }
    } catch {
      progress.clear()
      throw CommandFailure(message: error.message)
    }
    progress.clear()
    if let fixing, fix { try write(fixing.files) }
    for warning in outcome.warnings { Terminal.complain("warning: \(warning)") }
    for failure in outcome.report.failures { Terminal.complain("error: \(failure.message)") }
    if verbose {
      for name in outcome.incompleteFunctions { Terminal.complain("note: not followed to the end: \(name)") }
    }

    if let writeBaseline {
      try write(Baseline(recording: outcome.report.findings), to: writeBaseline)
    } else {
      try write(outcome.report, session, fixing)
    }
    if timings { showTimings(outcome.timings) }
    withExtendedLifetime(outcome.kept) { Foundation.exit(exitStatus(outcome.report)) }
  }

  private func makeSession() throws(CommandFailure) -> LintSession {
    let configuration = try compile.configuration()
    var selection = RuleSelection(configuration: configuration)
    if let rules {
      do {
        try selection.apply(rules)
      } catch {
        throw CommandFailure(message: "--rules: \(error.message)")
      }
    }
    var options = compile.lintOptions(
      paths: paths, jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount)
    options.baselinePath = writeBaseline == nil ? baseline : nil
    if let fileTimeout { options.limits.seconds = fileTimeout }
    if let fileMemory { options.limits.megabytes = fileMemory }
    options.leftOut = Restart.leftOut
    var session = LintSession(
      options: options, configuration: configuration, rules: selection,
      engine: testHooks ? Engine.standard.obeyingTestHooks : .standard)
    session.watch = Restart.watch(limits: options.limits)
    return session
  }

  // MARK: What comes out

  private func write(
    _ report: LintReport, _ session: LintSession, _ fixing: FixSession.Outcome?
  ) throws(CommandFailure) {
    let context = ReportContext(
      links: LessonLinks(baseURL: session.configuration.lessonBaseURL), version: Ownscope.version,
      usesColor: output == nil && Terminal.wantsColor, workingDirectory: Terminal.workingDirectory)
    var text = report.rendered(as: format, in: context)
    if let fixing {
      if format == .text {
        text = fixText(fixing, rest: text)
      } else {
        Terminal.complain(fixSummary(fixing))
      }
    }
    if let output {
      try Terminal.writeFile(text, path: output)
    } else {
      Terminal.write(text)
    }
  }

  private func write(_ baseline: Baseline, to path: String) throws(CommandFailure) {
    try Terminal.writeFile(baseline.json.text() + "\n", path: path)
    let count = baseline.entries.count
    Terminal.complain(
      "\(path): \(count) \(count == 1 ? "finding" : "findings") listed; use it with --baseline \(path)")
  }

  private func showTimings(_ timings: Timings) {
    func milliseconds(_ time: CPUTime) -> String { String(format: "%.1f ms", time.milliseconds) }
    Terminal.complain(
      "timings: parse \(milliseconds(timings.parse)), lower \(milliseconds(timings.lower)), "
        + "analyse \(milliseconds(timings.analyse))"
        + (timings.medianShare.map { String(format: "; median file: analyse %.2f of parse", $0) } ?? ""))
  }

  private func exitStatus(_ report: LintReport) -> Int32 {
    if !report.failures.isEmpty { return 3 }
    guard writeBaseline == nil, let threshold = failOn.severity else { return 0 }
    return report.findings.contains { $0.finding.severity >= threshold } ? 2 : 0
  }
}

/// `--fail-on`.
enum FailureThreshold: String, ExpressibleByArgument, CaseIterable {
  case error, warning, hint, never

  var severity: Severity? { Severity(rawValue: rawValue) }
}

extension ReportFormat: ExpressibleByArgument {}
