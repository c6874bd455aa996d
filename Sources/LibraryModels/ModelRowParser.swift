// The row syntax.
//
//     NAME(ARGUMENT, …) [-> RESULT] [SUCCESS] [copies #N] [pure] [noreturn] [| SOURCE]
//
// One row a function, as terse as a prototype:
//
//     malloc(value) -> new malloc?                        | malloc(3)
//     getline(out malloc replaces, fill, use)             | getline(3)
//     open(borrow, value, value...) -> new fd >= 0        | open(2)
//     getcwd(null, value) -> new malloc?                  | getcwd(3)
//     getcwd(fill, value) -> #0?                          | getcwd(3)
//
// ARGUMENT says what happens to what the argument points at, or to the handle it is:
//
//     value             looked at only as a number          borrow   read during the call
//     fill              written during the call             use      both, or a handle that is used
//     format            borrowed, and says what the variadic tail is
//     release F         given back to family F; `release F?` when null (or -1) is harmless
//     reallocate F      as `realloc`: given back unless the call fails
//     take              the callee owns it from here on; `take on success` only if the call succeeds
//     escape            kept where it may be reached later
//     out F             a variable that receives something new of family F; `out F replaces` when the old
//                       value is released or reused; `out F*2` for an array of two
//     out inside #N     a variable that receives a pointer into what argument N points at
//     init F            an object that holds a resource of family F from here on
//     retain F          one more reference to a counted object, held by the caller
//     share             one more reference to a counted object, held by the callee
//     sink              the reference that a floating object was made with becomes the caller's
//     clear F           a variable: what it holds is given back to family F, and it becomes null
//     copy #N           receives the bytes of what argument N points at
//     text #N           receives the text that argument N points at
//     append #N         the same behind the text that is there
//     set #N, zero      every byte becomes argument N, or zero
//     advance           a pointer variable that is moved along inside what it points at
//     callback          a function that is called during the call
//     start             a function that a new thread runs with the next argument
//     own               belongs to that thread alone
//     join              an object that stands for a thread, whose end is awaited
//     joined            a variable that receives what the thread's function has returned
//     null, 0, 1|2, &4  the row holds only for calls with that value (`&`: those bits) here; `!`: without it
//
// `EFFECT...` as the last argument speaks of all that follow. Arguments are counted from 0.
//
// RESULT: `new F`, `new zeroed F`, `new floating F` (its first reference is for whoever sinks it), `#N` (that
// argument), `inside #N`, `element #N of #M by #K` (one of #M elements of #K bytes), `moved #N` (what the variable
// held, which becomes null), `borrowed` (the library's own),
// `lent F` (a counted object whose reference somebody else holds), `void`, `0..` or `-1..255` (a number in that range).
// With a `?` after it, null says that the call failed. SUCCESS: `== 0`, `== 0 else -1` (as system calls have it),
// `!= 0`, `> 0`, `>= 0`, `!= null`, `!= NUMBER`: what the result is when `out`, `init` and `take on success` hold.
// Without one, they hold whatever comes back.

/// Reads one row, as users write it in their configuration and as the shipped tables have it.
package func parseModelRow(_ text: String) throws(ModelRowError) -> FunctionModel {
  var text = text
  let outcome = text.withUTF8 { bytes -> Result<FunctionModel, ModelRowError> in
    var parser = ModelRowParser(bytes, from: 0, to: bytes.count)
    do throws(ModelRowError) { return .success(try parser.row()) } catch { return .failure(error) }
  }
  return try outcome.get()
}

/// Reads function rows; see the top of this file for their syntax.
struct ModelRowParser {
  private var scanner: RowScanner
  private var model = FunctionModel(name: "", source: "")
  /// `take on success`, `?` after an argument effect and the like ask for a success condition: where, for
  /// errors.
  private var needsSuccess: Int?
  /// Arguments that effects and results speak of, checked when the list is complete.
  private var references: [(argument: Int, place: Int)] = []

