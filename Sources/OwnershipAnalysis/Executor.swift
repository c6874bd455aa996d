import LibraryModels
import OwnershipIR

/// One point of a path inside a block: the state and the registers of the block.
struct Path {
  var state: State
  var registers: [ValueID]
}

/// A path that has left the function.
struct Exit {
  var state: State
  var value: ValueID
  /// By an exception.
  var isThrow = false
}

/// Runs one frame (the analysed function, or a callee inlined into it) over all its feasible paths.
///
/// A worklist of blocks in reverse postorder: a block is run when everything before it is done, with all states
/// that have arrived. States never merge when their ownership differs.
final class Executor {
  let context: AnalysisContext
  let program: Program
  let arena: ValueArena
  let events: EventArena
  let frame: UInt32
  let siteBase: UInt32
  let depth: UInt8
  let function: UInt32
  let code: FunctionCode
  var module: Module { _read { yield code.module } }
  var types: TypeLayout { @inline(__always) get { code.types } }
  var declaration: Function { _read { yield code.declaration } }
  var body: Body { _read { yield code.body } }
  var flow: ControlFlow { @inline(__always) get { code.flow } }
  var moduleIndex: Int { @inline(__always) get { code.moduleIndex } }
  /// Values that callers' registers still need: they keep memory reachable.
  let outerRoots: [ValueID]
  /// Functions being executed, innermost last: no function is inlined into itself.
  let callStack: [UInt32]
  /// Everything that this frame calls by name has been analysed by now. Not so in a function that was come by through a
  /// pointer and may lead back to the one that is analysed: whether it is done is a matter of chance.
  let isBelow: Bool
  /// Watches the analysed function's own frame.
  private let recorder: FactRecorder?

  private var pending: [[State]]
  private var lowestRank: Int
  private(set) var exits: [Exit] = []
  var snapshots: [State] = []
  /// The state before references went: what lost memory was called.
  var namingState: State?
  /// While a summary is applied, references that go are collected here and looked at when all is done.
  var deferredLost: [ValueID]?

  init(
    context: AnalysisContext, function: UInt32, callSite: UInt32 = 0, depth: UInt8 = 0,
    outerRoots: [ValueID] = [], callStack: [UInt32] = [], isBelow: Bool = true
  ) {
    self.context = context
    program = context.program
    arena = context.arena
    events = context.events
    self.function = function
    code = context.code(of: function)
    (frame, siteBase) = context.frame(of: function, callSite: callSite, code: code)
    self.depth = depth
    self.outerRoots = outerRoots
    self.callStack = callStack + [function]
    self.isBelow = isBelow
    recorder = depth == 0 ? context.recorder : nil
    pending = Array(repeating: [], count: code.flow.order.count)
    lowestRank = 0
  }

  /// Follows all paths from the entry.
  func run(_ entry: State) -> [Exit] {
    guard !body.blocks.isEmpty else { return [] }
    pending[0] = [entry]
    lowestRank = 0
    while lowestRank < pending.count {
      if pending[lowestRank].isEmpty {
        lowestRank += 1
        continue
      }
      let rank = lowestRank
      var states: [State] = []
      swap(&states, &pending[rank])
      let block = flow.order[rank]
      prepare(&states, at: block)
      // From the back, so that each state is handed on and not copied.
      states.reverse()
      while let state = states.popLast() {
        if context.fuel <= 0 {
          context.incomplete.insert(.fuel)
          return exits
        }
        runBlock(block, state)
      }
    }
    return exits
  }

  // MARK: Blocks

  private func runBlock(_ index: Int, _ state: consuming State) {
    if depth == 0, !state.rewrites.isEmpty { state.rewrites = [] }
    let block = body.blocks[index]
    var work: [(path: Path, start: Int)] = []
    var path = Path(state: state, registers: Array(repeating: .none, count: flow.registerCount[index]))
    var position = 0
    var forks: [Path] = []
    while true {
      var isAlive = true
      while position < block.instructions.count {
        context.fuel -= 1
        if context.fuel <= 0 {
          context.incomplete.insert(.fuel)
          return
        }
        if depth == 0 { context.points.begin(block: index, position: position) }
        if let recorder {
          let before = path
          isAlive = execute(block.instructions[position], at: position, in: index, &path, forks: &forks)
          recorder.step(
            self, block.instructions[position], at: position, in: index, before: before,
            after: (isAlive ? [path] : []) + forks)
        } else {
          isAlive = execute(block.instructions[position], at: position, in: index, &path, forks: &forks)
        }
        if depth == 0 { endPoint(block.instructions[position], goesOn: isAlive || !forks.isEmpty) }
        position += 1
        if isAlive, path.state.isUnwinding {
          unwind(block, index, &path, from: block.instructions[position - 1].span)
          isAlive = false
        }
        if forks.isEmpty {
          if isAlive { continue }
          break
        }
        // Calls in a row multiply their outcomes: inside a block as many paths are kept as at its entry.
        for var fork in forks.reversed() {
          if fork.state.isUnwinding {
            unwind(block, index, &fork, from: block.instructions[position - 1].span)
            continue
          }
          if work.count >= context.limits.statesPerPoint {
            context.incomplete.insert(.states)
            break
          }
          work.append((fork, position))
        }
        forks.removeAll()
        if !isAlive { break }
      }
      if isAlive {
        if depth == 0 { context.points.begin(block: index, position: position) }
        leave(block, index, &path)
        if depth == 0 { context.points.end(goesOn: true, losesAll: true) }
      }
      guard let next = work.popLast() else { return }
      path = next.path
      position = next.start
    }
  }

