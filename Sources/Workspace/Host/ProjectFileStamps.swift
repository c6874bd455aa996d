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

  /// Looks at the files that may decide for documents in these directories, and at these `databases`. Files that it has not
  /// looked at before have not changed.
  mutating func haveChanged(around directories: Set<String>, databases: Set<String>) -> Bool {
    var paths = databases
    for directory in directories {
      paths.formUnion(CompileCommandResolver.decidingFiles(for: directory))
      paths.formUnion(PathText.ancestors(of: directory).map { PathText.absolute(Configuration.fileName, in: $0) })
    }
    let before = known
    known = [:]
    for path in paths { known.updateValue(Stamp(path), forKey: path) }
    return known.contains { path, stamp in before[path].map { $0 != stamp } ?? false }
  }
}
