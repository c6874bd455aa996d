/// The numbers of a program's functions and globals (by link key) and modules (by path). What has one keeps it, for as
/// long as these numbers are in use.
package struct ProgramNumbers: Sendable {
  private(set) var functionKeys: [String] = []
  /// The same without places: what the order of functions goes by.
  private(set) var stableKeys: [String] = []
  private(set) var globalKeys: [String] = []
  private(set) var modulePaths: [String] = []
  private var functions: [String: UInt32] = [:]
  private var globals: [String: UInt32] = [:]
  private var modules: [String: [Int]] = [:]

  package init() {}

  mutating func function(_ key: String) -> UInt32 {
    let number = Self.number(of: key, in: &functions, &functionKeys)
    if stableKeys.count < functionKeys.count { stableKeys.append(StoryTeller.stable(key)) }
    return number
  }
  mutating func global(_ key: String) -> UInt32 { Self.number(of: key, in: &globals, &globalKeys) }

  /// Of several modules with one path each has a number of its own.
  mutating func modules(at paths: [String]) -> [Int] {
    var counts: [String: Int] = [:]
    return paths.map { path in
      let occurrence = counts[path, default: 0]
      counts[path] = occurrence + 1
      if let known = modules[path], occurrence < known.count { return known[occurrence] }
      modules[path, default: []].append(modulePaths.count)
      modulePaths.append(path)
      return modulePaths.count - 1
    }
  }

  private static func number(
    of key: String, in numbers: inout [String: UInt32], _ keys: inout [String]
  ) -> UInt32 {
    if let known = numbers[key] { return known }
    let number = UInt32(keys.count)
    numbers[key] = number
    keys.append(key)
    return number
  }
}