  init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) {
    scanner = RowScanner(bytes, from: start, to: end)
  }

  mutating func row() throws(ModelRowError) -> FunctionModel {
    try name()
    try argumentList()
    if scanner.take("->") { try result() }
    try success()
    try flags()
    if scanner.take(UInt8(ascii: "|")) {
      model.source = scanner.text(upTo: 0)
      if model.source.isEmpty { throw scanner.error("a source is missing after “|”") }
    }
    if !scanner.isAtEnd {
      throw scanner.error(
        "expected “->”, a success condition, “pure”, “noreturn” or “|”, found \(scanner.found())")
    }
    try check()
    return model
  }

  private mutating func name() throws(ModelRowError) {
    let place = scanner.place
    model.name = scanner.text(upTo: UInt8(ascii: "("))
    if model.name == "operator" || model.name.hasSuffix("::operator"), scanner.take("()") {
      model.name += "()"
    }
    guard let first = model.name.utf8.first else {
      throw scanner.error("a function name is missing", at: place)
    }
    if !first.isWord && first != UInt8(ascii: "~") || model.name.utf8.contains(UInt8(ascii: "|")) {
      throw scanner.error("“\(model.name)” is no function name", at: place)
    }
    guard scanner.take(UInt8(ascii: "(")) else {
      throw scanner.error("expected “(” and the arguments after the function name")
    }
  }

  private mutating func argumentList() throws(ModelRowError) {
    if scanner.take(UInt8(ascii: ")")) { return }
    model.arguments.reserveCapacity(4)
    repeat {
      let place = scanner.place
      let effect = try argument()
      if scanner.take("...") {
        guard scanner.next == UInt8(ascii: ")") else {
          throw scanner.error("“...” goes after the last argument only", at: place)
        }
        model.rest = effect
      } else {
        model.arguments.append(effect)
      }
    } while scanner.take(UInt8(ascii: ","))
    guard scanner.take(UInt8(ascii: ")")) else {
      throw scanner.error("expected “,” or “)”, found \(scanner.found())")
    }
  }

  private mutating func argument() throws(ModelRowError) -> ArgumentEffect {
    let first = scanner.next
    if first.isDigit || first == UInt8(ascii: "-") || first == UInt8(ascii: "!") || first == UInt8(ascii: "&")
    {
      return try guarded()
    }
    // Words in the order of how often they stand in the tables.
    let place = scanner.place
    if scanner.take(word: "value") { return .value }
    if scanner.take(word: "borrow") { return .borrow }
    if scanner.take(word: "use") { return .use }
    if scanner.take(word: "fill") { return .fill }
    if scanner.take(word: "format") { return try format(at: place) }
    if scanner.take(word: "release") {
      return .release(family: try family(), nullAllowed: scanner.take(UInt8(ascii: "?")))
    }
    if scanner.take(word: "out") { return try out() }
    if scanner.take(word: "copy") { return .copy(from: try reference()) }
    if scanner.take(word: "text") { return .copyText(from: try reference()) }
    if scanner.take(word: "append") { return .appendText(from: try reference()) }
    if scanner.take(word: "escape") { return .escape }
    if scanner.take(word: "callback") { return .callback }
    if scanner.take(word: "start") { return .start }
    if scanner.take(word: "own") { return .own }
    if scanner.take(word: "join") { return .join }
    if scanner.take(word: "joined") { return .joined }
    if scanner.take(word: "take") { return try take(at: place) }
    if scanner.take(word: "init") { return .initialize(family: try family()) }
    if scanner.take(word: "reallocate") { return .reallocate(family: try family()) }
    if scanner.take(word: "retain") { return .retain(family: try family()) }
    if scanner.take(word: "share") { return .share }
    if scanner.take(word: "sink") { return .sink }
    if scanner.take(word: "clear") { return .clear(family: try family()) }
    if scanner.take(word: "set") { return .setBytes(to: try reference()) }
    if scanner.take(word: "zero") { return .setBytes(to: nil) }
    if scanner.take(word: "advance") { return .advance }
    if first == UInt8(ascii: "n"), scanner.take(word: "null") {
      scanner.index = place
      return try guarded()
    }
    let found = scanner.word()
    if found.isEmpty { throw scanner.error("an argument effect is missing before \(scanner.found())") }
    throw scanner.error("“\(found)” is no argument effect\(closest(to: found, in: effectWords))", at: place)
  }

  private mutating func take(at place: Int) throws(ModelRowError) -> ArgumentEffect {
    guard scanner.take(word: "on") else { return .take }
    guard scanner.take(word: "success") else { throw scanner.error("expected “on success” after “take”") }
    needsSuccess = place
    return .takeOnSuccess
  }

  private mutating func format(at place: Int) throws(ModelRowError) -> ArgumentEffect {
    guard model.format == nil else { throw scanner.error("only one argument can be the format", at: place) }
    model.format = model.arguments.count
    return .borrow
  }

  /// `null`, `0`, `1|2`, `!0`, `&32`, `!&32`.
  private mutating func guarded() throws(ModelRowError) -> ArgumentEffect {
    let isNegated = scanner.take(UInt8(ascii: "!"))
    if scanner.take(UInt8(ascii: "&")) {
      let bits = try constant()
      note(isNegated ? .lacksBits(bits) : .hasBits(bits))
    } else {
      var values = [try constant()]
      while scanner.take(UInt8(ascii: "|")) { values.append(try constant()) }
      note(isNegated ? .isNoneOf(values) : .isOneOf(values))
    }
    return .value
  }

  private mutating func note(_ test: ArgumentGuard.Test) {
    model.guards.append(ArgumentGuard(argument: model.arguments.count, test: test))
  }

  private mutating func constant() throws(ModelRowError) -> Int64 {
    if scanner.take("null") { return 0 }
    if let value = scanner.integer() { return value }
    throw scanner.error("expected a number or “null”, found \(scanner.found())")
  }

  private mutating func out() throws(ModelRowError) -> ArgumentEffect {
    if scanner.take(word: "inside") { return .receiveInside(try reference()) }
    let family = try family()
    if scanner.take(UInt8(ascii: "*")) {
      guard let count = scanner.integer(), count > 0, count <= 64 else {
        throw scanner.error("expected how many (1 to 64) after “*”")
      }
      return .allocateOutArray(family: family, count: Int(count))
    }
    return .allocateOut(family: family, replaces: scanner.take(word: "replaces"))
  }

  /// `#N`
  private mutating func reference() throws(ModelRowError) -> Int {
    let place = scanner.place
    guard scanner.take(UInt8(ascii: "#")), let number = scanner.integer(), number >= 0, number < 100 else {
      throw scanner.error("expected “#” and an argument's number, counted from 0", at: place)
    }
    references.append((Int(number), place))
    return Int(number)
  }

  private mutating func family() throws(ModelRowError) -> FamilyName {
    let name = scanner.word { $0.isFamilyMark }
    guard !name.isEmpty else {
      throw scanner.error("an allocation family is missing before \(scanner.found())")
    }
    return name
  }

  private mutating func result() throws(ModelRowError) {
    let place = scanner.place
    if scanner.next == UInt8(ascii: "#") {
      let argument = try reference()
      model.result = .argument(argument, orNull: mayBeNull())
      return
    }
    if scanner.next.isDigit || scanner.next == UInt8(ascii: "-") { return try number() }
    if scanner.take(word: "new") {
      // A family may be called so, too: `new new`.
      let zeroed = scanner.take(word: "zeroed")
      model.isFloating = scanner.take(word: "floating")
      let family = try family()
      model.result = .allocate(family: family, mayFail: mayBeNull(), zeroed: zeroed)
    } else if scanner.take(word: "inside") {
      let argument = try reference()
      model.result = .inside(argument, orNull: mayBeNull())
    } else if scanner.take(word: "element") {
      let array = try reference()
      guard scanner.take(word: "of") else { throw scanner.error("expected “of” and the number of elements") }
      let count = try reference()
      guard scanner.take(word: "by") else { throw scanner.error("expected “by” and the size of an element") }
      let size = try reference()
      model.result = .element(of: array, count: count, size: size, orNull: mayBeNull())
    } else if scanner.take(word: "borrowed") {
      model.result = .borrowed(orNull: mayBeNull())
    } else if scanner.take(word: "lent") {
      let family = try family()
      model.result = .lent(family: family, orNull: mayBeNull())
    } else if scanner.take(word: "moved") {
      model.result = .moved(try reference())
    } else if scanner.take(word: "void") {
      model.result = .void
    } else {
      throw scanner.error(
        "expected a result (new, #N, inside, element, moved, borrowed, lent, void or a range of numbers), found \(scanner.found())",
        at: place)
    }
  }

  /// `0..`, `-1..255`
  private mutating func number() throws(ModelRowError) {
    let place = scanner.place
    guard let low = scanner.integer(), scanner.take("..") else {
      throw scanner.error("expected a range of numbers such as “0..” or “-1..255”", at: place)
    }
    let isClosed = scanner.next.isDigit || scanner.next == UInt8(ascii: "-")
    let high = isClosed ? scanner.integer() : .max
    guard let high, low <= high else { throw scanner.error("the range ends before it begins", at: place) }
    model.result = .number(low: low, high: high)
  }

  /// A `?` after the result.
  private mutating func mayBeNull() -> Bool {
    guard scanner.take(UInt8(ascii: "?")) else { return false }
    model.success = .resultIsNotNull
    return true
  }

  private mutating func success() throws(ModelRowError) {
    let first = scanner.next
    guard first == UInt8(ascii: "=") || first == UInt8(ascii: "!") || first == UInt8(ascii: ">") else {
      return
    }
    let place = scanner.place
    let condition: SuccessCondition
    if scanner.take("== 0") {
      condition = scanner.take(word: "else") ? .resultIsZeroOrMinusOne : .resultIsZero
      if condition == .resultIsZeroOrMinusOne, !scanner.take("-1") {
        throw scanner.error("expected “-1” after “else”")
      }
    } else if scanner.take(">= 0") {
      condition = .resultIsNotNegative
    } else if scanner.take("> 0") {
      condition = .resultIsPositive
    } else if scanner.take("!= null") {
      condition = .resultIsNotNull
    } else if scanner.take("!=") {
      guard let value = scanner.integer() else {
        throw scanner.error("expected a number or “null” after “!=”")
      }
      condition = value == 0 ? .resultIsNotZero : .resultIsNot(value)
    } else {
      throw scanner.error("expected “== 0”, “!= 0”, “> 0”, “>= 0” or “!= null”", at: place)
    }
    if model.success != nil {
      throw scanner.error("“?” already says when the call fails; drop it or the condition", at: place)
    }
    model.success = condition
    if case .allocate(let family, _, let zeroed) = model.result {
      model.result = .allocate(family: family, mayFail: true, zeroed: zeroed)
    }
  }

  private mutating func flags() throws(ModelRowError) {
    while true {
      let place = scanner.place
      if scanner.take(word: "copies") {
        model.copied = try reference()
      } else if scanner.take(word: "pure") {
        model.isPure = true
      } else if scanner.take(word: "noreturn") {
        model.isNoReturn = true
      } else {
        let other = scanner.word()
        if other.isEmpty { return }
        throw scanner.error("“\(other)” is unknown here: expected “pure”, “noreturn” or “|”", at: place)
      }
    }
  }

  /// What can only be judged when the whole row is known.
  private func check() throws(ModelRowError) {
    for (argument, place) in references where argument >= model.arguments.count {
      throw scanner.error(
        "there is no argument #\(argument): the row lists \(model.arguments.count)", at: place)
    }
    if let needsSuccess, model.success == nil {
      throw scanner.error("“take on success” needs a success condition, such as “== 0”", at: needsSuccess)
    }
    if model.isPure || model.isNoReturn {
      let flag = model.isPure ? "pure" : "noreturn"
      if case .allocate = model.result {
        throw scanner.error("a “\(flag)” function returns nothing new", at: scanner.end)
      }
      if model.isPure, model.arguments.contains(where: { !$0.leavesMemoryAlone }) {
        throw scanner.error("a “pure” function only looks at its arguments", at: scanner.end)
      }
    }
  }
}

private let effectWords = [
  "value", "borrow", "fill", "use", "format", "release", "reallocate", "take", "escape", "out", "init",
  "retain", "share", "sink", "clear",
  "copy", "text", "set", "zero", "advance", "callback", "start", "own", "join", "joined", "null",
]

extension ArgumentEffect {
  fileprivate var leavesMemoryAlone: Bool {
    switch self {
    case .value, .borrow, .callback, .start: true
    default: false
    }
  }
}

extension UInt8 {
  /// What a family's name may have beside letters, digits and `_`: `new[]`, `db::handle`, `apr-pool`.
  var isFamilyMark: Bool {
    self == UInt8(ascii: "[") || self == UInt8(ascii: "]") || self == UInt8(ascii: ":")
      || self == UInt8(ascii: "-")
  }
}
