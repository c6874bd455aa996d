import Foundation
import Sandboxing
import Synchronization
import ToolReports

/// Compiles a stranger's program and runs it, each in a box of its own, and tells how it goes.
final class Runner: Sendable {
  private let sandbox: Sandbox
  private let confinement: Confinement
  private let limits: PlaygroundLimits
  private let emit: @Sendable (RunEvent) -> Void

  private struct State {
    var process: BoxedProcess?
    var isCancelled = false
  }
  private let state = Mutex(State())

  init(
    _ sandbox: Sandbox, _ confinement: Confinement, _ limits: PlaygroundLimits,
    emit: @escaping @Sendable (RunEvent) -> Void
  ) {
    self.sandbox = sandbox
    self.confinement = confinement
    self.limits = limits
    self.emit = emit
  }

  /// Ends whatever is going on.
  func cancel() {
    let process = state.withLock { state in
      state.isCancelled = true
      return state.process
    }
    process?.cancel()
  }

  /// Does what is asked, on the caller's thread. Returns the verdict where one was asked for and could be had.
  func run(_ request: RunRequest) -> Verdict? {
    do {
      return request.mode == .prove ? try prove(request) : try run(plainly: request)
    } catch let failure as Failure {
      emit(.unavailable(why: failure.message))
    } catch {
      emit(.unavailable(why: "\(error)"))
    }
    return nil
  }

  private struct Failure: Error {
    var message: String
  }

  private func bench(_ request: RunRequest) throws -> Workbench {
    do {
      return try Workbench(
        in: confinement.folder + "/runs",
        files: [request.language.fileName: request.source, StackScrub.fileName: StackScrub.source])
    } catch {
      throw Failure(message: error.message)
    }
  }

  private func run(plainly request: RunRequest) throws -> Verdict? {
    let bench = try bench(request)
    emit(.compiling)
    let compiled = try compile(request, bench, program: "prog", flags: [])
    emit(.compiler(text: compiled.text, failed: !compiled.isGood))
    guard compiled.isGood else { return nil }
    let box = RunLimits.plain.box(program: bench.output, bounded: true)
    _ = try execute(box, ["/box/prog"], request, .plain)
    return nil
  }

  private func prove(_ request: RunRequest) throws -> Verdict? {
    let bench = try bench(request)
    emit(.compiling)
    let sanitized = try compile(
      request, bench, program: "sanitized",
      flags: [
        "-fsanitize=address,undefined", "-fsanitize-recover=address,undefined", StackScrub.linkerFlag,
        "-x", "c", StackScrub.fileName,
      ])
    emit(.compiler(text: sanitized.text, failed: !sanitized.isGood))
    guard sanitized.isGood else { return nil }
    let plain = try compile(request, bench, program: "prog", flags: [])
    let findings: [AnalysedFinding]
    do {
      findings = try SourceLinter(confinement: confinement).findings(request)
    } catch let failure as SourceLinter.Failure {
      throw Failure(message: failure.message)
    }

    var outputs: [ToolOutput] = []
    emit(.tool(name: ToolReport.Tool.addressSanitizer.rawValue))
    var box = RunLimits.plain.box(program: bench.output, bounded: false)
    box.environment += Self.sanitizerOptions
    outputs.append(try execute(box, ["/box/sanitized"], request, .plain, reads: readSanitizerOutput))

    if plain.isGood, FileManager.default.isExecutableFile(atPath: "/usr/bin/valgrind") {
      emit(.tool(name: ToolReport.Tool.valgrind.rawValue))
      let box = RunLimits.valgrind.box(program: bench.output, bounded: false)
      outputs.append(
        try execute(box, Self.valgrind + ["/box/prog"], request, .valgrind) { text, _ in
          readValgrindOutput(text)
        })
    }
    let verdict = Verdict(findings: findings, outputs: outputs, file: request.language.fileName)
    emit(.verdict(verdict))
    return verdict
  }

