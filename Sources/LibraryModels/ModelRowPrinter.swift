extension FunctionModel: CustomStringConvertible {
  /// The row in the syntax that `parseModelRow` reads; alternatives are rows of their own.
  package var description: String {
    var parts = arguments.indices.map(argumentText)
    if rest != .borrow || format != nil { parts.append("\(rest)...") }
    var text = "\(name)(\(parts.joined(separator: ", ")))"
    if result != .unknown {
      var shown = "\(result)"
      if isFloating { shown.replace("new ", with: "new floating ", maxReplacements: 1) }
      text += " -> " + shown
    }
    if let success, !result.saysNullOnFailure { text += " \(success)" }
    if let copied { text += " copies #\(copied)" }
    if isPure { text += " pure" }
    if isNoReturn { text += " noreturn" }
    return source.isEmpty ? text : "\(text) | \(source)"
  }

  private func argumentText(_ index: Int) -> String {
    if let guarded = guards.first(where: { $0.argument == index }) { return guarded.description }
    return index == format ? "format" : arguments[index].description
  }
}

extension ArgumentGuard: CustomStringConvertible {
  package var description: String {
    switch test {
    case .isOneOf(let values): values.map(String.init).joined(separator: "|")
    case .isNoneOf(let values): "!" + values.map(String.init).joined(separator: "|")
    case .hasBits(let bits): "&\(bits)"
    case .lacksBits(let bits): "!&\(bits)"
    }
  }
}

extension ArgumentEffect: CustomStringConvertible {
  package var description: String {
    switch self {
    case .value: "value"
    case .borrow: "borrow"
    case .fill: "fill"
    case .use: "use"
    case .release(let family, let nullAllowed): "release \(family)\(nullAllowed ? "?" : "")"
    case .reallocate(let family): "reallocate \(family)"
    case .take: "take"
    case .takeOnSuccess: "take on success"
    case .escape: "escape"
    case .allocateOut(let family, let replaces): "out \(family)\(replaces ? " replaces" : "")"
    case .allocateOutArray(let family, let count): "out \(family)*\(count)"
    case .initialize(let family): "init \(family)"
    case .callback: "callback"
    case .start: "start"
    case .own: "own"
    case .join: "join"
    case .joined: "joined"
    case .retain(let family): "retain \(family)"
    case .share: "share"
    case .sink: "sink"
    case .clear(let family): "clear \(family)"
    case .copy(let argument): "copy #\(argument)"
    case .copyText(let argument): "text #\(argument)"
    case .appendText(let argument): "append #\(argument)"
    case .setBytes(let argument): argument.map { "set #\($0)" } ?? "zero"
    case .advance: "advance"
    case .receiveInside(let argument): "out inside #\(argument)"
    }
  }
}

extension ResultEffect: CustomStringConvertible {
  package var description: String {
    let mark = saysNullOnFailure ? "?" : ""
    switch self {
    case .unknown: return ""
    case .void: return "void"
    case .number(let low, let high): return high == .max ? "\(low).." : "\(low)..\(high)"
    case .allocate(let family, _, let zeroed): return "new \(zeroed ? "zeroed " : "")\(family)"
    case .argument(let argument, _): return "#\(argument)\(mark)"
    case .inside(let argument, _): return "inside #\(argument)\(mark)"
    case .element(let array, let count, let size, _): return "element #\(array) of #\(count) by #\(size)\(mark)"
    case .borrowed: return "borrowed\(mark)"
    case .lent(let family, _): return "lent \(family)\(mark)"
    case .moved(let argument): return "moved #\(argument)"
    }
  }

  /// Whether a `?` after the result says when the call fails; an allocation states its condition instead.
  fileprivate var saysNullOnFailure: Bool {
    switch self {
    case .argument(_, let orNull), .inside(_, let orNull), .element(_, _, _, let orNull), .borrowed(let orNull),
      .lent(_, let orNull):
      orNull
    case .unknown, .void, .number, .allocate, .moved: false
    }
  }
}

extension SuccessCondition: CustomStringConvertible {
  package var description: String {
    switch self {
    case .resultIsZero: "== 0"
    case .resultIsZeroOrMinusOne: "== 0 else -1"
    case .resultIsNotZero: "!= 0"
    case .resultIsNotNull: "!= null"
    case .resultIsNotNegative: ">= 0"
    case .resultIsPositive: "> 0"
    case .resultIsNot(let value): "!= \(value)"
    }
  }
}