  /// What one call loses on one way may be kept on another.
  private func endPoint(_ instruction: Instruction, goesOn: Bool) {
    if case .call = instruction.operation { return context.points.end(goesOn: goesOn, losesAll: false) }
    context.points.end(goesOn: goesOn, losesAll: true)
  }

  private func leave(_ block: Block, _ index: Int, _ path: inout Path) {
    switch block.terminator {
    case .goto(let target): arrive(Self.take(&path.state), at: target.int, from: index)
    case .branch(let operand, let then, let otherwise):
      if comparesConstants(operand, block, path, in: index) {
        markDecided(&path.state, successors: [then.int, otherwise.int])
      }
      let condition = value(of: operand, path, in: index, site: site(index, block.instructions.count))
      branch(condition, then: then.int, otherwise: otherwise.int, block, index, Self.take(&path.state))
    case .switch(let operand, let cases, let otherwise):
      let subject = value(of: operand, path, in: index, site: site(index, block.instructions.count))
      branch(on: subject, cases, otherwise: otherwise.int, block, index, Self.take(&path.state))
    case .return(let operand):
      let result =
        operand.map { value(of: $0, path, in: index, site: site(index, block.instructions.count)) } ?? .none
      recorder?.leave(self, result, block.terminatorSpan, in: index, path.state)
      leaveFunction(&path, result: result, span: block.terminatorSpan)
    case .resume:
      if body.tracksUnwinding { leaveByException(&path, span: block.terminatorSpan) }
    case .unreachable: break
    case .unknown: context.incomplete.insert(.unknownControl)
    }
  }

  private func branch(
    _ condition: ValueID, then: Int, otherwise: Int, _ block: Block, _ index: Int, _ state: consuming State
  ) {
    if let known = state.truth(of: condition, in: arena) {
      let target = known ? then : otherwise
      if mayTake(target, from: index, state) { arrive(state, at: target, from: index) }
      return
    }
    let takesThen = mayTake(then, from: index, state)
    let takesOtherwise = mayTake(otherwise, from: index, state)
    var taken = state
    var skipped = copy taken
    let canTake =
      taken.assume(condition, true, in: arena)
      && staysBeforeBound(condition, true, at: index, leavingTo: otherwise, &taken)
    let canSkip =
      skipped.assume(condition, false, in: arena)
      && staysBeforeBound(condition, false, at: index, leavingTo: then, &skipped)
    if canTake && canSkip {
      if context.hasGivenUp, arena.isLost(condition) {
        if taken.doubt == 0 {
          context.doubts += 2
          taken.doubt = context.doubts
          skipped.doubt = context.doubts + 1
        } else {
          taken.isApproximate = true
          skipped.isApproximate = true
        }
      }
      if arena.isPicked(condition) {
        taken.hasPicked = true
        skipped.hasPicked = true
      }
      let root = arena.root(condition)
      note(.branchTrue, block.terminatorSpan, block.conditionName, object: root, in: &taken)
      note(.branchFalse, block.terminatorSpan, block.conditionName, object: root, in: &skipped)
      markUndecided(&taken, at: index, successors: [then, otherwise])
      markUndecided(&skipped, at: index, successors: [then, otherwise])
    }
    if canTake, takesThen { arrive(taken, at: then, from: index) }
    if canSkip, takesOtherwise { arrive(skipped, at: otherwise, from: index) }
  }

