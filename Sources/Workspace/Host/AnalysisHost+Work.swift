import ClangFrontend
import Findings
import LibraryModels
import OwnershipIR
import SourceText

/// The work on a program: changed documents are lowered, then the whole is analysed and told; and whenever nothing of
/// that is to be done, files that nobody has opened are read.
extension AnalysisHost {
  /// Sees to it that somebody works on the program.
  func wake(_ key: ProjectKey) {
    guard var project = projects[key] else { return }
    if !project.isRunning {
      project.isRunning = true
      projects[key] = project
      Task { await self.work(on: key) }
    }
  }

  private func work(on key: ProjectKey) async {
    while let project = projects[key] {
      if !project.changed.isEmpty || project.needsAnalysis {
        if let due = project.pacing.due, due > clock.now() {
          await clock.sleep(due - clock.now())
          continue
        }
        await analyse(key)
      } else if readsProject, !project.isIndexing, project.indexCount == 0 || !project.unread.isEmpty {
        projects[key]?.isIndexing = true
        Task { await self.index(key) }
      } else {
        break
      }
    }
    projects[key]?.isRunning = false
    await prepare(key)
  }

  /// Processor time for the answers that may be asked for, after each analysis.
  private static let preparationLimit = CPUTime(nanoseconds: 10_000_000_000)

  /// Nothing else is to be done: finds out what the user may ask next, so that hovers need not wait.
  private func prepare(_ key: ProjectKey) async {
    guard let snapshot = projects[key]?.snapshot, projects[key]?.preparedSnapshot != snapshot.number else { return }
    projects[key]?.preparedSnapshot = snapshot.number
    let work = Cancellation()
    projects[key]?.preparation = work
    await preparer.run {
      let start = CPUTime.ofThread
      snapshot.prepare { work.isCancelled || CPUTime.ofThread - start > Self.preparationLimit }
    }
  }

  // MARK: One round

  /// Parsing and lowering take a second or two for the largest files there are.
  private static let parseLimit: Duration = .seconds(30)
  private static let analysisLimit: Duration = .seconds(300)

  private func analyse(_ key: ProjectKey) async {
    let work = Cancellation()
    let start = clock.now()
    projects[key]?.work = work
    projects[key]?.pacing.started()
    let asked = documents
    guard await lowerChanged(key, work) else { return }
    guard let project = projects[key], !work.isCancelled, let analysis = analyses[key] else { return }
    projects[key]?.needsAnalysis = false

    let session = session(of: project)
    let plan = LintSession.Plan(
      commands: project.lowered.keys.sorted().compactMap { project.commands[$0] }, failures: [], warnings: [])
    let lowered = plan.commands.map { project.lowered[$0.file]! }
    let begin = clock.now()
    tell(.working(path: key.build, limit: Self.analysisLimit))
    let result = await runner.run { () -> (LintSession.LoweredProgram, AnalysedProgram, LintReport)? in
      let program = session.program(plan, lowered)
      guard let analysed = analysis(program.modules, program.models, work) else { return nil }
      return (program, analysed, session.report(analysed.findings, of: program, reading: Set(asked.keys)))
    }
    let analysisTime = WorkPart("analyse", milliseconds: (clock.now() - begin) / .milliseconds(1))
    tell(.done(path: key.build, parts: [analysisTime]))
    guard let (program, analysed, report) = result, !work.isCancelled, projects[key] != nil else {
      projects[key]?.needsAnalysis = true
      return
    }
    projects[key]?.pacing.finished(taking: clock.now() - start)
    analysisCount += 1
    let snapshot = AnalysisSnapshot(
      key: key, number: analysisCount, report: report, documents: asked.filter { homes[$0.key] == key },
      avoided: Set(avoided.filter { path, text in asked[path].map { TextHash($0.text.bytes) } == text }.keys),
      program: program, session: session, plan: plan, lowered: lowered, analysed: analysed)
    projects[key]?.snapshot = snapshot
    projects[key]?.work = nil
    tell(.analysed(snapshot))
    for path in snapshot.documents.keys.sorted() where documents[path]?.version == snapshot.documents[path]?.version {
      resumeWaiters(of: path, with: snapshot)
    }
  }

