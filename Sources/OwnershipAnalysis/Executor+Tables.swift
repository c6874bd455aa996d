import OwnershipIR

/// Constant tables of functions, entered at an index that is not known: a path for each function that stands there,
/// with what the index must be for it.
extension Executor {
  struct TableEntry {
    var value: ValueID
    var path: Path
  }

  func isFunctionPointer(_ type: TypeID) -> Bool {
    guard case .pointer(let pointee, _) = module[type].kind, case .function = module[pointee].kind else {
      return false
    }
    return true
  }

  /// The paths on which a function pointer is read at `place`; nil when it stands in no table of which all entries are
  /// known. A table of pointers to structures of functions (`drivers[i]->open`) is decided first.
  func entries(at place: Place, _ path: Path) -> [TableEntry]? {
    let holder = arena[place.base]
    if holder.tag == .initial, holder.b != 0, place.element.isNone {
      let outer = Place(base: ValueID(raw: holder.a), element: ValueID(raw: holder.b), offset: holder.c)
      let start = path.state.rewrites.count
      return decide(outer, path)?.compactMap { entry in
        var path = entry.path
        var values = [place.base]
        follow(from: start, &values, &path)
        guard assumeEqual(&values, to: entry.value, &path),
          let inner = arena.place(values[0], place.offset),
          let value = constant(at: inner.base, inner.offset, path.state)
        else { return nil }
        return TableEntry(value: value, path: path)
      }
    }
    return decide(place, path)
  }

  /// A path for each different entry of the table at `place`, an element of it whose index is not known.
  private func decide(_ place: Place, _ path: Path) -> [TableEntry]? {
    let node = arena[place.element]
    guard node.tag == .element, ValueID(raw: node.a) == place.base, node.c > 0,
      !isWritten(place, path.state),
      let size = sizeOfTable(place.base)
    else { return nil }
    let index = ValueID(raw: node.b)
    let bounds = path.state.bounds(of: index, in: arena)
    // Every index at which a whole pointer stands inside the table.
    let inside = indices(of: place, stride: node.c, in: size, width: 8)
    let (first, last) = (max(bounds.lowerBound, inside.low), min(bounds.upperBound, inside.high))
    guard first <= last, last - first < Int64(context.budgets.tableEntries) else {
      return nil
    }
    var groups: [(value: ValueID, indices: [Int64])] = []
    for number in first...last {
      guard let value = constant(at: place.base, place.offset + number * node.c, path.state),
        value == .zero || arena[value].tag == .function || arena[value].tag == .global
      else { return nil }
      if let known = groups.firstIndex(where: { $0.value == value }) {
        groups[known].indices.append(number)
      } else {
        groups.append((value, [number]))
      }
    }
    guard groups.count <= context.budgets.tableFunctions else { return nil }
    return groups.compactMap { group in
      var path = path
      guard assume(index, isOneOf: group.indices, &path) else { return nil }
      if group.indices.count > 1, arena[place.base].tag == .global {
        path.state.setCell(place.base, place.element, place.offset, group.value, shape: .pointer)
      }
      return TableEntry(value: group.value, path: path)
    }
  }

  private func assume(_ index: ValueID, isOneOf numbers: [Int64], _ path: inout Path) -> Bool {
    let low = numbers[0]
    let high = numbers[numbers.count - 1]
    var values = [index]
    if low == high { return assumeEqual(&values, to: arena.integer(low), &path) }
    return learn(&path, &values) { state in
      guard state.narrow(index, low: low, high: high, in: arena) else { return false }
      guard Int(high - low) >= numbers.count, var fact = state.interval(of: index) else { return true }
      fact.hasGap = true
      return state.setInterval(fact)
    }
  }

  private func assumeEqual(_ values: inout [ValueID], to other: ValueID, _ path: inout Path) -> Bool {
    let value = values[0]
    return learn(&path, &values) { $0.assume(.equal, value, other, in: arena) }
  }

  /// What stands for certain in a global that never changes, or in a variable of this function.
  private func constant(at base: ValueID, _ offset: Int64, _ state: State) -> ValueID? {
    if isWritten(Place(base: base, element: .none, offset: offset), state) {
      return state.cell(base, .none, offset)
    }
    let node = arena[base]
    if node.tag == .global { return initialValue(ofGlobal: node.a, offset: offset) }
    return state.object(base)?.content == .zero ? .zero : nil
  }

  private func isWritten(_ place: Place, _ state: State) -> Bool {
    let (index, found) = state.position(place.base, place.element, place.offset)
    return found && !isEntryCell(state.cells[index])
  }

  func sizeOfTable(_ base: ValueID) -> Int64? {
    let node = arena[base]
    switch node.tag {
    case .global:
      let global = context.global(node.a)
      let module = program.modules[global.module]
      return module[module.globals[global.index].type].size
    case .local:
      let code = context.frameCodes[Int(node.a)]
      return code.module[code.body.locals[Int(node.b)].type].size
    default: return nil
    }
  }
}
