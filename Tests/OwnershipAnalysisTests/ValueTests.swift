import OwnershipIR
import Testing

@testable import OwnershipAnalysis

/// The normal form that makes equal expressions one value.
@Suite("Values") struct ValueTests {
  private let arena = ValueArena(termDepth: 10, parameterCount: 2)
  private var x: ValueID { arena.initial(base: arena.local(LocalID(0), frame: 0), element: .none, offset: 0) }
  private var y: ValueID { arena.initial(base: arena.local(LocalID(1), frame: 0), element: .none, offset: 0) }

  @Test("constants fold and stand outermost") func constants() {
    #expect(arena.add(arena.add(x, 3), -3) == x)
    #expect(arena.binary(.add, arena.add(x, 1), arena.add(y, 2)) == arena.add(arena.binary(.add, y, x), 3))
    #expect(arena.binary(.subtract, arena.add(x, 5), x) == arena.integer(5))
  }

  @Test("a subscript is its constant part plus the rest") func subscripts() {
    #expect(arena.element(x, arena.integer(3), stride: 8) == arena.add(x, 24))
    #expect(arena.element(x, arena.add(y, 1), stride: 8) == arena.add(arena.element(x, y, stride: 8), 8))
  }

  @Test("negating a comparison gives the opposite one, twice itself") func negation() {
    let less = arena.binary(.less, x, y)
    #expect(arena.unary(.logicalNot, arena.unary(.logicalNot, less)) == less)
    #expect(arena.binary(.equal, less, .zero) == arena.unary(.logicalNot, less))
  }

  @Test("rewriting reaches into terms and folds again") func rewriting() {
    let sum = arena.binary(.multiply, arena.add(x, 1), y)
    let known = arena.rewrite(sum, x, arena.integer(2))
    #expect(arena.rewrite(known, y, arena.integer(5)) == arena.integer(15))
    #expect(arena.rewrite(sum, arena.integer(9), x) == sum)
  }

  @Test("entry values of parameters are the caller's, of other locals they are not") func footprint() {
    let local = arena.initial(base: arena.local(LocalID(5), frame: 0), element: .none, offset: 0)
    #expect(arena.isFootprint(x))
    #expect(!arena.isFootprint(local))
    #expect(arena.isFootprint(arena.initial(base: x, element: .none, offset: 16)))
  }

  @Test("too deep a term becomes opaque, the same for the same operands") func depth() {
    var deep = x
    for _ in 0..<40 { deep = arena.binary(.xor, arena.binary(.multiply, deep, y), x) }
    #expect(arena.depth(deep) <= 11)
  }
}
