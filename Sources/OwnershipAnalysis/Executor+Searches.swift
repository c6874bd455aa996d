import LibraryModels
import OwnershipIR

/// Searches in texts: where the text is known, they stop at the place where they stop. Those that go from one token to
/// the next also keep where they go on.
extension Executor {
  /// Where a search in a text that is known stops: a pointer into it, or null.
  func search(_ model: FunctionModel, _ site: CallSite, _ state: State) -> ValueID? {
    guard let start = site.arguments.first?.value, let found = find(model, site, from: start, state) else {
      return nil
    }
    return found.position.map { arena.add(start, Int64($0)) } ?? .zero
  }

  private func find(_ model: FunctionModel, _ site: CallSite, from start: ValueID, _ state: State) -> ConstantSearch? {
    guard site.arguments.count >= 2, let wanted = constantArgument(site.arguments[1].value, state) else { return nil }
    guard let text = constantArgument(start, state) else {
      // A caller may know it.
      if ConstantSearch.isPossible(name: model.name, for: wanted) { context.losesTexts = true }
      return nil
    }
    return ConstantSearch(name: model.name, arguments: [text, wanted])
  }

  /// Takes the next token of a text: cuts it off where the text is known, and moves on what remembers where to go on.
  /// False when the text has been released.
  func takeToken(
    _ tokens: ConstantSearch.Tokens, _ model: FunctionModel, _ number: UInt32, _ site: CallSite, _ path: inout Path,
    forks: inout [Path]
  ) -> Bool {
    guard let cursor = cursor(of: tokens, number, site) else {
      finish(site, result: fresh(.unknown, site: site.site, in: path.state), &path)
      return true
    }
    var start = site.arguments[0].value
    if start == .zero || tokens == .fromVariable {
      start = read(cursor, type: .unknown, site: site.site, &path.state)
    }
    guard start != .zero, let place = arena.place(start, 0) else {
      let isNull = start == .zero
      finish(site, result: isNull ? .zero : fresh(.unknown, site: site.site, in: path.state), &path)
      return true
    }
    guard access(place, site.instruction, &path.state) else { return false }
    if let found = find(model, site, from: start, path.state) {
      if let cut = found.cut { setByte(at: place, distance: cut, to: .zero, &path.state) }
      set(cursor, to: found.next.map { arena.add(start, Int64($0)) } ?? .zero, &path.state)
      finish(site, result: found.position.map { arena.add(start, Int64($0)) } ?? .zero, &path)
      return true
    }
    setByte(at: place, distance: 0, to: fresh(.lost, site: site.site, part: 4, in: path.state), &path.state)
    var isLast = path
    set(cursor, to: tokens == .fromVariable ? .zero : start, &isLast.state)
    finish(site, result: tokens == .fromVariable ? start : .zero, &isLast)
    forks.append(isLast)
    set(cursor, to: somewhere(behind: start, part: 3, site, &path.state), &path.state)
    let token = tokens == .fromVariable ? start : somewhere(behind: start, part: 2, site, &path.state)
    finish(site, result: token, &path)
    return true
  }

  /// One of the elements that the call is given, not of those behind them; null when there are none.
  func element(of array: Int, count: Int, size: Int, _ site: CallSite, _ state: inout State) -> ValueID {
    guard site.arguments.count > max(array, count, size) else { return fresh(.unknown, site: site.site, in: state) }
    let (start, count) = (site.arguments[array].value, site.arguments[count].value)
    guard let stride = arena.integerValue(site.arguments[size].value), stride > 0 else {
      return somewhere(behind: start, part: 2, site, &state)
    }
    let most = state.bounds(of: count, in: arena).upperBound
    if most <= 1 { return most < 1 ? .zero : start }
    let index = fresh(.unknown, site: site.site, part: 2, in: state)
    guard state.setInterval(IntervalFact(value: index, low: 0, high: .max)),
      state.assume(.less, index, count, in: arena)
    else { return .zero }
    return arena.element(start, index, stride: stride)
  }

  /// So many characters on, and nobody knows how many.
  func somewhere(behind start: ValueID, part: Int, _ site: CallSite, _ state: inout State) -> ValueID {
    let distance = fresh(.unknown, site: site.site, part: part, in: state)
    _ = state.setInterval(IntervalFact(value: distance, low: 0, high: .max))
    return arena.element(start, distance, stride: 1)
  }

  /// The variable that keeps where to go on: the caller's, or the library's own.
  private func cursor(of tokens: ConstantSearch.Tokens, _ number: UInt32, _ site: CallSite) -> Place? {
    switch tokens {
    case .hidden: Place(base: arena.pure(function: number, arguments: []), element: .none, offset: 0)
    case .inVariable: site.arguments.count > 2 ? arena.place(site.arguments[2].value, 0) : nil
    case .fromVariable: arena.place(site.arguments[0].value, 0)
    }
  }

  private func set(_ cursor: Place, to value: ValueID, _ state: inout State) {
    let isHidden = arena[cursor.base].tag == .pure
    state.setCell(cursor.base, cursor.element, cursor.offset, value, shape: isHidden ? .hidden : .pointer)
  }

  private func setByte(at place: Place, distance: Int, to value: ValueID, _ state: inout State) {
    state.setCell(
      place.base, place.element, place.offset &+ Int64(distance), value, shape: CellShape(width: 1))
  }
}
