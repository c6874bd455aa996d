import OwnershipIR

/// Objects that are taken out of a structure through links of their own (`l->prev->next = l->next`, `*l->pprev = …`,
/// `o->owner->first = …`) and released: the cell that led to them here is another name for the one that was written,
/// or it is not. What it holds from then on is not known.
extension Executor {
  /// `base` is released: cells that lead to it may have been written through another pointer.
  func blurUnlinked(_ base: ValueID, _ state: inout State, site: UInt32) {
    for index in state.cells.indices {
      let cell = state.cells[index]
      guard cell.value != .zero, arena.root(cell.value) == base, cell.base != base,
        state.cells.contains(where: { mayBeAnotherName(of: cell, for: base, $0, state) })
      else { continue }
      context.hasGivenUp = true
      state.cells[index].value = fresh(.ambiguous, site: site, part: 500 + index, in: state)
    }
  }

  /// The same for the objects that a callee releases: its writes are here by now.
  func blurUnlinked(by outcome: Outcome, _ values: [ValueID], _ site: CallSite, _ state: inout State) {
    guard !outcome.cells.isEmpty else { return }
    for object in outcome.objects where object.record.status == .freed {
      let base = arena.root(values[object.record.base.int])
      if !base.isNone { blurUnlinked(base, &state, site: site.site) }
    }
  }

  /// A pointer was written to `place`, perhaps through a link of something that was released before.
  func blurUnlinked(writtenTo place: Place, _ state: inout State, site: UInt32) {
    guard isOfUnknownIdentity(place.base) else { return }
    for record in state.objects where record.status == .freed && isRead(place.base, from: record.base, state)
    {
      blurUnlinked(record.base, &state, site: site)
    }
  }

  /// Whether `cell`, which leads to `base`, may be the one that was written as `other`.
  private func mayBeAnotherName(of cell: Cell, for base: ValueID, _ other: Cell, _ state: State) -> Bool {
    guard other.base != cell.base, other.base != base, isOfUnknownIdentity(other.base), !isEntryCell(other)
    else { return false }
    // A link of the object's own leads to whatever holds it, and to any part of that.
    if cell.shape.mayAlias(other.shape), isRead(other.base, from: base, state) {
      return isSharedStorage(cell.base, state)
    }
    return other.offset == cell.offset && other.shape == cell.shape && arena.isFootprint(base)
      && arena.isFootprint(other.base) && arena[cell.base].tag == .initial && isEntryCell(cell)
  }

  /// A pointer that came out of memory: it may be equal to any other that did.
  private func isOfUnknownIdentity(_ base: ValueID) -> Bool { arena[base].tag == .initial }

  /// Whether `pointer` was read from the object at `base`, or from something that this led to.
  private func isRead(_ pointer: ValueID, from base: ValueID, _ state: State) -> Bool {
    let token = state.object(base)?.token ?? .none
    var node = arena[pointer]
    while node.tag == .initial {
      let holder = ValueID(raw: node.a)
      if holder == base || holder == token { return true }
      node = arena[arena.root(holder)]
    }
    return false
  }

  /// Whether pointers that are in memory nobody here has written may lead to this storage.
  func isSharedStorage(_ base: ValueID, _ state: State) -> Bool {
    let record = state.object(base)
    return switch arena[base].tag {
    case .local: record?.content == .token
    case .symbol: record.map { $0.ownership != .owned || $0.content == .token } ?? true
    case .string, .function: false
    default: true
    }
  }
}
