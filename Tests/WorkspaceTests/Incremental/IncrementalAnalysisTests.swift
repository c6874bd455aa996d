import Findings
import Foundation
import OwnershipAnalysis
import Synchronization
import TestSupport
import Testing

/// An update gives what a fresh analysis of the same texts gives, whatever was edited before, and costs what has changed.
@Suite("Incremental analysis") struct IncrementalAnalysisTests {
  /// Edits `steps` times; every result is compared with a fresh one.
  private func follow(
    _ program: EditedProgram, _ edits: RandomEdits, seed: UInt64, steps: Int, leastChanges: Int
  ) throws {
    var edits = edits
    var history: [String] = []
    var last = program.update()?.findings
    var (changes, analysed, reused) = (0, 0, 0)
    for step in 0..<steps {
      history.append(edits.edit(program))
      let result = try #require(program.update(jobs: step % 2 + 1))
      let fresh = program.fresh()
      if !result.isEqual(to: fresh) {
        let told = Set(result.findings).symmetricDifference(fresh.findings).map {
          "\($0.range.path): \($0.message)"
        }
        Issue.record(
          "seed \(seed), after \(history): \(told.sorted()); \(result.incomplete) / \(fresh.incomplete)")
        return
      }
      #expect(program.problems() == [], "seed \(seed), after \(history)")
      if result.findings.map(\.message) != last?.map(\.message) { changes += 1 }
      last = result.findings
      analysed += program.analysis.analysedCount
      reused += program.analysis.reusedCount
    }
    #expect(changes >= leastChanges, "the edits of seed \(seed) hardly matter")
    #expect(reused > analysed, "seed \(seed)")
  }

  @Test("Random edits of a program in C", arguments: [1, 2, 3])
  func editsOfC(seed: UInt64) throws {
    let edits = RandomEdits(
      seed: seed, locals: ["list", "extra", "n", "p", "size"],
      calls: [
        ("make_list", "copy_list"), ("copy_list", "make_list"), ("drop_list", "keep_list"),
        ("keep_list", "drop_list"), ("even", "odd"),
      ])
    try follow(EditedProgram(SamplePrograms.c), edits, seed: seed, steps: 40, leastChanges: 12)
  }

  @Test("Random edits of a program in C++", arguments: [4, 5, 6])
  func editsOfCPlusPlus(seed: UInt64) throws {
    let edits = RandomEdits(
      seed: seed, locals: ["cell", "price", "held", "shape", "taken"],
      calls: [("make_shape", "other_shape"), ("other_shape", "make_shape")])
    try follow(EditedProgram(SamplePrograms.cpp), edits, seed: seed, steps: 40, leastChanges: 5)
  }

  @Test("Random edits of fixtures")
  func editsOfFixtures() throws {
    var files: [String: String] = [:]
    for name in ["leak/cleanup_ladder.c", "use-after-free/dispatch_tables.c", "double-free/calls.c"] {
      let path = Repository.fixtures.appendingPathComponent(name)
      files[path.lastPathComponent] = try String(contentsOf: path, encoding: .utf8)
    }
    let edits = RandomEdits(seed: 7, locals: ["p", "buffer", "n"], calls: [])
    try follow(EditedProgram(files), edits, seed: 7, steps: 30, leastChanges: 8)
  }

  @Test("A line above moves places and nothing is followed again")
  func linesAbove() throws {
    let program = try EditedProgram(SamplePrograms.c)
    program.set("use.c", program.texts["use.c"]!.filter { !$0.contains("drop_list(list);") })
    let before = try #require(program.update()).findings
    program.set("use.c", ["// one", "// two"] + program.texts["use.c"]!)
    let after = try #require(program.update()).findings
    #expect(program.analysis.analysedCount == 0)
    #expect(!before.isEmpty)
    #expect(
      before.map { $0.range.start.line + ($0.range.path.hasSuffix("use.c") ? 2 : 0) }
        == after.map(\.range.start.line))
    #expect(after == program.fresh().findings)
  }

  @Test("A change that callers cannot see is followed in its function alone")
  func changesWithin() throws {
    let program = try EditedProgram(SamplePrograms.c)
    _ = program.update()
    var lines = program.texts["list.c"]!
    lines.insert("  int unused = 3;", at: lines.firstIndex { $0.hasPrefix("int measure") }! + 1)
    program.set("list.c", lines)
    #expect(try #require(program.update()).isEqual(to: program.fresh()))
    #expect(program.analysis.analysedCount == 1)
  }

  @Test("A cancelled update is made up for by the next", arguments: [0, 1, 3, 6])
  func cancellation(after count: Int) throws {
    let program = try EditedProgram(SamplePrograms.c)
    let questions = Mutex(0)
    let result = program.update {
      questions.withLock {
        $0 += 1
        return $0 > count
      }
    }
    #expect(result == nil)
    program.set("list.c", program.texts["list.c"]!.filter { !$0.contains("free(list->text)") })
    let cancelled = program.update { true }
    #expect(cancelled == nil)
    #expect(try #require(program.update()).isEqual(to: program.fresh()))
    #expect(!program.fresh().findings.isEmpty)
  }
}
