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
  /// The document includes headers of the user's, whose functions are read like its own.
  private var readsHeaderBodies = false
  /// The standard was a guess, and the newer one fits better.
  private var fitsNewerStandard = false
  /// Errors that are there by the newer standard too.
  private var errorsByEitherStandard: Set<String> = []

  package init() {}

  /// Parses and lowers the document with these texts. Nil when it was cancelled.
  package func lower(
    _ command: CompileCommand, unsavedFiles: [UnsavedFile], cancellation: Cancellation
  ) throws(FileFailure) -> LoweredFile? {
    do throws(ParseFailure) {
      if self.command != command { forget() }
      if self.command == nil { look(at: command.text(among: unsavedFiles), command) }
      self.command = command
      let start = CPUTime.ofThread
      while !cancellation.isCancelled {
        var unit = try parsed(command, unsavedFiles)
        if cancellation.isCancelled { return nil }
        if unit.leavesOutHeaderBodies, !unit.includesOnlySystemHeaders {
          readsHeaderBodies = true
          self.unit = nil
          unit = try parsed(command, unsavedFiles)
        }
        unit = try unitByNewerStandard(instead: unit, command, unsavedFiles) ?? unit
        self.unit = unit
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

  /// What can be told before the first parse.
  private func look(at text: String, _ command: CompileCommand) {
    readsHeaderBodies = command.language == .c || text.contains("#include \"")
    fitsNewerStandard = command.withNewerStandard != nil && LanguageStandard.needsNewer(text)
  }

  private func parsed(
    _ command: CompileCommand, _ unsavedFiles: [UnsavedFile]
  ) throws(ParseFailure) -> TranslationUnit {
    if let unit {
      try unit.reparse(unsavedFiles: unsavedFiles, probes: probes)
      return unit
    }
    let unit = try newUnit(fitsNewerStandard ? command.withNewerStandard ?? command : command, unsavedFiles)
    self.unit = unit
    return unit
  }

  private func newUnit(
    _ command: CompileCommand, _ unsavedFiles: [UnsavedFile]
  ) throws(ParseFailure) -> TranslationUnit {
    // Probes are added as the need arises, so there must be nothing private from the beginning.
    let access = command.language == .cpp ? [InstanceProbe.neededFlag] : []
    return try TranslationUnit(
      path: command.file, arguments: command.arguments + access, unsavedFiles: unsavedFiles,
      options: readsHeaderBodies ? .editor : ParseOptions.editor.union(.withoutHeaderBodies), probes: probes)
  }

  /// The newer standard stays once it has errors gone, of a kind not met before.
  private func unitByNewerStandard(
    instead unit: TranslationUnit, _ command: CompileCommand, _ unsavedFiles: [UnsavedFile]
  ) throws(ParseFailure) -> TranslationUnit? {
    guard !fitsNewerStandard, let newer = command.withNewerStandard else { return nil }
    let telling = Set(unit.diagnostics.filter(LanguageStandard.mayComeFromTheStandard).map(\.message))
    if telling.isSubset(of: errorsByEitherStandard) { return nil }
    let other = try newUnit(newer, unsavedFiles)
    fitsNewerStandard = other.errorCount < unit.errorCount
    if fitsNewerStandard { return other }
    errorsByEitherStandard.formUnion(telling)
    return nil
  }

  private func forget() {
    unit = nil
    command = nil
    probes = []
    errorsByEitherStandard = []
  }
}
