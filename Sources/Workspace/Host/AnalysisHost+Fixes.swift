import ClangFrontend
import Findings
import Fixes

extension AnalysisHost {
  /// Changes of the source that end findings of a snapshot, each tried on the program as the snapshot has it. A finding
  /// that none is known for is not in the result.
  package func fixes(
    for wanted: Set<Fingerprint>, in snapshot: AnalysisSnapshot
  ) async -> [Fingerprint: Fix] {
    if knownFixes.snapshot != snapshot.number { knownFixes = KnownFixes(snapshot: snapshot.number) }
    let unknown = wanted.subtracting(knownFixes.tried)
    if !unknown.isEmpty {
      let engine = trialEngine()
      let found = await fixer.run { Self.search(unknown, in: snapshot, engine) }
      if knownFixes.snapshot == snapshot.number {
        knownFixes.tried.formUnion(unknown)
        knownFixes.found.merge(found) { $1 }
      } else {
        return found.filter { wanted.contains($0.key) }
      }
    }
    return knownFixes.found.filter { wanted.contains($0.key) }
  }

  /// What has been tried on a snapshot.
  struct KnownFixes {
    var snapshot = 0
    var tried: Set<Fingerprint> = []
    var found: [Fingerprint: Fix] = [:]
  }

  private static func search(
    _ wanted: Set<Fingerprint>, in snapshot: AnalysisSnapshot, _ engine: Engine
  ) -> [Fingerprint: Fix] {
    var session = snapshot.session
    session.engine = engine
    let first = ProgramVersion(
      outcome: LintOutcome(
        report: snapshot.report, warnings: [], incompleteFunctions: snapshot.incompleteFunctions,
        timings: Timings()),
      allFindings: snapshot.allFindings,
      errors: snapshot.lowered.compactMap { try? $0.get() }.flatMap(\.errors), lowered: snapshot.lowered,
      changed: snapshot.documents.mapValues(\.text.bytes))
    let versions = ProgramVersions(session: session, plan: snapshot.plan, first: first, engine: engine)
    let findings = Set(snapshot.report.findings.filter { wanted.contains($0.fingerprint) }.map(\.finding))
    var search = FixSearch(versions, on: first) { findings.contains($0) }
    search.run()
    var result: [Fingerprint: Fix] = [:]
    for (index, proposal) in search.accepted {
      result[snapshot.report.findings[index].fingerprint] = proposal.fix
    }
    return result
  }

  /// Open documents are parsed by their own units, so that trying a change costs a reparse and no further memory.
  private func trialEngine() -> Engine {
    let (engine, units) = (engine, units)
    let analysis = engine.makeAnalysis()
    return Engine(
      lower: { command, unsavedFiles throws(FileFailure) in
        guard let unit = units[command.file] else { return try engine.lower(command, unsavedFiles) }
        return try unit.lowerAndWait(command, unsavedFiles: unsavedFiles).get()
      },
      analyze: { modules, models, _ in
        analysis(modules, models, Cancellation()) ?? AnalysedProgram(findings: [])
      })
  }
}
