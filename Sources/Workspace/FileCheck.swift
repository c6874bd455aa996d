import ClangFrontend
import Findings
import OwnershipIR

/// How one file is read: what `ownscope check` prints.
package struct FileCheck: Sendable {
  package private(set) var failure: FileFailure?
  private var lines: [String] = []

  package var text: String { lines.map { $0 + "\n" }.joined() }

  package init(options: LintOptions, configuration: Configuration, engine: Engine = .standard) {
    let discovery = FileDiscovery(workingDirectory: options.workingDirectory, configuration: configuration)
    let found = discovery.discover(options.paths)
    lines.append("configuration: \(configuration.path ?? "none; defaults are in force")")
    guard let file = found.files.first else {
      failure = found.failures.first
      if failure == nil { lines.append("file: left out by 'exclude', or a directory without sources") }
      return
    }
    var resolver = CompileCommandResolver(
      explicitFlags: options.compilerFlags, buildDirectory: options.buildDirectory,
      workingDirectory: options.workingDirectory)
    let command = resolver.command(for: file)
    let lowered = lower(command, with: engine)
    describe(lowered?.command ?? command)
    lines += resolver.problems.map { "problem: \($0)" }
    if let lowered { describe(lowered.module) }
  }

  private mutating func describe(_ command: CompileCommand) {
    lines.append("file: \(command.file)")
    lines.append("language: \(command.language == .c ? "C" : "C++")")
    lines.append("flags from: \(command.origin.text)")
    lines.append("flags: \(command.arguments.joined(separator: " "))")
    if !command.dropped.isEmpty { lines.append("flags left out: \(command.dropped.joined(separator: " "))") }
    lines += command.notes.map { "note: \($0)" }
  }

  private mutating func lower(_ command: CompileCommand, with engine: Engine) -> LoweredFile? {
    do {
      let bytes = try FileContents.read(command.file)
      if let refusal = FileScreening.failure(ofContents: bytes, path: command.file) { throw refusal }
      let lowered = try engine.lower(command, [])
      failure = lowered.problem
      return lowered
    } catch let error as FileFailure {
      failure = error
    } catch {
      failure = FileScreening.failure(for: error as? FileReadError ?? .missing, path: command.file)
    }
    return nil
  }

  private mutating func describe(_ module: Module) {
    let headers = module.files.dropFirst().filter { !$0.isSystem }.map(\.path)
    lines.append("headers with code of yours: \(headers.isEmpty ? "none" : "")")
    lines += headers.map { "  \($0)" }
    let defined = module.functions.filter { $0.body != nil }
    let broken = defined.filter { $0.body?.hasErrors == true }
    lines.append("functions analysed: \(defined.count)")
    for function in broken {
      lines.append(
        "  \(module[function.name]): the compiler found errors in it; nothing is said about leaks there")
    }
  }
}
