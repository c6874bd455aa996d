import ClangFrontend
import Findings
import Fixes
import OwnershipIR

/// A program with some of its texts changed, analysed: what changes are judged by.
struct ProgramVersion: Sendable {
  /// Known findings left out.
  var outcome: LintOutcome
  /// Nothing left out that the analysis says: what a suppression or a baseline silences must not grow either.
  var allFindings: [Finding]
  var errors: [ErrorPlace]
  var lowered: [Result<LoweredFile, FileFailure>]
  /// Texts that differ from those on disk, by path.
  var changed: [String: [UInt8]]
}

/// Makes versions of one run's program. Files that a change does not touch are not parsed again.
struct ProgramVersions: Sendable {
  let session: LintSession
  /// Parses the same files again and again.
  private let engine: Engine
  let plan: LintSession.Plan
  let baseline: Baseline?
  let first: ProgramVersion

  init(
    session: LintSession, progress: @escaping @Sendable (LintProgress) -> Void
  ) throws(LintSession.Failure) {
    self.session = session
    engine = session.engine.repeating()
    plan = session.plan()
    baseline = try session.readBaseline()
    first = Self.version(
      session, plan, baseline, lowered: session.lower(plan.commands, progress: progress), changed: [:])
  }

  /// Versions of a program that was analysed before; `engine` parses the same files again and again.
  init(
    session: LintSession, plan: LintSession.Plan, first: ProgramVersion, engine: Engine
  ) {
    self.session = session
    self.engine = engine
    self.plan = plan
    baseline = nil
    self.first = first
  }

  /// The program with further texts changed. Where the compiler finds more errors than before, nothing is analysed.
  func version(of version: ProgramVersion, changing texts: [String: [UInt8]]) -> ProgramVersion {
    let changed = version.changed.merging(texts) { $1 }
    var session = session
    session.engine = engine
    session.options.unsavedFiles = changed.sorted { $0.key < $1.key }.map {
      UnsavedFile(path: $0.key, contents: String(decoding: $0.value, as: UTF8.self))
    }
    var lowered = version.lowered
    // Whom a header reaches is not known for certain; a source may be included as well.
    let isHeader = texts.keys.contains { path in !plan.commands.contains { $0.file == path } }
    let affected = plan.commands.indices.filter { index in
      guard !isHeader, texts[plan.commands[index].file] == nil, let file = try? version.lowered[index].get()
      else { return true }
      return file.module.files.contains { texts[$0.path] != nil }
    }
    for (index, result) in zip(affected, session.lower(affected.map { plan.commands[$0] })) {
      lowered[index] = result
    }
    let errors = lowered.compactMap { try? $0.get() }.flatMap(\.errors)
    if errors.count > version.errors.count {
      var broken = version
      (broken.errors, broken.lowered, broken.changed) = (errors, lowered, changed)
      return broken
    }
    return Self.version(session, plan, baseline, lowered: lowered, changed: changed)
  }

  private static func version(
    _ session: LintSession, _ plan: LintSession.Plan, _ baseline: Baseline?,
    lowered: [Result<LoweredFile, FileFailure>], changed: [String: [UInt8]]
  ) -> ProgramVersion {
    let program = session.program(plan, lowered)
    let (outcome, all) = session.outcomeWithAllFindings(of: program, without: baseline)
    let files = lowered.compactMap { try? $0.get() }
    return ProgramVersion(
      outcome: outcome, allFindings: all, errors: files.flatMap(\.errors), lowered: lowered, changed: changed)
  }

  // MARK: Texts

  /// The files that may be changed, with their texts in a version: the sources of the run, and headers of theirs that
  /// lie inside the project and are not excluded. What is no UTF-8 is left alone.
  func changeableText(of version: ProgramVersion) -> ProgramText {
    var contents: [String: [UInt8]] = [:]
    var cPlusPlus: Set<String> = []
    for file in version.lowered.compactMap({ try? $0.get() }) {
      for source in file.module.files where !source.isSystem {
        if file.module.language == .cpp { cPlusPlus.insert(source.path) }
        guard contents[source.path] == nil, mayChange(source.path) else { continue }
        guard let bytes = version.changed[source.path] ?? (try? FileContents.read(source.path)),
          String(validating: bytes, as: UTF8.self) != nil
        else { continue }
        contents[source.path] = bytes
      }
    }
    return ProgramText(contents: contents, cPlusPlus: cPlusPlus)
  }

  func mayChange(_ path: String) -> Bool {
    // A document of an editor may never have been saved.
    let isUnsaved = session.options.unsavedFiles.contains { $0.path == path }
    guard path.hasPrefix("/"), let real = FileContents.resolved(path) ?? (isUnsaved ? path : nil),
      !session.isExcluded(path)
    else {
      return false
    }
    let root = FileContents.resolved(session.root.path.isEmpty ? "/" : session.root.path) ?? session.root.path
    let isInside = ProjectRoot(path: root).contains(real)
    // A source outside the project was named by the user; a link must not lead out of it.
    if plan.commands.contains(where: { $0.file == path }) { return isInside || !session.root.contains(path) }
    return isInside
  }
}
