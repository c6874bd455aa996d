import ClangFrontend
import Findings
import Lowering

/// The translation unit of an open document: parsed once, with its headers kept precompiled, and parsed again after
/// each edit. It never leaves this actor, which runs on a thread of its own.
package actor DocumentUnit {
  private nonisolated let executor = LargeStackExecutor()
  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private var unit: TranslationUnit?
  private var command: CompileCommand?
  /// Members of class templates that the source needs and nothing in it refers to. Most edits change none, so they are
  /// asked for right away.
  private var probes: [InstanceProbe] = []
  private static let mostProbes = 400

  package init() {}

  /// Parses and lowers the document with these texts. Nil when it was cancelled.
  package func lower(
    _ command: CompileCommand, unsavedFiles: [UnsavedFile], cancellation: Cancellation
  ) throws(FileFailure) -> LoweredFile? {
    do throws(ParseFailure) {
      if self.command != command { forget() }
      self.command = command
      let start = CPUTime.ofThread
      while !cancellation.isCancelled {
        let unit = try parsed(command, unsavedFiles)
        if cancellation.isCancelled { return nil }
        let parseTime = CPUTime.ofThread - start
        let lowered = Lowering.lower(unit)
        let missing = lowered.missing.filter { !probes.contains($0) }
        if missing.isEmpty {
          return LoweredFile(
            module: lowered.module, problem: SourceProblems.failure(in: unit.diagnostics, of: command),
            errors: unit.compilerErrors, parseTime: parseTime,
            loweringTime: CPUTime.ofThread - start - parseTime)
        }
        // What is not needed any more does no harm but to the time it takes.
        probes = probes.count + missing.count > Self.mostProbes ? lowered.missing : probes + missing
        self.unit = nil
      }
      return nil
    } catch {
      forget()
      throw SourceProblems.failure(error, of: command)
    }
  }

  /// The same for callers that wait on their own thread: fixes are tried that way.
  package nonisolated func lowerAndWait(
    _ command: CompileCommand, unsavedFiles: [UnsavedFile]
  ) -> Result<LoweredFile, FileFailure> {
    executor.sync {
      self.assumeIsolated { unit in
        do throws(FileFailure) {
          return .success(try unit.lower(command, unsavedFiles: unsavedFiles, cancellation: Cancellation())!)
        } catch {
          return .failure(error)
        }
      }
    }
  }

  private func parsed(
    _ command: CompileCommand, _ unsavedFiles: [UnsavedFile]
  ) throws(ParseFailure) -> TranslationUnit {
    if let unit {
      try unit.reparse(unsavedFiles: unsavedFiles)
      return unit
    }
    let unit = try TranslationUnit(
      path: command.file, arguments: command.arguments, unsavedFiles: unsavedFiles, options: .editor,
      probes: probes)
    self.unit = unit
    return unit
  }

  private func forget() {
    unit = nil
    command = nil
    probes = []
  }
}

extension TranslationUnit {
  var compilerErrors: [ErrorPlace] {
    diagnostics.filter(\.isErrorForCompilers).compactMap(\.range).map {
      ErrorPlace(path: $0.path, offset: $0.startOffset)
    }
  }
}
