import Glibc

/// Processor time, whatever thread spent it.
package struct CPUTime: Sendable, Hashable, Comparable {
  package var nanoseconds: Int64

  package static let zero = CPUTime(nanoseconds: 0)

  package var milliseconds: Double { Double(nanoseconds) / 1e6 }

  package static func + (a: CPUTime, b: CPUTime) -> CPUTime {
    CPUTime(nanoseconds: a.nanoseconds + b.nanoseconds)
  }
  package static func - (a: CPUTime, b: CPUTime) -> CPUTime {
    CPUTime(nanoseconds: a.nanoseconds - b.nanoseconds)
  }
  package static func < (a: CPUTime, b: CPUTime) -> Bool { a.nanoseconds < b.nanoseconds }

  /// Spent so far by the whole process.
  package static var ofProcess: CPUTime { read(CLOCK_PROCESS_CPUTIME_ID) }
  /// Spent so far by the calling thread.
  package static var ofThread: CPUTime { read(CLOCK_THREAD_CPUTIME_ID) }

  private static func read(_ clock: clockid_t) -> CPUTime {
    var time = timespec()
    clock_gettime(clock, &time)
    return CPUTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }
}

/// Where the time of a run went.
package struct Timings: Sendable {
  package var parse = CPUTime.zero
  package var lower = CPUTime.zero
  package var analyse = CPUTime.zero
  /// The same by file: the median file tells what an editor would feel.
  package var files: [FileTimes] = []

  package struct FileTimes: Sendable {
    package var path: String
    package var parse: CPUTime
    package var lower: CPUTime
    package var analyse = CPUTime.zero
  }

  /// Analysis as a part of parsing in the median file; nil when nothing was parsed.
  package var medianShare: Double? {
    let shares = files.filter { $0.parse > .zero }
      .map { Double($0.analyse.nanoseconds) / Double($0.parse.nanoseconds) }
      .sorted()
    return shares.isEmpty ? nil : (shares[shares.count / 2] + shares[(shares.count - 1) / 2]) / 2
  }
}