  /// Lowers what has changed; false when it was cancelled.
  private func lowerChanged(_ key: ProjectKey, _ work: Cancellation) async -> Bool {
    while let path = projects[key]?.changed.sorted().first, let command = projects[key]?.commands[path] {
      if work.isCancelled { return false }
      let failure = unreadable(path)
      if let failure {
        projects[key]?.lowered[path] = .failure(failure)
      } else {
        let unit = units[path] ?? engine.makeUnit()
        units[path] = unit
        let texts = unsavedFiles(for: path, in: key)
        tell(.working(path: path, limit: Self.parseLimit))
        var result: Result<LoweredFile, FileFailure>?
        do throws(FileFailure) {
          let file = try await unit.lower(command, unsavedFiles: texts, cancellation: work)
          result = file.map { .success($0) }
        } catch {
          result = .failure(error)
        }
        tell(.done(path: path, parts: Self.parts(of: result)))
        guard let result, !work.isCancelled else { return false }
        projects[key]?.lowered[path] = result
      }
      projects[key]?.changed.remove(path)
      projects[key]?.needsAnalysis = true
    }
    return !work.isCancelled
  }

  private static func parts(of result: Result<LoweredFile, FileFailure>?) -> [WorkPart] {
    guard let file = try? result?.get() else { return [] }
    return [
      WorkPart("parse", milliseconds: file.parseTime.milliseconds),
      WorkPart("lower", milliseconds: file.loweringTime.milliseconds),
    ]
  }

  /// Why a file is not parsed: it is no text, or it took the process down before.
  private func unreadable(_ path: String) -> FileFailure? {
    let bytes: [UInt8]
    if let document = documents[path] {
      bytes = document.text.bytes
    } else {
      do {
        bytes = try FileContents.read(path)
      } catch {
        return FileScreening.failure(for: error, path: path)
      }
    }
    if let text = avoided[path] {
      if text == TextHash(bytes) { return SourceProblems.failure(.crashed(path: path), path: path) }
      avoided[path] = nil
    }
    return FileScreening.failure(ofContents: bytes, path: path)
  }

  /// The texts of the editor that a parse of `path` may meet: its own, and those of headers and of sources that may be
  /// included.
  private func unsavedFiles(for path: String, in key: ProjectKey) -> [UnsavedFile] {
    documents.values.filter { $0.path == path || SourceKind(path: $0.path)?.isHeader == true }
      .sorted { $0.path < $1.path }.map(\.unsavedFile)
  }

  private func session(of project: ProjectState) -> LintSession {
    let build = FileContents.isFile(project.key.build) ? PathText.directory(of: project.key.build) : project.key.build
    let place = documents.keys.sorted().first { homes[$0] == project.key } ?? build
    var options = LintOptions(jobs: 1, workingDirectory: files.root(of: place) ?? build)
    options.unsavedFiles = documents.values.sorted { $0.path < $1.path }.map(\.unsavedFile)
    return LintSession(options: options, configuration: project.configuration)
  }

  // MARK: The rest of the program

  /// How long files are read before what they bring is analysed.
  private static let indexingRound: Duration = .milliseconds(700)

  private func index(_ key: ProjectKey) async {
    defer { projects[key]?.isIndexing = false }
    guard let project = projects[key] else { return }
    if project.indexCount == 0 {
      guard let near = documents.keys.sorted().first(where: { homes[$0] == key }) else { return }
      let files = files
      let members = await indexer.run {
        files.members(of: key.build, near: near, configuration: project.configuration)
      }
      projects[key]?.indexCount = max(members.count, 1)
      for command in members where projects[key]?.commands[command.file] == nil {
        projects[key]?.commands[command.file] = command
        projects[key]?.unread.insert(command.file, at: 0)
      }
    }
    var lastAnalysis = clock.now()
    let total = projects[key]?.unread.count ?? 0
    var done = 0
    while let path = projects[key]?.unread.popLast() {
      guard let command = projects[key]?.commands[path], documents[path] == nil else { continue }
      tell(.indexing(done: done, of: total, path: path))
      let engine = engine
      let failure = unreadable(path)
      if failure == nil { tell(.working(path: path, limit: Self.parseLimit)) }
      let result = await indexer.run { () -> Result<LoweredFile, FileFailure> in
        if let failure { return .failure(failure) }
        do throws(FileFailure) { return .success(try engine.lower(command, [])) } catch { return .failure(error) }
      }
      if failure == nil { tell(.done(path: path, parts: Self.parts(of: result))) }
      done += 1
      // Opened in the meantime: the editor's text counts.
      guard projects[key] != nil, documents[path] == nil else { continue }
      projects[key]?.lowered[path] = result
      projects[key]?.needsAnalysis = true
      if clock.now() - lastAnalysis > Self.indexingRound {
        lastAnalysis = clock.now()
        wake(key)
      }
    }
    if total > 0 { tell(.indexed) }
    projects[key]?.isIndexing = false
    wake(key)
  }
}
