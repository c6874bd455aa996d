import CLibClang
import Foundation

/// Where the clang that libclang belongs to lives: the driver derives its header directories from that place.
enum Installation {
  /// `<prefix>/bin/clang`; it need not exist, only its directory tells the driver where to look.
  static let driver = "\(prefix)/bin/clang"

  /// `-resource-dir …` when the compiler's own headers are not where the driver would look for them.
  static let resourceArguments: [String] = {
    if isDirectory("\(prefix)/lib/clang/\(majorVersion)/include") { return [] }
    for root in ["/usr/lib/clang", "/usr/lib64/clang", "/usr/local/lib/clang"] {
      let candidate = "\(root)/\(majorVersion)"
      if isDirectory("\(candidate)/include") { return ["-resource-dir", candidate] }
    }
    return []
  }()

  /// The version of the library in use, as clang prints it.
  static let version = String(consuming: clang_getClangVersion())

  private static let majorVersion: String = {
    let digits = version.drop { !$0.isNumber }
    return String(digits.prefix { $0.isNumber })
  }()

  private static let prefix: String = {
    if let named = ProcessInfo.processInfo.environment["LIBCLANG_PREFIX"] { return named }
    let versioned = "/usr/lib/llvm-\(majorVersion)"
    return isDirectory(versioned) ? versioned : "/usr"
  }()

  private static func isDirectory(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
  }
}

extension String {
  /// Takes the text out of a libclang string and disposes of it.
  init(consuming string: CXString) {
    self = clang_getCString(string).map { String(cString: $0) } ?? ""
    clang_disposeString(string)
  }
}
