import Foundation

/// The running program with its libraries and what it reads, as it can be put into a box: no other file of the
/// machine has to be seen there.
package struct ProgramImage: Sendable {
  /// Where the program stands in a box.
  package static let place = "/ownscope/ownscope"

  /// Read-only, together with the headers of the system's compilers.
  package let mounts: [Box.Mount]
  private let libraryDirectories: [String]

  package struct Failure: Error, Sendable, Hashable {
    package var message: String
  }

  /// Looks at this program's libraries, and copies the program with its resource bundles to `folder`, where boxes can
  /// read it whatever the rights on the way to the original.
  ///
  /// - Parameters:
  ///   - executable: this program.
  ///   - bundles: names of folders beside the program; those that are not there are left out.
  ///   - folder: exists, and every user may read there.
  package init(executable: String, bundles: [String], folder: String) throws(Failure) {
    let files = FileManager.default
    let copy = folder + "/ownscope"
    let source = URL(fileURLWithPath: executable).resolvingSymlinksInPath().deletingLastPathComponent().path
    do {
      try Self.copy(executable, to: copy)
      for bundle in bundles {
        for name in (files.subpaths(atPath: source + "/" + bundle) ?? []).sorted() {
          try Self.copy(source + "/" + bundle + "/" + name, to: folder + "/" + bundle + "/" + name)
        }
      }
    } catch {
      throw Failure(message: "\(folder): the program cannot be copied there (\(error.localizedDescription))")
    }
    try Self.makeProcesses(in: folder)
    var mounts = [Box.Mount(folder, at: "/ownscope"), Box.Mount(folder + "/proc", at: "/proc")]
    var directories: [String] = []
    for library in try Self.libraries(of: executable) {
      mounts.append(Box.Mount(URL(fileURLWithPath: library).resolvingSymlinksInPath().path, at: library))
      let directory = URL(fileURLWithPath: library).deletingLastPathComponent().path
      if !directories.contains(directory) { directories.append(directory) }
    }
    self.mounts = mounts + Self.headers().map { Box.Mount($0, at: $0) }
    libraryDirectories = directories
  }

  /// A `/proc` that tells nothing: where the program is, and what libdispatch has to read of each of its threads
  /// (`/proc/N/stat`, of which it takes the state; without it ends the process), the same for all numbers that threads
  /// of a small box come to have.
  private static func makeProcesses(in folder: String) throws(Failure) {
    let files = FileManager.default
    do {
      try files.createDirectory(
        atPath: folder + "/proc/any", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
      let zeros = Array(repeating: "0", count: 49).joined(separator: " ")
      try Data("1 (ownscope) S \(zeros)\n".utf8).write(to: URL(fileURLWithPath: folder + "/proc/any/stat"))
      try files.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder + "/proc/any/stat")
    } catch {
      throw Failure(message: "\(folder): cannot be written (\(error.localizedDescription))")
    }
    mkdir(folder + "/proc/self", 0o755)
    symlink(Self.place, folder + "/proc/self/exe")
    for number in 1...16384 {
      guard symlink("any", "\(folder)/proc/\(number)") == 0 else {
        throw Failure(message: "\(folder): links cannot be made there (\(String(cString: strerror(errno))))")
      }
    }
  }

  /// Copies what a file says, and not whose it is: the server may be another user than the one who installed it.
  private static func copy(_ source: String, to target: String) throws {
    let files = FileManager.default
    var isDirectory: ObjCBool = false
    guard files.fileExists(atPath: source, isDirectory: &isDirectory), !isDirectory.boolValue else { return }
    let parent = URL(fileURLWithPath: target).deletingLastPathComponent().path
    try files.createDirectory(
      atPath: parent, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    try Data(contentsOf: URL(fileURLWithPath: source), options: .alwaysMapped).write(to: URL(fileURLWithPath: target))
    try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: target)
  }

  /// A box in which this program runs with `arguments`, and nothing else does. Without `/proc` a Swift program does
  /// not find its arguments, so they are in its environment as well.
  package func box(arguments: [String]) -> Box {
    var box = Box()
    box.mounts = mounts
    box.environment = [
      ("LD_LIBRARY_PATH", libraryDirectories.joined(separator: ":")), ("SWIFT_BACKTRACE", "enable=no"),
      ("OWNSCOPE_ARGUMENTS", arguments.joined(separator: "\n")),
    ]
    return box
  }

  /// The libraries as the dynamic loader finds them, itself included (`LD_TRACE_LOADED_OBJECTS`, `ld.so(8)`).
  private static func libraries(of executable: String) throws(Failure) -> [String] {
    var text: [UInt8] = []
    let command = ["/usr/bin/env", "LD_TRACE_LOADED_OBJECTS=1", executable]
    let end = try? BoxedProcess(command).run(wallClock: .seconds(20), longestOutput: 1 << 20) { text += $1 }
    guard end == .exited(0) else {
      throw Failure(message: "\(executable): the loader does not tell its libraries")
    }
    return String(decoding: text, as: UTF8.self).split(separator: "\n").compactMap { line in
      // `name => path (address)`, `path (address)` for the loader, `name (address)` for what the kernel brings.
      let path = line.split(separator: " => ").last!.prefix { $0 != "(" }.trimmingCharacters(in: .whitespaces)
      return path.hasPrefix("/") ? URL(fileURLWithPath: path).standardized.path : nil
    }
  }

  /// Folders of headers that come with compilers and the C library.
  private static func headers() -> [String] {
    let files = FileManager.default
    let versions = ((try? files.contentsOfDirectory(atPath: "/usr/lib")) ?? []).filter {
      $0.hasPrefix("llvm-")
    }.sorted()
    return (["/usr/include", "/usr/lib/gcc", "/usr/lib/clang"] + versions.map { "/usr/lib/\($0)/lib/clang" })
      .filter { files.fileExists(atPath: $0) }
  }
}
