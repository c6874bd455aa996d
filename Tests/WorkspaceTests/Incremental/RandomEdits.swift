import Foundation

/// Edits as people make them, chosen by seeded numbers.
struct RandomEdits {
  private var random: SeededNumbers
  /// Words that are renamed, and calls that are exchanged.
  let locals: [String]
  let calls: [(String, String)]
  private var removed: [String: [String]] = [:]
  private var broken: Set<String> = []
  private var past: [(name: String, lines: [String])] = []
  private var added = 0

  init(seed: UInt64, locals: [String], calls: [(String, String)]) {
    random = SeededNumbers(seed: seed)
    self.locals = locals
    self.calls = calls
  }

  private static let kinds = [
    "blank", "comment", "drop", "repeat", "release", "release", "rename", "add", "call", "file", "break",
    "undo",
  ]

  /// Makes one edit; says which.
  mutating func edit(_ program: EditedProgram) -> String {
    while true {
      let kind = Self.kinds.randomElement(using: &random)!
      let name = (kind == "file" ? program.sources : program.names).randomElement(using: &random)!
      if kind == "file" {
        if let lines = removed.removeValue(forKey: name) {
          program.set(name, lines)
        } else if removed.isEmpty {
          removed[name] = program.texts[name]
          program.set(name, nil)
        } else {
          continue
        }
        return "file \(name)"
      }
      guard let old = program.texts[name], let lines = lines(after: kind, old, in: name), lines != old else {
        continue
      }
      past.append((name, old))
      program.set(name, lines)
      return "\(kind) in \(name)"
    }
  }

  private mutating func lines(after kind: String, _ old: [String], in name: String) -> [String]? {
    var lines = old
    func places(_ isOne: (String) -> Bool) -> [Int] { lines.indices.filter { isOne(lines[$0]) } }
    func isStatement(_ line: String) -> Bool { line.hasPrefix("  ") && line.hasSuffix(";") }
    switch kind {
    case "blank": lines.insert("", at: Int.random(in: 0...lines.count, using: &random))
    case "comment": lines.insert("// remark", at: Int.random(in: 0...lines.count, using: &random))
    case "drop":
      guard let place = places(isStatement).randomElement(using: &random) else { return nil }
      lines.remove(at: place)
    case "repeat":
      guard let place = places(isStatement).randomElement(using: &random) else { return nil }
      lines.insert(lines[place], at: place)
    case "release":
      let found = places { $0.contains("free(") || $0.contains("delete ") }
      guard let place = found.randomElement(using: &random) else { return nil }
      lines[place] = lines[place].hasPrefix("//~") ? String(lines[place].dropFirst(3)) : "//~" + lines[place]
    case "rename":
      guard let word = locals.randomElement(using: &random) else { return nil }
      let isRenamed = lines.contains { $0.contains(word + "_x") }
      lines = lines.map {
        $0.replacingOccurrences(
          of: "\\b\(isRenamed ? word + "_x" : word)\\b", with: isRenamed ? word : word + "_x",
          options: .regularExpression)
      }
    case "add":
      guard !name.hasSuffix(".h") else { return nil }
      added += 1
      lines += [
        "int added\(added)(int n) {", "  char *p = (char *)malloc(8);", "  if (n) return \(added);",
        "  free(p);",
        "  return 0;", "}",
      ]
    case "call":
      guard let (one, other) = calls.randomElement(using: &random) else { return nil }
      guard let place = places({ isStatement($0) && $0.contains(one + "(") }).randomElement(using: &random)
      else {
        return nil
      }
      lines[place] = lines[place].replacingOccurrences(of: one + "(", with: other + "(")
    case "break":
      if let place = lines.firstIndex(of: "  )) {") {
        lines.remove(at: place)
      } else if broken.isEmpty || broken == [name] {
        lines.insert("  )) {", at: Int.random(in: 0...lines.count, using: &random))
        broken = [name]
      } else {
        return nil
      }
    default:
      guard
        let (place, version) = past.enumerated().filter({ $0.element.name == name }).randomElement(
          using: &random)
      else { return nil }
      past.remove(at: place)
      return version.lines
    }
    return lines
  }
}
