/// The compilation databases met so far, each read once.
struct DatabaseCache {
  static let fileName = "compile_commands.json"

  enum Lookup {
    case found(CompilationDatabase)
    case absent
    case malformed(String)
  }

  private var known: [String: Lookup] = [:]

  mutating func load(_ path: String) -> Lookup {
    if let lookup = known[path] { return lookup }
    let lookup = Self.read(path)
    known[path] = lookup
    return lookup
  }

  private static func read(_ path: String) -> Lookup {
    let bytes: [UInt8]
    do {
      bytes = try FileContents.read(path)
    } catch .missing {
      return .absent
    } catch {
      return .malformed("\(path): cannot be read; correct its permissions or name another one with -p")
    }
    do {
      var database = try CompilationDatabase(path: path, bytes: bytes)
      database.noteMissing()
      return .found(database)
    } catch {
      return .malformed(error.message)
    }
  }
}
