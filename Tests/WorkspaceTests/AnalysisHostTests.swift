import ClangFrontend
import Findings
import OwnershipIR
import SourceText
import Synchronization
import TestSupport
import Testing

@testable import Workspace

@Suite("The analysis host on a clock of its own")
struct AnalysisHostTests {
  /// An engine that takes as long as it is told to, and tells what it was given.
  private final class SlowEngine: Sendable {
    let clock: ManualClock
    let cost: Duration
    let texts = Mutex<[String]>([])
    let analyses = Mutex(0)

    init(_ clock: ManualClock, cost: Duration) {
      self.clock = clock
      self.cost = cost
    }

    var engine: HostEngine {
      HostEngine(
        lower: { command, _ throws(FileFailure) in LoweredFile(module: Module(path: command.file)) },
        makeUnit: { Unit(owner: self) },
        makeAnalysis: {
          { _, _, cancellation in
            self.analyses.withLock { $0 += 1 }
            return cancellation.isCancelled ? nil : AnalysedProgram(findings: [])
          }
        })
    }

    private struct Unit: DocumentLowering {
      let owner: SlowEngine

      func lower(
        _ command: CompileCommand, unsavedFiles: [UnsavedFile], cancellation: Cancellation
      ) async throws(FileFailure) -> LoweredFile? {
        owner.texts.withLock { $0.append(unsavedFiles.first?.contents ?? "") }
        await owner.clock.clock.sleep(owner.cost)
        return cancellation.isCancelled ? nil : LoweredFile(module: Module(path: command.file))
      }

      func lowerAndWait(
        _ command: CompileCommand, unsavedFiles: [UnsavedFile]
      ) -> Result<LoweredFile, FileFailure> { .success(LoweredFile(module: Module(path: command.file))) }
    }
  }

  /// Lets everything happen that can happen at this moment.
  private func settle() async { for _ in 0..<200 { await Task.yield() } }

  private func pass(_ duration: Duration, on clock: ManualClock) async throws {
    var left = duration
    while left > .zero {
      clock.advance(by: .milliseconds(5))
      left -= .milliseconds(5)
      try await Task.sleep(for: .microseconds(300))
      await settle()
    }
  }

  @Test("Fifty edits in two seconds: few analyses, the last text wins, no old version is told")
  func burst() async throws {
    let clock = ManualClock()
    let slow = SlowEngine(clock, cost: .milliseconds(60))
    let told = Mutex<[(version: Int, time: Duration)]>([])
    let current = Mutex(0)
    let folder = try Sandbox(["a.c": "0"])
    let host = AnalysisHost(engine: slow.engine, clock: clock.clock) { event in
      guard case .analysed(let snapshot) = event else { return }
      let version = snapshot.documents.values.first?.version ?? -1
      // Told while the host has just this version.
      current.withLock { #expect(version == $0) }
      told.withLock { $0.append((version, clock.now)) }
    }
    await host.configure(roots: [folder.path], buildDirectory: nil, readsProject: false)
    current.withLock { $0 = 1 }
    await host.open(OpenDocument(path: folder["a.c"], version: 1, text: EditableText("1")))
    try await pass(.milliseconds(500), on: clock)
    for version in 2...51 {
      current.withLock { $0 = version }
      await host.change(folder["a.c"], version: version) { $0 = EditableText("\(version)") }
      try await pass(.milliseconds(40), on: clock)
    }
    try await pass(.seconds(3), on: clock)
    let results = told.withLock { $0 }
    #expect(results.last?.version == 51)
    #expect(results.map(\.version) == results.map(\.version).sorted())
    #expect(slow.texts.withLock { $0.last } == "51")
    let parses = slow.texts.withLock { $0.count }
    print("50 edits: \(parses) parses, \(slow.analyses.withLock { $0 }) analyses")
    #expect(parses <= 6)
  }

  @Test("An edit in the middle of the work: what was begun is not told, and the new text is looked at")
  func superseded() async throws {
    let clock = ManualClock()
    let slow = SlowEngine(clock, cost: .milliseconds(100))
    let versions = Mutex<[Int]>([])
    let folder = try Sandbox(["a.c": "0"])
    let host = AnalysisHost(engine: slow.engine, clock: clock.clock) { event in
      if case .analysed(let snapshot) = event {
        versions.withLock { $0.append(snapshot.documents.values.first?.version ?? -1) }
      }
    }
    await host.configure(roots: [folder.path], buildDirectory: nil, readsProject: false)
    await host.open(OpenDocument(path: folder["a.c"], version: 1, text: EditableText("1")))
    try await pass(.milliseconds(50), on: clock)
    await host.change(folder["a.c"], version: 2) { $0 = EditableText("2") }
    // Whoever asked about the first text has his answer: there is none any more.
    let waiting = Task { await host.snapshot(for: folder["a.c"])?.documents[folder["a.c"]]?.version }
    try await pass(.seconds(2), on: clock)
    #expect(versions.withLock { $0 } == [2])
    #expect(await waiting.value == 2)
  }
}
