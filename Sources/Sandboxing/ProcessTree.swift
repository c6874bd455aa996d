import Foundation

/// What a process has started, and what that has started in turn, as the kernel tells it in `/proc`.
package enum ProcessTree {
  /// Bytes in memory of a process and all below it; what several of them share counts for each.
  package static func residentBytes(of root: pid_t) -> Int {
    var total = 0
    var open = [root]
    var isRoot = true
    while let process = open.popLast() {
      // The one that makes the box is not the program.
      if !isRoot { total += residentPages(of: process) * Int(sysconf(Int32(_SC_PAGESIZE))) }
      isRoot = false
      open += children(of: process)
    }
    return total
  }

  /// What a process has started itself and what still runs.
  package static func children(of process: pid_t) -> [pid_t] {
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
    return tasks.flatMap { task in
      ((try? String(contentsOfFile: "/proc/\(process)/task/\(task)/children", encoding: .utf8)) ?? "")
        .split(separator: " ").compactMap { pid_t($0) }
    }
  }

  /// The second number of `/proc/PID/statm`.
  private static func residentPages(of process: pid_t) -> Int {
    let columns =
      (try? String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8))?.split(separator: " ") ?? []
    return columns.count > 1 ? Int(columns[1]) ?? 0 : 0
  }
}
