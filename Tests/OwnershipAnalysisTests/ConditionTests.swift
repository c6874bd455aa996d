import OwnershipIR
import Testing

@testable import OwnershipAnalysis

/// What a state learns from conditions, and what it then refuses.
@Suite("Conditions") struct ConditionTests {
  private let arena = ValueArena(termDepth: 10, parameterCount: 3)
  private func parameter(_ index: Int) -> ValueID {
    arena.initial(base: arena.local(LocalID(index), frame: 0), element: .none, offset: 0)
  }

  private func assume(_ state: inout State, _ value: ValueID, _ holds: Bool) -> Bool {
    state.assume(value, holds, in: arena)
  }
  private func assume(_ state: inout State, _ op: BinaryOperator, _ a: ValueID, _ b: ValueID) -> Bool {
    state.assume(op, a, b, in: arena)
  }

  @Test("a tested value cannot be tested to the contrary") func contradiction() {
    var state = State()
    let p = parameter(0)
    do {
      let holds = assume(&state, p, true)
      #expect(holds)
    }
    #expect(state.truth(of: p, in: arena) == true)
    do {
      let holds = assume(&state, p, false)
      #expect(!holds)
    }
  }

  @Test("bounds meet: n > 3 and n < 5 is n == 4, everywhere") func bounds() {
    var state = State()
    let n = parameter(0)
    let cell = arena.local(LocalID(7), frame: 0)
    state.setCell(cell, .none, 0, arena.add(n, 2))
    do {
      let holds = assume(&state, .greater, n, arena.integer(3))
      #expect(holds)
    }
    do {
      let holds = assume(&state, .less, n, arena.integer(5))
      #expect(holds)
    }
    #expect(state.cell(cell, .none, 0) == arena.integer(6))
  }

  @Test("an order between two unknown values is remembered") func order() {
    var state = State()
    let (a, b) = (parameter(0), parameter(1))
    do {
      let holds = assume(&state, .less, a, b)
      #expect(holds)
    }
    #expect(state.compare(.lessOrEqual, arena.add(a, 1), b, in: arena) == true)
    #expect(state.compare(.equal, a, b, in: arena) == false)
    do {
      let holds = assume(&state, .less, b, a)
      #expect(!holds)
    }
  }

  @Test("a comparison kept in a variable decides the same comparison later") func linkedTruth() {
    var state = State()
    let flag = arena.binary(.notEqual, parameter(0), .zero)
    do {
      let holds = assume(&state, flag, false)
      #expect(holds)
    }
    #expect(state.truth(of: parameter(0), in: arena) == false)
  }

  @Test("equal pointers become one, with one memory") func equality() {
    var state = State()
    let (p, q) = (parameter(0), parameter(1))
    state.setCell(q, .none, 8, arena.integer(5))
    do {
      let holds = assume(&state, .equal, p, q)
      #expect(holds)
    }
    let survivor = arena.rewrite(q, state.rewrites[0].old, state.rewrites[0].new)
    #expect(state.cell(survivor, .none, 8) == arena.integer(5))
    #expect(state.compare(.equal, p, p, in: arena) == true)
  }

  @Test("an allocation that turns out to be null was never made") func failedAllocation() {
    var state = State()
    let block = arena.symbol(.allocation, site: 1, round: 0)
    state.setObject(
      ObjectRecord(base: block, status: .live, ownership: .owned, family: FamilyID(raw: 1), origin: .none))
    #expect(state.hasTrackedObjects)
    do {
      let holds = assume(&state, block, false)
      #expect(holds)
    }
    #expect(!state.hasTrackedObjects)
  }

  @Test("fresh memory differs from everything that was there before") func freshness() {
    let block = arena.symbol(.allocation, site: 1, round: 0)
    let other = arena.symbol(.allocation, site: 2, round: 0)
    #expect(arena.binary(.equal, block, parameter(0)) == .zero)
    #expect(arena.binary(.equal, block, arena.local(LocalID(4), frame: 0)) == .zero)
    #expect(State().compare(.equal, block, other, in: arena) == nil)
  }

  private func state(_ facts: (index: Int, low: Int64, high: Int64)...) -> State {
    var state = State()
    for fact in facts {
      _ = state.setInterval(IntervalFact(value: parameter(fact.index), low: fact.low, high: fact.high))
    }
    return state
  }

  @Test("conditions join where nothing is lost") func exactJoins() {
    #expect(state((0, 1, 1)).joinsExactly(with: state((0, 2, 4)), in: arena), "neighbours")
    #expect(
      state((0, 1, 9)).joinsExactly(with: state((0, 2, 4), (1, 0, 0)), in: arena), "one holds the other")
    #expect(!state((0, 1, 1)).joinsExactly(with: state((0, 4, 4)), in: arena), "2 and 3 would be new")
    #expect(!state((0, 0, 0)).joinsExactly(with: state((1, 0, 0)), in: arena), "neither would be left")
    #expect(
      !state((0, 1, 1), (1, 1, 1)).joinsExactly(with: state((0, 2, 2), (1, 2, 2)), in: arena), "a diagonal")
  }

  @Test("joining goes on as long as it is exact") func repeatedJoins() {
    var states = [
      state((0, 0, 0), (1, 0, 0)), state((0, 1, 1), (1, 0, 0)), state((0, 0, 0), (1, 1, 1)),
      state((0, 1, 1), (1, 1, 1)),
    ]
    State.joinExactly(&states, in: arena)
    #expect(states.count == 1)
    #expect(states[0].bounds(of: parameter(0), in: arena) == 0...1)
    #expect(states[0].bounds(of: parameter(1), in: arena) == 0...1)
  }

  @Test("what lies between the ends of a hull is not certain") func gaps() {
    var hull = state((0, 1, 1))
    hull.keepCommonFacts(with: state((0, 4, 4)))
    do {
      var end = hull
      let holds = assume(&end, .equal, parameter(0), arena.integer(4))
      #expect(holds && !end.isApproximate)
    }
    do {
      var between = hull
      let holds = assume(&between, .equal, parameter(0), arena.integer(3))
      #expect(holds && between.isApproximate)
    }
  }

  @Test("several excluded values are remembered") func exclusions() {
    var state = State()
    for excluded in [3, 5, 9] as [Int64] {
      let holds = assume(&state, .notEqual, parameter(0), arena.integer(excluded))
      #expect(holds)
    }
    for excluded in [3, 5, 9] as [Int64] {
      var other = state
      let holds = assume(&other, .equal, parameter(0), arena.integer(excluded))
      #expect(!holds)
    }
    var other = state
    let holds = assume(&other, .equal, parameter(0), arena.integer(4))
    #expect(holds)
  }
}
