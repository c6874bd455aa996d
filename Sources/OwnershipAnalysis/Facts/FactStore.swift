import OwnershipIR
import Synchronization

/// The facts of functions that somebody has asked for, from one version of a program to the next.
final class FactStore: Sendable {
  private struct Entry: Sendable {
    var facts: FunctionFacts
    /// What they rest on, and the update of the program in which they were found.
    var dependencies: Dependencies
    var update: Int32
    /// The files in which the facts' places are meant.
    var files: Files
  }

  /// Shared by all entries of one version.
  private final class Files: Sendable {
    let places: FilePlaces
    init(_ program: Program) { places = FilePlaces(program) }
  }

  private struct Contents: Sendable {
    var entries: [UInt32: Entry] = [:]
    /// Of this version, once it is asked for.
    var files: Files?
  }

  private let program: Program
  private let update: Int32
  private let contents: Mutex<Contents>

  /// An empty store for a program that update number `update` has given.
  convenience init(_ program: Program, update: Int32) { self.init(program, update: update, entries: [:]) }

  private init(_ program: Program, update: Int32, entries: [UInt32: Entry]) {
    self.program = program
    self.update = update
    contents = Mutex(Contents(entries: entries))
  }

  /// What of it still holds in a later version.
  func carried(
    to program: Program, update: Int32, where isValid: (UInt32, Dependencies, _ since: Int32) -> Bool
  ) -> FactStore {
    let entries = contents.withLock { $0.entries.filter { isValid($0.key, $0.value.dependencies, $0.value.update) } }
    return FactStore(program, update: update, entries: entries)
  }

  /// The facts of a function, in this version's places.
  func known(_ function: UInt32) -> FunctionFacts? {
    contents.withLock { contents in
      guard let entry = contents.entries[function] else { return nil }
      let files = Self.files(&contents, program)
      if entry.files === files { return entry.facts }
      guard let facts = entry.facts.moved(from: entry.files.places, to: files.places) else {
        contents.entries[function] = nil
        return nil
      }
      contents.entries[function]!.facts = facts
      contents.entries[function]!.files = files
      return facts
    }
  }

  func keep(_ facts: FunctionFacts, of function: UInt32, _ dependencies: Dependencies) {
    contents.withLock { contents in
      let files = Self.files(&contents, program)
      contents.entries[function] = Entry(facts: facts, dependencies: dependencies, update: update, files: files)
    }
  }

  func isKnown(_ function: UInt32) -> Bool { contents.withLock { $0.entries[function] != nil } }

  private static func files(_ contents: inout Contents, _ program: Program) -> Files {
    let files = contents.files ?? Files(program)
    contents.files = files
    return files
  }
}
