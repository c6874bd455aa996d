import Sandboxing

/// What a stranger's program may use.
struct RunLimits: Sendable {
  var processorSeconds = 3
  var wallSeconds = 8
  /// Bytes in memory of all its processes together.
  var memory = 400 << 20

  static let plain = RunLimits()
  /// Valgrind takes twenty times as long.
  static let valgrind = RunLimits(processorSeconds: 15, wallSeconds: 25)
  static let compiler = RunLimits(processorSeconds: 10, wallSeconds: 25, memory: 1 << 30)

  /// A box for compilers: the system's programs, the source, a folder for the result, and no `/proc`, which says where
  /// on the machine these are.
  static func compilerBox(source: String, output: String) -> Box {
    var box = Box()
    box.addSystem()
    box.mounts += [Box.Mount(source, at: "/src"), Box.Mount(output, at: "/out", isWritable: true)]
    // What `cc` and `c++` are on Debian.
    box.mounts.append(Box.Mount("/etc/alternatives", at: "/etc/alternatives"))
    box.temporarySpace = 64 << 20
    box.workingDirectory = "/src"
    box.limits.processorSeconds = compiler.processorSeconds
    box.limits.addressSpace = 2 << 30
    box.limits.processes = 64
    box.limits.fileSize = 32 << 20
    return box
  }

  /// A box for a compiled program.
  /// - Parameter bounded: whether its address space is; not under a sanitizer or valgrind.
  func box(program folder: String, bounded: Bool) -> Box {
    var box = Box()
    box.addSystem()
    box.mounts.append(Box.Mount(folder, at: "/box"))
    box.hasProcesses = true
    box.hasDevices = true
    box.temporarySpace = 16 << 20
    box.workingDirectory = "/tmp"
    box.limits.processorSeconds = processorSeconds
    box.limits.addressSpace = bounded ? 256 << 20 : nil
    box.limits.processes = 32
    box.limits.fileSize = 1 << 20
    return box
  }
}
