import ClangFrontend
import Synchronization

/// The translation units that were parsed last, for whoever parses the same files again and again: what the headers say
/// is kept, and only the file itself is read anew.
final class UnitCache: Sendable {
  /// A unit belongs to whoever has taken it out of the cache, so it is never used by two threads.
  private final class Entry: @unchecked Sendable {
    let command: CompileCommand
    let unit: TranslationUnit

    init(command: CompileCommand, unit: TranslationUnit) {
      self.command = command
      self.unit = unit
    }
  }

  /// A unit of C++ holds about 100 MB.
  private let capacity: Int
  /// The one used last comes last.
  private let entries = Mutex<[Entry]>([])

  init(capacity: Int = 4) { self.capacity = capacity }

  /// Calls `body` with the command's unit, made with these buffers.
  func withUnit<Result>(
    of command: CompileCommand, unsavedFiles: [UnsavedFile], probes: [InstanceProbe],
    _ body: (TranslationUnit) -> Result
  ) throws(ParseFailure) -> Result {
    let known = entries.withLock { entries in
      entries.firstIndex { $0.command == command && $0.unit.probes == probes }.map { entries.remove(at: $0) }
    }
    let entry: Entry
    if let known {
      try known.unit.reparse(unsavedFiles: unsavedFiles, probes: probes)
      entry = known
    } else {
      entry = Entry(
        command: command,
        unit: try TranslationUnit(
          path: command.file, arguments: command.arguments, unsavedFiles: unsavedFiles,
          options: ParseOptions.batch.union(.editor), probes: probes))
    }
    let result = body(entry.unit)
    entries.withLock { entries in
      entries.append(entry)
      if entries.count > capacity { entries.removeFirst() }
    }
    return result
  }
}
