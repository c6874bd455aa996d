import Findings

/// Variables that a change adds.
extension FixProposer {
  /// `wanted`, with a number behind it when the function around the statement has that word already: a new variable must
  /// not hide one of the user's.
  func unusedName(_ wanted: String, around statement: Int) -> String {
    guard let function = outline.function(around: statement) else { return wanted }
    let end = outline.statements[function.body].tokens.upperBound
    let taken = Set(outline.texts(function.signature.lowerBound..<end))
    var name = wanted
    var number = 2
    while taken.contains(name) {
      name = "\(wanted)\(number)"
      number += 1
    }
    return name
  }

  /// `type name = value;`
  func definition(_ type: String, _ name: String, _ value: String) -> String {
    "\(type)\(type.hasSuffix("*") ? "" : " ")\(name) = \(value);"
  }

  /// `return f(p);` with something to do between: the result waits in a variable. Nil where the statement returns nothing.
  func keepingResult(of statement: Int, then code: String) -> [TextEdit]? {
    let node = outline.statements[statement]
    guard node.kind == .return, let expression = outline.returned(by: statement),
      let function = outline.function(around: statement),
      let type = outline.resultType(of: function) ?? (file.isCPlusPlus ? "auto" : nil), type != "void"
    else { return nil }
    let name = unusedName("result", around: statement)
    let value = outline.text(expression)
    guard let around = file.surround(statement, before: [definition(type, name, value), code]) else {
      return nil
    }
    let first = outline.tokens[expression.lowerBound].range.lowerBound
    let last = outline.tokens[expression.upperBound - 1].range.upperBound
    return around + [file.edit(first..<last, name)]
  }
}

extension Outline {
  /// The tokens between `return` and its semicolon; nil where there are none, or where a macro hides them.
  func returned(by statement: Int) -> Range<Int>? {
    let tokens = statements[statement].tokens
    return tokens.count > 2 ? tokens.lowerBound + 1..<tokens.upperBound - 1 : nil
  }
}
