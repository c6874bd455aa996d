/// What a program sees and may use inside the sandbox: nothing but what is named here. Namespaces of its own for
/// files, processes, users, network and messages come on top, always (bubblewrap, `bwrap(1)`).
package struct Box: Sendable {
  /// A file or folder of the machine at a place in the box.
  package struct Mount: Sendable, Hashable {
    package var source: String
    package var place: String
    package var isWritable: Bool

    package init(_ source: String, at place: String, isWritable: Bool = false) {
      self.source = source
      self.place = place
      self.isWritable = isWritable
    }
  }

  /// What the kernel holds a program to (`setrlimit(2)`); nil for no limit.
  package struct Limits: Sendable, Hashable {
    /// Seconds of processor time a process; at the end of it the kernel kills it.
    package var processorSeconds: Int?
    /// Bytes of address space. Not for programs under a sanitizer: their shadow memory is reserved up front.
    package var addressSpace: Int?
    /// Processes and threads in the box together.
    package var processes: Int?
    /// Bytes of a file that is written.
    package var fileSize = 0
    package var openFiles = 64
    /// Bytes.
    package var stack = 16 << 20

    package init() {}
  }

  package var mounts: [Mount] = []
  package var links: [(target: String, place: String)] = []
  package var environment: [(name: String, value: String)] = []
  package var limits = Limits()
  /// Whether there is a `/proc`. It shows the box's own processes, but also where on the machine its files come from.
  package var hasProcesses = false
  /// Whether `/dev` is complete; else it has `null` alone.
  package var hasDevices = false
  /// Bytes of `/tmp`; nil for none.
  package var temporarySpace: Int?
  package var workingDirectory = "/"

  package init() {}

  /// The system's programs and libraries, read-only, for boxes in which things are compiled and run.
  package mutating func addSystem() {
    mounts.append(Mount("/usr", at: "/usr"))
    links += [("usr/lib", "/lib"), ("usr/lib64", "/lib64"), ("usr/bin", "/bin")]
    environment += [("PATH", "/usr/bin"), ("HOME", "/tmp"), ("LANG", "C.UTF-8")]
  }

  /// bubblewrap's arguments.
  var arguments: [String] {
    var arguments = [
      "--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session",
      "--cap-drop", "ALL",
      "--hostname", "box",
    ]
    if hasDevices {
      arguments += ["--dev", "/dev"]
    } else {
      arguments += ["--dev-bind", "/dev/null", "/dev/null"]
    }
    if hasProcesses { arguments += ["--proc", "/proc"] }
    if let temporarySpace { arguments += ["--size", "\(temporarySpace)", "--tmpfs", "/tmp"] }
    for mount in mounts {
      arguments += [mount.isWritable ? "--bind" : "--ro-bind", mount.source, mount.place]
    }
    for link in links { arguments += ["--symlink", link.target, link.place] }
    arguments += ["--remount-ro", "/", "--chdir", workingDirectory, "--clearenv"]
    for variable in environment { arguments += ["--setenv", variable.name, variable.value] }
    return arguments + ["--"]
  }
}

extension Box.Limits {
  /// Arguments of `prlimit(1)` for what holds outside and inside a user namespace alike.
  var arguments: [String] {
    var arguments = ["--core=0", "--fsize=\(fileSize)", "--nofile=\(openFiles)", "--stack=\(stack)"]
    if let processorSeconds { arguments.append("--cpu=\(processorSeconds)") }
    if let addressSpace { arguments.append("--as=\(addressSpace)") }
    return arguments
  }
}