  private static let sanitizerOptions: [(name: String, value: String)] = [
    (
      "ASAN_OPTIONS",
      "detect_leaks=1:color=never:halt_on_error=0:detect_stack_use_after_return=1:hard_rss_limit_mb=256"
        // Whole stacks, through library functions that keep no frame pointers, too.
        + ":fast_unwind_on_malloc=0:allocator_may_return_null=1:max_allocation_size_mb=128"
        + ":exitcode=\(Explanation.sanitizerStatus)"
    ),
    ("LSAN_OPTIONS", "print_suppressions=0:exitcode=\(Explanation.sanitizerStatus)"),
    ("UBSAN_OPTIONS", "print_stacktrace=0"),
  ]

  private static let valgrind = [
    "/usr/bin/valgrind", "--leak-check=full", "--show-leak-kinds=definite,indirect", "--track-fds=yes",
    "--num-callers=20",
    "--error-exitcode=\(Explanation.valgrindStatus)",
  ]

  // MARK: Steps

  private func compile(
    _ request: RunRequest, _ bench: Workbench, program: String, flags: [String]
  ) throws -> (text: String, isGood: Bool) {
    let box = RunLimits.compilerBox(source: bench.source, output: bench.output)
    // Valgrind reads DWARF 4 in the versions that are around.
    let command =
      [
        request.language.compiler, "-g", "-gdwarf-4", "-O0", "-fno-omit-frame-pointer", "-Wall",
        "-Wno-unused-function",
        "-fdiagnostics-color=never", "-fmax-errors=20", "-o", "/out/" + program, request.language.fileName,
      ] + flags
      + ["-x", "none", "-lm", "-pthread"]
    var text: [UInt8] = []
    let end = try boxed(box, command, .compiler, mostOutput: 64 << 10) { text += $1 }
    var said = String(decoding: text, as: UTF8.self)
    switch end {
    case .exited: break
    case .tookTooLong, .signalled: said += "\nThe compiler was stopped: it took too long.\n"
    case .tookTooMuch: said += "\nThe compiler was stopped: it used too much memory.\n"
    case .saidTooMuch: said += "\nThe compiler was stopped: it had too much to say.\n"
    case .cancelled: break
    }
    return (said, end == .exited(0))
  }

  /// Runs a program in a box and tells how it ends.
  /// - Parameter reads: finds a tool's reports in what was written to standard error.
  private func execute(
    _ box: Box, _ command: [String], _ request: RunRequest, _ runLimits: RunLimits,
    reads: (_ errors: String, _ endedByItself: Bool) -> ToolOutput = { _, _ in ToolOutput() }
  ) throws -> ToolOutput {
    var errors: [UInt8] = []
    var text = TextPieces()
    let input = Array((request.stdin ?? "").utf8)
    let end = try boxed(box, command, runLimits, input: input, mostOutput: limits.output) { stream, bytes in
      if stream == .errors { errors += bytes }
      let piece = text.append(bytes)
      if !piece.isEmpty { emit(.output(text: piece)) }
    }
    let rest = text.rest()
    if !rest.isEmpty { emit(.output(text: rest)) }
    var explanation = Explanation(end, limits: runLimits)
    let output = reads(String(decoding: errors, as: UTF8.self), explanation.code != nil)
    if let tool = output.reports.first?.tool, explanation.code != nil {
      explanation.sentence =
        "The program came to its end, and \(tool.rawValue) saw something go wrong: its report is above."
    }
    emit(.exit(code: explanation.code, signal: explanation.signal, explanation: explanation.sentence))
    return output
  }

  private func boxed(
    _ box: Box, _ command: [String], _ runLimits: RunLimits, input: [UInt8] = [], mostOutput: Int,
    _ receive: (BoxedProcess.Stream, [UInt8]) -> Void
  ) throws -> BoxedProcess.End {
    let process = BoxedProcess(sandbox.command(box, command))
    let isCancelled = state.withLock { state in
      state.process = process
      return state.isCancelled
    }
    if isCancelled { throw Failure(message: "stopped") }
    do {
      return try process.run(
        input: input, wallClock: .seconds(runLimits.wallSeconds), longestOutput: mostOutput,
        mostMemory: runLimits.memory, receive)
    } catch {
      throw Failure(message: error.message)
    }
  }
}
