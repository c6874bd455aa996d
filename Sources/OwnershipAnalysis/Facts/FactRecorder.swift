import OwnershipIR
import SourceText

/// Watches one function being followed and writes down what a person may want to know of it. It sees each instruction
/// of the function's own frame on each path, before and after; what callees do shows in the difference.
final class FactRecorder {
  /// By identity of the object.
  var objects: [ObjectKey: ObjectDescription] = [:]
  var mentions: [MentionKey: MentionRecord] = [:]
  var lives: [LifeKey: Int] = [:]
  var scopeEnds: [EndKey: EndRecord] = [:]
  var moves: [MoveKey: MoveRecord] = [:]
  var pictures: [PictureKey: PictureRecord] = [:]
  private var knownKeys: [ValueID: ObjectKey] = [:]
  private var knownEntries: [ValueID: NamedPlace?] = [:]

  /// One instruction was carried out on one path. `after` has no path where it ended there, and several where it
  /// forked.
  func step(
    _ executor: Executor, _ instruction: Instruction, at position: Int, in block: Int, before: Path,
    after: [Path]
  ) {
    // Where an exception leaves, the instruction has not done what it stands for.
    let after = after.filter { !$0.state.isUnwinding }
    let point = Point(
      executor: executor, instruction: instruction, position: position, block: block, before: before,
      after: after)
    if instruction.span != .none {
      recordMoves(point)
      recordMentions(point)
      recordLives(point)
    }
    if isLastOfLine(point) { for path in after { recordPicture(point, path.state) } }
  }

  /// The function is left with `value`.
  func leave(_ executor: Executor, _ value: ValueID, _ span: Span, in block: Int, _ state: State) {
    let root = executor.arena.root(value)
    guard span != .none, !root.isNone, let key = key(of: root, executor, state) else { return }
    add(.returned, of: key, executor.module.range(of: span), "", Point.order(executor, block, Int.max))
  }

  /// One instruction on one path.
  struct Point {
    let executor: Executor
    let instruction: Instruction
    let position: Int
    let block: Int
    let before: Path
    let after: [Path]

    var order: Int { Self.order(executor, block, position) }
    var range: SourceRange { executor.module.range(of: instruction.span) }
    var site: UInt32 { executor.site(block, position) }

    /// Blocks in the order of control, then instructions.
    static func order(_ executor: Executor, _ block: Int, _ position: Int) -> Int {
      executor.flow.rank[block] << 24 + min(position, 1 << 24 - 1)
    }

    func value(of operand: Operand) -> ValueID {
      executor.value(of: operand, before, in: block, site: site)
    }

    func result(_ register: Register, _ path: Path) -> ValueID {
      path.registers[register.int - executor.flow.registerBase[block]]
    }
  }

  /// The identity of an object; nil for what nothing is known of.
  func key(of root: ValueID, _ executor: Executor, _ state: State) -> ObjectKey? {
    if let known = knownKeys[root] { return known }
    guard let (key, description) = identify(root, executor, state) else { return nil }
    knownKeys[root] = key
    if objects[key] == nil { objects[key] = description }
    return key
  }

  /// `Executor.entryPlace`, asked once a value.
  func entryPlace(of value: ValueID, _ executor: Executor) -> NamedPlace? {
    if let known = knownEntries[value] { return known }
    let place = executor.entryPlace(of: value)
    knownEntries.updateValue(place, forKey: value)
    return place
  }

  func add(_ role: LifeStep.Role, of object: ObjectKey, _ range: SourceRange, _ text: String, _ order: Int) {
    let key = LifeKey(object: object, role: role, range: range, text: text)
    lives[key] = min(lives[key] ?? .max, order)
  }

  struct LifeKey: Hashable {
    var object: ObjectKey
    var role: LifeStep.Role
    var range: SourceRange
    var text: String
  }

  struct EndKey: Hashable {
    var range: SourceRange
    var place: String
  }

  /// The paths on which a variable ended, and those of them on which that released an object.
  struct EndRecord {
    var paths = 0
    var released: [ObjectKey: Int] = [:]
  }
}
