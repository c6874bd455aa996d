import Findings

/// `p = realloc(p, n);` loses `p` when there is no more memory: the result waits in a variable until it is known.
extension FixProposer {
  func reallocFix(_ statement: Int) -> Fix? {
    let node = outline.statements[statement]
    let range = node.tokens
    let all = outline.tokens
    guard node.kind == .simple, let equals = range.first(where: { all[$0].is("=") }),
      equals > range.lowerBound
    else {
      return nil
    }
    let target = outline.texts(range.lowerBound..<equals)
    var index = equals + 1
    // A cast, as C++ needs it.
    var cast = ""
    if all[index].is("("), let close = outline.closing(index) {
      cast = outline.text(index..<close + 1)
      index = close + 1
    } else if all[index].is("static_cast"), let open = range.first(where: { $0 > index && all[$0].is("(") }) {
      cast = outline.text(index..<open)
      index = open + 1
    }
    guard index + 1 < range.upperBound, all[index].is("realloc"), all[index + 1].is("("),
      argumentTexts(ofCallAt: all[index].range.lowerBound).first.map(file.words) == target,
      let function = outline.function(around: statement)
    else { return nil }
    let place = outline.text(range.lowerBound..<equals)
    guard let type = type(of: target, cast: cast, in: function, before: range.lowerBound) else { return nil }
    let name = unusedName("grown", around: statement)
    let value = outline.text(equals + 1..<range.upperBound - 1)
    let statementRange = outline.range(statement)
    // The variable is null afterwards, as it was before: whoever tests it, or does not, sees no difference.
    let lines = [
      definition(type, name, value),
      "if (\(name) == \(file.null)) \(call("free", place))",
    ]
    guard let around = file.surround(statement, before: lines) else { return nil }
    return Fix(
      title: "Release `\(place)` when `realloc` fails",
      edits: around + [file.edit(statementRange, "\(place) = \(name);")])
  }

  private func type(of target: [String], cast: String, in function: Outline.Function, before token: Int)
    -> String?
  {
    if target.count == 1, let declaration = outline.declaration(of: target[0], in: function, before: token) {
      return declaration.type
    }
    if cast.hasPrefix("(") { return String(cast.dropFirst().dropLast()) }
    return file.isCPlusPlus ? nil : "void *"
  }
}
