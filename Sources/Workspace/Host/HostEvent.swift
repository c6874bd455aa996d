/// What an analysis host tells while it works.
package enum HostEvent: Sendable {
  /// A program was analysed; no document of it has changed since.
  case analysed(AnalysisSnapshot)
  /// Work on a file begins that could take the process down: parsing it, or following its functions. The path is the
  /// program's build file when it concerns all of it. Work that takes longer than `limit` hangs.
  case working(path: String, limit: Duration)
  /// That work is done, and where its time went.
  case done(path: String, parts: [WorkPart])
  /// Something the user should know: a configuration that cannot be read, a broken database.
  case problem(String)
  /// Files of a program that nobody has opened are being read.
  case indexing(done: Int, of: Int, path: String)
  case indexed
}

/// A part of a piece of work, by name, and what it took.
package struct WorkPart: Sendable, Hashable, Codable {
  package var name: String
  package var milliseconds: Double

  package init(_ name: String, milliseconds: Double) {
    self.name = name
    self.milliseconds = milliseconds
  }
}
