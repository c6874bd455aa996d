import ClangFrontend
import Findings
import Glibc
import Synchronization

/// A file that a run goes on without, because one before it never came back from reading it.
package struct LeftOutFile: Sendable, Hashable, Codable {
  package enum Reason: String, Sendable, Codable {
    case slow, large, crash
  }

  /// Absolute.
  package var path: String
  package var reason: Reason

  package init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }

  func failure(shownAs path: String, limits: ReadingLimits) -> FileFailure {
    let remedy = "leave it out with 'exclude' in \(Configuration.fileName)"
    return switch reason {
    case .slow:
      FileFailure(
        path: path, reason: "not read to its end in \(limits.seconds) \(limits.seconds == 1 ? "second" : "seconds")",
        remedy: "give it longer with --file-timeout, or \(remedy)")
    case .large:
      FileFailure(path: path, reason: "needs more than \(limits.megabytes) MB of memory to be read", remedy: remedy)
    case .crash: FileFailure(path: path, reason: "libclang crashed on it", remedy: remedy)
    }
  }
}

/// How much one file may cost to read.
package struct ReadingLimits: Sendable, Hashable {
  package var seconds: Int
  /// Of the whole process, when half of them or more came with the file.
  package var megabytes: Int

  /// A minute, and three quarters of the machine's memory.
  package static var standard: ReadingLimits {
    ReadingLimits(seconds: 60, megabytes: megabytes(ofPages: sysconf(Int32(_SC_PHYS_PAGES)) / 4 * 3))
  }

  fileprivate static func megabytes(ofPages count: Int) -> Int {
    count / ((1 << 20) / sysconf(Int32(_SC_PAGESIZE)))
  }

  package init(seconds: Int, megabytes: Int) {
    self.seconds = seconds
    self.megabytes = megabytes
  }
}

/// Which files are being read at the moment. libclang cannot be told to stop, and what it does not come back from
/// (a macro that doubles itself twenty times, `#include "/dev/zero"`) would take all other files along; whoever keeps a
/// watch can say which file it was.
package final class ReadingWatch: Sendable {
  /// Called on the thread that reads, when it begins with a file and when it is done.
  package typealias Listener = @Sendable (_ path: String?) -> Void

  /// Waiting without working counts as well, but with more patience: the machine may be busy with other things.
  private static let patience = 5

  private struct Reading {
    var path: String
    var start: ContinuousClock.Instant
    var processorTime: CPUTime
    var megabytes: Int
  }

  private let limits: ReadingLimits
  private let listener: Listener
  private let readings = Mutex<[Int: Reading]>([:])
  private let count = Atomic(0)

  package init(limits: ReadingLimits, listener: @escaping Listener = { _ in }) {
    self.limits = limits
    self.listener = listener
  }

  func read<Result>(_ path: String, _ body: () throws -> Result) rethrows -> Result {
    let number = count.wrappingAdd(1, ordering: .relaxed).newValue
    let reading = Reading(
      path: path, start: .now, processorTime: .ofProcess, megabytes: Self.residentMegabytes)
    readings.withLock { $0[number] = reading }
    listener(path)
    defer {
      listener(nil)
      readings.withLock { _ = $0.removeValue(forKey: number) }
    }
    return try body()
  }

  /// The files that have gone over a limit by now, sorted.
  package var overdue: [LeftOutFile] {
    let (now, spent, size) = (ContinuousClock.now, CPUTime.ofProcess, Self.residentMegabytes)
    let readings = readings.withLock { Array($0.values) }
    return readings.compactMap { reading in
      let seconds = Int(reading.start.duration(to: now).components.seconds)
      // The process's time is that of all files; each has no more than its share for certain.
      let worked = (spent - reading.processorTime).nanoseconds / 1_000_000_000 / Int64(readings.count)
      if seconds >= limits.seconds, worked >= limits.seconds || seconds >= Self.patience * limits.seconds {
        return LeftOutFile(path: reading.path, reason: .slow)
      }
      if size > limits.megabytes, size - reading.megabytes > limits.megabytes / 2 {
        return LeftOutFile(path: reading.path, reason: .large)
      }
      return nil
    }.sorted { $0.path < $1.path }
  }

  private static var residentMegabytes: Int {
    guard let file = fopen("/proc/self/statm", "re") else { return 0 }
    defer { fclose(file) }
    var (size, resident) = (0, 0)
    let count = withUnsafeMutablePointer(to: &size) { size in
      withUnsafeMutablePointer(to: &resident) { resident in
        withVaList([size, resident]) { vfscanf(file, "%ld %ld", $0) }
      }
    }
    return count == 2 ? ReadingLimits.megabytes(ofPages: resident) : 0
  }
}
