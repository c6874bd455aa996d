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
  let moduleIndex: Int
  let module: Module
  let declaration: Function
  let body: Body
  let flow: ControlFlow
  /// Values that callers' registers still need: they keep memory reachable.
  let outerRoots: [ValueID]
  /// Functions being executed, innermost last: no function is inlined into itself.
  let callStack: [UInt32]

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
    outerRoots: [ValueID] = [], callStack: [UInt32] = []
  ) {
    self.context = context
    program = context.program
    arena = context.arena
    events = context.events
    self.function = function
    let programFunction = program.functions[Int(function)]
    moduleIndex = programFunction.module
    module = program.modules[moduleIndex]
    declaration = module.functions[programFunction.index]
    body = declaration.body!
    flow = context.flows.flow(of: function, body, in: module)
    let siteCount = (flow.instructionBase.last ?? 0) + (body.blocks.last?.instructions.count ?? 0) + 2
    (frame, siteBase) = context.frame(of: function, callSite: callSite, siteCount: siteCount)
    self.depth = depth
    self.outerRoots = outerRoots
    self.callStack = callStack + [function]
    pending = Array(repeating: [], count: flow.order.count)
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
      for state in states {
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

  private func runBlock(_ index: Int, _ state: State) {
    var state = state
    if depth == 0 { state.rewrites.removeAll(keepingCapacity: true) }
    let count = flow.registerCount[index]
    let block = body.blocks[index]
    var work = [(path: Path(state: state, registers: Array(repeating: .none, count: count)), start: 0)]
    while let (path, start) = work.popLast() {
      var path = path
      var isAlive = true
      var position = start
      while position < block.instructions.count {
        context.fuel -= 1
        if context.fuel <= 0 {
          context.incomplete.insert(.fuel)
          return
        }
        var forks: [Path] = []
        isAlive = execute(block.instructions[position], at: position, in: index, &path, forks: &forks)
        position += 1
        // Calls in a row multiply their outcomes: inside a block as many paths are kept as at its entry.
        for fork in forks.reversed() {
          if work.count >= context.statesPerPoint {
            context.incomplete.insert(.states)
            break
          }
          work.append((fork, position))
        }
        if !isAlive { break }
      }
      if isAlive { leave(block, index, &path) }
    }
  }

  private func leave(_ block: Block, _ index: Int, _ path: inout Path) {
    switch block.terminator {
    case .goto(let target): arrive(path.state, at: target.int, from: index)
    case .branch(let operand, let then, let otherwise):
      let condition = value(of: operand, path, in: index, site: site(index, block.instructions.count))
      branch(condition, then: then.int, otherwise: otherwise.int, block, index, path.state)
    case .switch(let operand, let cases, let otherwise):
      let subject = value(of: operand, path, in: index, site: site(index, block.instructions.count))
      branch(on: subject, cases, otherwise: otherwise.int, block, index, path.state)
    case .return(let operand):
      let result =
        operand.map { value(of: $0, path, in: index, site: site(index, block.instructions.count)) } ?? .none
      leaveFunction(&path, result: result, span: block.terminatorSpan)
    case .unreachable: break
    case .unknown: context.incomplete.insert(.unknownControl)
    }
  }

  private func branch(
    _ condition: ValueID, then: Int, otherwise: Int, _ block: Block, _ index: Int, _ state: State
  ) {
    if let known = state.truth(of: condition, in: arena) {
      let target = known ? then : otherwise
      if mayTake(target, from: index, state) { arrive(state, at: target, from: index) }
      return
    }
    var taken = state
    var skipped = state
    let canTake = taken.assume(condition, true, in: arena)
    let canSkip = skipped.assume(condition, false, in: arena)
    if canTake && canSkip {
      let root = arena.root(condition)
      note(.branchTrue, block.terminatorSpan, block.conditionName, object: root, in: &taken)
      note(.branchFalse, block.terminatorSpan, block.conditionName, object: root, in: &skipped)
      markUndecided(&taken, at: index, successors: [then, otherwise])
      markUndecided(&skipped, at: index, successors: [then, otherwise])
    }
    if canTake, mayTake(then, from: index, state) { arrive(taken, at: then, from: index) }
    if canSkip, mayTake(otherwise, from: index, state) { arrive(skipped, at: otherwise, from: index) }
  }

  private func branch(
    on subject: ValueID, _ cases: [SwitchCase], otherwise: Int, _ block: Block, _ index: Int, _ state: State
  ) {
    var rest = state
    var isRestPossible = true
    let isDecided = arena.isInteger(subject)
    for entry in cases {
      var taken = rest
      let low = arena.integer(entry.low)
      let isPossible =
        entry.low == entry.high
        ? taken.assume(.equal, subject, low, in: arena)
        : taken.assume(.lessOrEqual, low, subject, in: arena)
          && taken.assume(.lessOrEqual, subject, arena.integer(entry.high), in: arena)
      if isPossible {
        if !isDecided { note(.branchCase, block.terminatorSpan, block.conditionName, object: .none, in: &taken) }
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
  private func arrive(_ state: State, at block: Int, from source: Int) {
    var state = state
    var leaving: State?
    guard enterLoops(&state, at: block, from: source, leaving: &leaving) else { return }
    let rank = flow.rank[block]
    pending[rank].append(state)
    if let leaving { pending[rank].append(leaving) }
    if rank < lowestRank { lowestRank = rank }
  }

  private func leaveFunction(_ path: inout Path, result: ValueID, span: Span) {
    guard closeFrame(&path, result: result, span: span) else { return }
    exits.append(Exit(state: path.state, value: result))
  }

  // MARK: Helpers

  @inline(__always) func site(_ block: Int, _ position: Int) -> UInt32 {
    siteBase + UInt32(flow.instructionBase[block] + position)
  }

  func note(
    _ kind: PathEvent.Kind, _ span: Span, _ name: StringID, object: ValueID, family: FamilyID = .unknown,
    function: UInt32 = 0, in state: inout State
  ) {
    state.lastEvent = events.append(
      PathEvent(
        kind: kind, module: UInt16(moduleIndex), depth: depth, span: span, name: name, object: object,
        family: family, function: function, parent: state.lastEvent))
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
    return state.cells.contains { $0.value == value || $0.base == value }
  }
}
