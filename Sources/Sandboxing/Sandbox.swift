import Glibc

/// The machine's means to run a program in a box: bubblewrap, with `prlimit` for limits and, for a caller who is root,
/// `setpriv`, since the kernel does not hold root to a number of processes.
package struct Sandbox: Sendable {
  private let launcher: [String]

  /// Why there is no sandbox here, as a sentence for the owner of the site and for learners.
  package struct Unavailable: Error, Sendable, Hashable {
    package var why: String
    package init(why: String) { self.why = why }
  }

  /// Looks for the programs and tries a box with them. Throws why it cannot be had.
  package init() throws(Unavailable) {
    guard let bubblewrap = Self.program("bwrap") else {
      throw Unavailable(why: "bubblewrap is not installed (Debian: apt-get install bubblewrap)")
    }
    guard let limiter = Self.program("prlimit") else {
      throw Unavailable(why: "prlimit is not installed (Debian: apt-get install util-linux)")
    }
    var launcher: [String] = []
    if geteuid() == 0 {
      guard let changer = Self.program("setpriv") else {
        throw Unavailable(why: "setpriv is not installed (Debian: apt-get install util-linux)")
      }
      launcher = [
        changer, "--reuid=\(Self.nobody)", "--regid=\(Self.nobody)", "--clear-groups", "--no-new-privs", "--",
      ]
    }
    (self.launcher, self.limiter, self.bubblewrap) = (launcher, limiter, bubblewrap)
    try probe()
  }

  private let limiter: String
  private let bubblewrap: String

  /// Whose rights boxes have where the caller is root: the overflow user, who owns nothing.
  package static let nobody: UInt32 = 65534

  /// The command line that runs `program` in `box`. The limit of processes holds inside only where the box has the
  /// system's programs; a program that sets its own limits finds it in `OWNSCOPE_PROCESS_LIMIT`.
  package func command(_ box: Box, _ program: [String]) -> [String] {
    var box = box
    var inner = program
    if let processes = box.limits.processes {
      if box.mounts.contains(where: { $0.place == "/usr" }) {
        // Inside, where only the processes of this box count, and not all those of the same user.
        inner = ["/usr/bin/prlimit", "--nproc=\(processes)", "--"] + program
      } else {
        box.environment.append(("OWNSCOPE_PROCESS_LIMIT", "\(processes)"))
      }
    }
    return launcher + [limiter] + box.limits.arguments + ["--", bubblewrap] + box.arguments + inner
  }

  private func probe() throws(Unavailable) {
    var box = Box()
    box.addSystem()
    box.hasProcesses = true
    box.hasDevices = true
    box.limits.processes = 16
    var said: [UInt8] = []
    let end: BoxedProcess.End
    do {
      end = try BoxedProcess(command(box, ["/usr/bin/true"])).run(
        wallClock: .seconds(10), longestOutput: 4096
      ) {
        said += $1
      }
    } catch {
      throw Unavailable(why: "no process can be started: \(error.message)")
    }
    guard end == .exited(0) else {
      let reason =
        String(decoding: said, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? "\(end)"
      throw Unavailable(why: "bubblewrap cannot make a box on this machine (\(reason))")
    }
  }

  private static func program(_ name: String) -> String? {
    ["/usr/bin/", "/bin/", "/usr/local/bin/"].map { $0 + name }.first { access($0, X_OK) == 0 }
  }
}