  private func branch(
    on subject: ValueID, _ cases: [SwitchCase], otherwise: Int, _ block: Block, _ index: Int,
    _ state: consuming State
  ) {
    var rest = state
    var isRestPossible = true
    let isDecided = arena.isInteger(subject)
    if arena.isPicked(subject) { rest.hasPicked = true }
    for entry in cases {
      var taken = rest
      let low = arena.integer(entry.low)
      let isPossible =
        entry.low == entry.high
        ? taken.assume(.equal, subject, low, in: arena)
        : taken.assume(.lessOrEqual, low, subject, in: arena)
          && taken.assume(.lessOrEqual, subject, arena.integer(entry.high), in: arena)
      if isPossible {
        if !isDecided {
          note(.branchCase, block.terminatorSpan, block.conditionName, object: .none, in: &taken)
        }
        arrive(taken, at: entry.target.int, from: index)
      }
      if entry.low == entry.high {
        isRestPossible = rest.assume(.notEqual, subject, low, in: arena)
      } else if isPossible {
        let range = rest.bounds(of: subject, in: arena)
        if range.lowerBound >= entry.low && range.upperBound <= entry.high { isRestPossible = false }
      }
      if !isRestPossible { return }
    }
    if !isDecided { note(.branchCase, block.terminatorSpan, block.conditionName, object: .none, in: &rest) }
    arrive(rest, at: otherwise, from: index)
  }

  /// An edge of the graph is taken.
  private func arrive(_ state: consuming State, at block: Int, from source: Int) {
    var leaving: State?
    guard enterLoops(&state, at: block, from: source, leaving: &leaving) else { return }
    let rank = flow.rank[block]
    pending[rank].append(state)
    if let leaving { pending[rank].append(leaving) }
    if rank < lowestRank { lowestRank = rank }
  }

  private func leaveFunction(_ path: inout Path, result: ValueID, span: Span) {
    guard closeFrame(&path, result: result, span: span) else { return }
    exits.append(Exit(state: Self.take(&path.state), value: result))
  }

  /// A call was left by an exception: to where the block says, or out of the function.
  private func unwind(_ block: Block, _ index: Int, _ path: inout Path, from span: Span) {
    path.state.isUnwinding = false
    if let target = block.unwind {
      arrive(Self.take(&path.state), at: target.int, from: index)
    } else if body.tracksUnwinding {
      leaveByException(&path, span: span)
    }
  }

  private func leaveByException(_ path: inout Path, span: Span) {
    guard closeFrame(&path, result: .none, span: span) else { return }
    exits.append(Exit(state: Self.take(&path.state), value: .none, isThrow: true))
  }

  /// Moves a state out of a path that ends here: a copy would share its arrays and make the next write copy them.
  private static func take(_ state: inout State) -> State {
    var result = State()
    swap(&result, &state)
    return result
  }

  // MARK: Helpers

  @inline(__always) func site(_ block: Int, _ position: Int) -> UInt32 {
    siteBase + UInt32(flow.instructionBase[block] + position)
  }

  func note(
    _ kind: PathEvent.Kind, _ span: Span, _ name: StringID, object: ValueID, family: FamilyID = .unknown,
    function: UInt32 = 0, holder: ValueID = .none, receiver: StringID = .empty, references: Int16 = 0,
    in state: inout State
  ) {
    if kind == .allocated || kind == .freed || kind == .retained || kind == .unreferenced {
      context.touchesOwnership = true
    }
    state.lastEvent = events.append(
      PathEvent(
        kind: kind, module: UInt16(moduleIndex), depth: depth, span: span, name: name, object: object,
        holder: holder, family: family, references: references, function: function, receiver: receiver,
        parent: state.lastEvent))
  }

  /// A value that nothing is known about. In a loop, one that the state does not use yet.
  func fresh(_ kind: SymbolKind, site: UInt32, part: Int = 0, in state: State) -> ValueID {
    var round: UInt32 = 0
    for loop in state.loops { round = round &* 128 &+ loop.rounds }
    var candidate = arena.symbol(kind, site: site, round: round, part: part)
    guard !state.loops.isEmpty else { return candidate }
    var attempt = 0
    while isInUse(candidate, state), attempt < 8 {
      attempt += 1
      candidate = arena.symbol(kind, site: site, round: round, part: part &+ attempt << 32)
    }
    return candidate
  }

  private func isInUse(_ value: ValueID, _ state: State) -> Bool {
    if state.object(value) != nil || state.interval(of: value) != nil { return true }
    // What was read from memory that had this for its unknown contents is in use as well.
    func isReadThrough(_ other: ValueID) -> Bool {
      let root = arena.root(other)
      if root.isNone { return false }
      let node = arena[root]
      return node.tag == .initial && node.a == value.raw
    }
    if state.objects.contains(where: { $0.token == value || isReadThrough($0.base) }) { return true }
    return state.cells.contains { $0.value == value || $0.base == value || isReadThrough($0.value) }
  }
}
