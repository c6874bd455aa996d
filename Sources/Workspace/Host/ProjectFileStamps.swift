import ClangFrontend
import Glibc

/// Whether the files that decide how a program is read have changed on disk, for clients that do not tell.
struct ProjectFileStamps {
  /// What a file looks like from outside; nil when there is none.
  private struct Stamp: Equatable {
    var seconds: Int
    var nanoseconds: Int
    var size: Int
    var inode: UInt

    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      seconds = status.st_mtim.tv_sec
      nanoseconds = status.st_mtim.tv_nsec
      size = Int(status.st_size)
      inode = UInt(status.st_ino)
    }
  }

  private var known: [String: Stamp?] = [:]

  /// Looks at the files that may decide for documents in these directories. Files that it has not looked at before have
  /// not changed.
  mutating func changes(around directories: Set<String>, builds: Set<String>) -> [String] {
    var paths = builds
    for directory in directories {
      var current = directory
      while true {
        let prefix = current == "/" ? "/" : current + "/"
        for name in [Configuration.fileName, "compile_flags.txt", "compile_commands.json", "build/compile_commands.json"] {
          paths.insert(prefix + name)
        }
        if current == "/" || current.isEmpty { break }
        current = PathText.directory(of: current)
      }
    }
    var now: [String: Stamp?] = [:]
    for path in paths { now.updateValue(Stamp(path), forKey: path) }
    let changed = now.filter { path, stamp in known[path].map { $0 != stamp } ?? false }.keys.sorted()
    known = now
    return changed
  }
}
