import Testing

@testable import OwnershipIR

@Suite("Verifier")
struct VerifierTests {
  /// The problems of a function with these lines as its body.
  private func problems(_ body: String) throws -> [String] {
    let text = """
      module "a.c" c
      record #0 struct `pair` {
        0: 'int' `a`
        4: 'int' `b`
      }
      function &f(%p 'char *') -> 'void' {
        local %pair 'struct pair'
      \(body)
      }
      """
    return try parsed(text).verify().map(\.description)
  }

  @Test("A well-formed module has no problems")
  func wellFormed() throws { #expect(try parsed(twice).verify() == []) }

  @Test(
    "Each broken rule is named with its place",
    arguments: [
      ("b0:\n  r1 = not r0\n  return", "f: b0 instruction 0: r0 is used before it is defined"),
      ("b0:\n  r0 = not r0\n  return", "f: b0 instruction 0: r0 is used before it is defined"),
      ("b0:\n  r0 = not 1\n  goto b1\nb1:\n  return r0", "f: b1 terminator: r0 is used outside its block"),
      ("b0:\n  r0 = not 1\n  r0 = not 2\n  return", "f: b0 instruction 1: r0 is defined twice"),
      ("b0:\n  goto b7", "f: b0 terminator: block b7 does not exist"),
      ("b0:\n  branch ?, b0, b9", "f: b0 terminator: block b9 does not exist"),
      ("b0:\n  switch 1 { 5...3: b0, default: b0 }", "f: b0 terminator: the empty case range 5...3"),
      ("b0:\n  switch 1 { 1...4: b0, 3: b0, default: b0 }", "f: b0 terminator: two cases for 3"),
      (
        "b0:\n  r0 = load 'struct pair' [%pair]\n  return",
        "f: b0 instruction 0: a scalar access of the type 'struct pair'"
      ),
      (
        "b0:\n  r0 = load 'char' [r4 + r5 * 1]\n  return",
        "f: b0 instruction 0: r4 is used before it is defined"
      ),
      (
        "b0:\n  r0 = call 'struct pair' *%p() into [%pair]\n  return",
        "f: b0 instruction 0: a call with two results"
      ),
      ("", "f: locals: a body without an entry block"),
    ])
  func brokenRules(body: String, problem: String) throws {
    #expect(try problems(body).first == problem)
  }

  @Test("Ids past the end of their table are problems, not crashes, and such a module still prints")
  func idsOutOfRange() throws {
    var module = try parsed(twice)
    let id = module.id(of: "twice")
    var body = try #require(module.functions[id.int].body)
    body.blocks[0].instructions[0] = Instruction(
      .load(Register(0), Address(base: .global(GlobalID(40))), type: TypeID(90)), span: .none,
      name: StringID(0))
    body.blocks[0].instructions[2] = Instruction(.escape(OperandRange(start: 5, count: 5)), span: .none)
    body.blocks[0].instructions[3] = Instruction(.storageDead(LocalID(77)), span: .none)
    body.registerCount = 1
    module.functions[id.int].body = body
    let texts = module.verify(function: id).map(\.text)
    #expect(
      texts == [
        "type #90 does not exist", "global @#40 does not exist", "arguments 5..<10 of 1",
        "local %#77 does not exist", "r1 is past the register count 1",
      ])
    #expect(module.printed().contains("load '?'#90 [@#40]"))
  }

  @Test("Tables are checked too")
  func tables() {
    var module = Module(path: "a.c")
    module.strings = ["not empty"]
    module.types.append(TypeInfo(kind: .record(3), size: 4, spelling: .empty))
    module.types.append(
      TypeInfo(kind: .pointer(to: TypeID(9), pointeeIsConst: false), size: 8, spelling: .empty))
    module.globals.append(
      Global(
        usr: "", linkKey: "", name: .empty, type: .unknown, span: .none, isInternal: false, isConst: false,
        isDefined: true, initializer: [InitialCell(offset: 0, value: .local(LocalID(0)))]))
    #expect(
      module.verify().map(\.description) == [
        "strings: string 0 is not the empty string", "type #1: record #3 does not exist",
        "type #2: type #9 does not exist", "global #0: no key across modules",
        "global #0: an initial value that only running code could know",
      ])
  }
}
