import ClangFrontend
import Findings
import LibraryModels
import OwnershipIR
import SourceText

/// Takes the changes of an editor and hands out what is known of the programs they belong to.
///
/// Every program is worked on by one task at a time (`AnalysisHost+Work`). A result is told only while the documents it
/// was made from are still the ones that the editor has.
package actor AnalysisHost {
  let engine: HostEngine
  let clock: HostClock
  let runner = ProgramRunner()
  let indexer = ProgramRunner(niceness: 5)
  let fixer = ProgramRunner()
  let preparer = ProgramRunner(niceness: 10)
  let tell: @Sendable (HostEvent) -> Void

  var files = ProjectFiles(roots: [])
  var documents: [String: OpenDocument] = [:]
  /// The program of each open document.
  var homes: [String: ProjectKey] = [:]
  var projects: [ProjectKey: ProjectState] = [:]
  /// Units of open documents, and of the sources through which open headers are seen.
  var units: [String: any DocumentLowering] = [:]
  var analyses: [ProjectKey: @Sendable ([Module], ModelLibrary, Cancellation) -> AnalysedProgram?] = [:]
  /// Files that took the process down, and the texts with which they did.
  var avoided: [String: TextHash] = [:]
  var waiting: [Waiter] = []
  var analysisCount = 0
  var knownFixes = KnownFixes()
  /// Kept where the client does not tell of changes on disk.
  private var stamps: ProjectFileStamps?
  /// Whether files are read that nobody has opened.
  var readsProject = true

  /// - Parameter tell: called from any thread, in the order in which things happen.
  package init(
    engine: HostEngine, clock: HostClock = .machine, tell: @escaping @Sendable (HostEvent) -> Void
  ) {
    self.engine = engine
    self.clock = clock
    self.tell = tell
  }

  // MARK: Documents

  package func open(_ document: OpenDocument) {
    documents[document.path] = document
    // Before they are read: what is written from now on is a change.
    if stamps != nil { lookAtProjectFiles() }
    assignHome(document.path)
    touch(document.path)
  }

  /// Changes an open document; nothing happens to one that is not open.
  package func change(_ path: String, version: Int, _ edit: @Sendable (inout EditableText) -> Void) {
    guard var document = documents[path] else { return }
    edit(&document.text)
    document.version = version
    documents[path] = document
    touch(path)
  }

  /// The file on disk counts again.
  package func close(_ path: String) {
    guard documents.removeValue(forKey: path) != nil, let key = homes.removeValue(forKey: path) else { return }
    resumeWaiters(of: path, with: nil)
    units[path] = nil
    projects[key]?.work?.cancel()
    projects[key]?.changed.remove(path)
    if !homes.values.contains(key) {
      drop(key)
      return
    }
    // What was in the editor may never have been saved.
    let targets = targets(of: path, in: key)
    if readsProject, FileContents.isFile(path) {
      projects[key]?.unread.append(contentsOf: targets)
    } else {
      for target in targets where documents[target] == nil {
        projects[key]?.lowered[target] = nil
        projects[key]?.commands[target] = nil
        units[target] = nil
      }
    }
    projects[key]?.needsAnalysis = true
    wake(key)
  }

  // MARK: The world outside

  /// Replaces the directories that the user has opened, and where builds are looked for.
  package func configure(roots: [String], buildDirectory: String?, readsProject: Bool) {
    let new = ProjectFiles(roots: roots, buildDirectory: buildDirectory)
    guard new.roots != files.roots || new.buildDirectory != files.buildDirectory
      || readsProject != self.readsProject
    else { return }
    files = new
    self.readsProject = readsProject
    reload()
  }

  /// Names of the files that decide how programs are read.
  package static let decidingNames = [
    CompileCommandResolver.databaseName, CompileCommandResolver.flagsFileName, Configuration.fileName,
  ]

  /// Files have changed on disk, were made or removed.
  package func filesChanged(_ paths: [String]) {
    if paths.contains(where: { Self.decidingNames.contains(PathText.name(of: $0)) }) {
      reload()
      return
    }
    for path in paths where documents[path] == nil {
      for key in projects.keys.sorted() {
        guard let project = projects[key] else { continue }
        let affected = (project.commands[path] == nil ? [] : [path]) + project.includers(of: path)
        if affected.isEmpty { continue }
        for member in affected {
          if units[member] != nil {
            projects[key]?.changed.insert(member)
          } else if FileContents.isFile(member) {
            if projects[key]?.unread.contains(member) == false { projects[key]?.unread.append(member) }
          } else {
            projects[key]?.lowered[member] = nil
            projects[key]?.commands[member] = nil
            projects[key]?.needsAnalysis = true
          }
        }
        wake(key)
      }
    }
  }

  /// Looks at the files on disk that decide how the open documents are read, and goes by those that have changed since it
  /// looked last. For clients that do not tell.
  package func lookAtProjectFiles() {
    if stampsHaveChanged() { reload() }
  }

  private func stampsHaveChanged() -> Bool {
    // The build of a file that no database has is a directory, which changes with every file in it.
    var databases = Set(projects.keys.map(\.build).filter { !FileContents.isDirectory($0) })
    if let directory = files.buildDirectory {
      databases.insert(PathText.absolute(CompileCommandResolver.databaseName, in: directory))
    }
    var stamps = stamps ?? ProjectFileStamps()
    defer { self.stamps = stamps }
    return stamps.haveChanged(around: Set(documents.keys.map(PathText.directory)), databases: databases)
  }

  /// A document is on disk as it is in the editor: those who read it from there have to read it again.
  package func saved(_ path: String) {
    let name = PathText.name(of: path)
    if documents[path] == nil || name == Configuration.fileName {
      filesChanged([path])
      return
    }
    guard SourceKind(path: path)?.isHeader == true, let key = homes[path], let project = projects[key] else { return }
    for member in project.includers(of: path) where units[member] == nil && !project.unread.contains(member) {
      projects[key]?.unread.append(member)
    }
    wake(key)
  }

  /// Reads configurations and builds anew.
  package func reload() {
    // What is read now is not news the next time.
    if stamps != nil { _ = stampsHaveChanged() }
    for key in projects.keys.sorted() { drop(key) }
    homes = [:]
    for path in documents.keys.sorted() {
      assignHome(path)
      touch(path)
    }
  }

  /// A file took the process down with this text: while it has it, it is left alone.
  package func avoid(_ path: String, withText hash: TextHash) { avoided[path] = hash }

  // MARK: What is known

  /// The latest that is known of the program of `path`, current or not.
  package func latestSnapshot(for path: String) -> AnalysisSnapshot? {
    homes[path].flatMap { projects[$0]?.snapshot }
  }

  /// What is known of the document as it is now; waits for the analysis. Nil when the document is closed or changed in
  /// the meantime.
  package func snapshot(for path: String) async -> AnalysisSnapshot? {
    guard let document = documents[path] else { return nil }
    if let snapshot = latestSnapshot(for: path), snapshot.documents[path]?.version == document.version {
      return snapshot
    }
    return await withCheckedContinuation { continuation in
      waiting.append(Waiter(path: path, version: document.version, continuation: continuation))
    }
  }

  struct Waiter {
    var path: String
    var version: Int
    var continuation: CheckedContinuation<AnalysisSnapshot?, Never>
  }

  /// Answers those who wait for `path`: at this version, or at any.
  func resumeWaiters(of path: String, with snapshot: AnalysisSnapshot?) {
    let concerned = waiting.filter { $0.path == path }
    waiting.removeAll { $0.path == path }
    for waiter in concerned {
      waiter.continuation.resume(
        returning: snapshot?.documents[path]?.version == waiter.version ? snapshot : nil)
    }
  }

  // MARK: Programs

  /// Finds the program that a document belongs to.
  private func assignHome(_ path: String) {
    let (command, build, problems) = files.home(of: path)
    for problem in problems { tell(.problem(problem)) }
    var configuration = Configuration()
    do {
      configuration = try Configuration.find(named: nil, from: PathText.directory(of: path))
    } catch {
      tell(.problem(error.text + "; the defaults are used until it is mended"))
    }
    let key = ProjectKey(build: build, configuration: configuration.path)
    homes[path] = key
    if projects[key] == nil {
      projects[key] = ProjectState(key: key, configuration: configuration)
      analyses[key] = engine.makeAnalysis()
    }
    if SourceKind(path: path)?.isHeader != true { projects[key]?.commands[path] = command }
  }

  /// The files that have to be lowered when `path` has changed: itself, or for a header the sources that include it;
  /// where none is known that does, the source whose flags it borrows, or itself.
  func targets(of path: String, in key: ProjectKey) -> [String] {
    guard SourceKind(path: path)?.isHeader == true, let project = projects[key] else { return [path] }
    let includers = project.includers(of: path)
    let open = includers.filter { units[$0] != nil || documents[$0] != nil }
    if !open.isEmpty { return open }
    if let first = includers.first { return [first] }
    let command = files.home(of: path).command
    if case .borrowed(_, let lender) = command.origin, PathText.stem(of: lender) == PathText.stem(of: path) {
      return [lender]
    }
    let twins = FileDiscovery(workingDirectory: PathText.directory(of: path), configuration: project.configuration)
      .sources(in: PathText.directory(of: path)).filter { PathText.stem(of: $0) == PathText.stem(of: path) }
    return [twins.first ?? path]
  }

  /// The document is to be analysed again.
  private func touch(_ path: String) {
    guard let key = homes[path] else { return }
    resumeWaiters(of: path, with: nil)
    projects[key]?.work?.cancel()
    projects[key]?.preparation?.cancel()
    for target in targets(of: path, in: key) {
      if projects[key]?.commands[target] == nil {
        projects[key]?.commands[target] = files.home(of: target).command
      }
      projects[key]?.changed.insert(target)
    }
    projects[key]?.pacing.edited(at: clock.now())
    wake(key)
  }

  private func drop(_ key: ProjectKey) {
    projects[key]?.work?.cancel()
    projects[key]?.preparation?.cancel()
    projects[key] = nil
    analyses[key] = nil
    if projects.isEmpty { units = [:] }
  }
}
