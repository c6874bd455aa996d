import Glibc

/// Finds the lesson's files, which lie in the resource bundle beside the program.
///
/// Not through `Bundle.module`: that ends the program when the bundle is missing, and a linter without its
/// lesson is still a linter.
enum LessonResources {
  static let bundleName = "ownscope_Lessons.resources"

  /// The directory of the resource bundle; nil when it was not installed along.
  static let directory: String? = {
    [executableDirectory, imageDirectory].lazy.compactMap { $0.map { $0 + "/" + bundleName } }
      .first { access($0, R_OK | X_OK) == 0 }
  }()

  /// Where the running program is, links resolved: `bin/ownscope` may be a link to the place of both.
  private static var executableDirectory: String? {
    guard let resolved = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(resolved) }
    return parent(of: String(cString: resolved))
  }

  /// Where this code was loaded from: under a test runner that is not the executable. The file mapped at our
  /// own address, as the kernel tells it: `START-END PERMISSIONS OFFSET DEVICE INODE PATH`.
  private static var imageDirectory: String? {
    let address = UInt(bitPattern: #dsohandle)
    guard let maps = contents(of: "/proc/self/maps") else { return nil }
    for line in maps.split(separator: "\n") {
      let columns = line.split(separator: " ", maxSplits: 5)
      let bounds = columns[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
      guard columns.count == 6, bounds.count == 2, bounds[0] <= address, address < bounds[1] else { continue }
      return parent(of: String(columns[5].drop { $0 == " " }))
    }
    return nil
  }

  private static func parent(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }

  /// The text of a file in the bundle.
  static func text(at path: String) -> String? {
    directory.flatMap { contents(of: $0 + "/" + path) }
  }

  private static func contents(of path: String) -> String? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
