import OwnershipIR

/// What the user calls a place in memory: `book.title`, `words[1]`, `list->head`.
extension Executor {
  /// The name of the place that holds the object, in a state in which something still does.
  func nameOfHolder(of object: ValueID, _ state: State) -> String? {
    var best: String?
    for cell in state.cells where arena.root(cell.value) == object && cell.element.isNone {
      guard let name = name(ofPlace: cell.base, cell.offset, state, depth: 0)?.text else { continue }
      if cell.value == object { return name }
      best = best ?? name
    }
    return best
  }

  /// Name and type of the scalar at an offset of an object.
  private func name(
    ofPlace base: ValueID, _ offset: Int64, _ state: State, depth: Int
  ) -> (text: String, type: TypeID)? {
    guard depth < 4, offset >= 0, offset < HiddenCell.resource else { return nil }
    let node = arena[base]
    switch node.tag {
    case .local where node.a == frame && Int(node.b) < body.locals.count:
      let local = body.locals[Int(node.b)]
      if local.name == .empty { return nil }
      return member(of: local.type, at: offset, named: module[local.name])
    case .global:
      let global = context.global(node.a)
      guard global.module == moduleIndex else { return nil }
      let declaration = module.globals[global.index]
      return member(of: declaration.type, at: offset, named: module[declaration.name])
    case .initial, .symbol:
      for holder in state.cells where holder.value == base && holder.element.isNone && holder.base != base {
        guard let pointer = name(ofPlace: holder.base, holder.offset, state, depth: depth + 1),
          case .pointer(let pointee, _) = module[pointer.type].kind
        else { continue }
        if case .record = module[pointee].kind {
          return member(of: pointee, at: offset, named: pointer.text, isPointer: true)
        }
        let size = module[pointee].size
        guard size > 0, offset % size == 0 else { return nil }
        return ("\(pointer.text)[\(offset / size)]", pointee)
      }
      return nil
    default: return nil
    }
  }

  /// Descends from an object of a type to the scalar at an offset.
  private func member(
    of type: TypeID, at offset: Int64, named name: String, isPointer: Bool = false
  ) -> (text: String, type: TypeID)? {
    switch module[type].kind {
    case .record(let index):
      for field in module.records[index].fields {
        let size = max(1, module[field.type].size)
        guard field.offset <= offset, offset < field.offset + size else { continue }
        let text =
          module.records[index].isOpaque ? name : "\(name)\(isPointer ? "->" : ".")\(module[field.name])"
        return member(of: field.type, at: offset - field.offset, named: text)
      }
      return nil
    case .array(let element, _):
      let size = module[element].size
      guard size > 0 else { return nil }
      return member(of: element, at: offset % size, named: "\(name)[\(offset / size)]")
    default: return offset == 0 ? (name, type) : nil
    }
  }
}
