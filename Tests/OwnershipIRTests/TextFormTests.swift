import Testing

@testable import OwnershipIR

@Suite("Text form of the IR")
struct TextFormTests {
  @Test("What the printer writes, the parser reads and the printer writes again")
  func roundTrip() throws {
    let module = try parsed(everything)
    #expect(module.printed() == everything)
    #expect(module.verify() == [])
  }

  @Test("The sample uses every kind of instruction, so the round trip covers them")
  func sampleIsComplete() throws {
    let module = try parsed(everything)
    let body = try #require(module.functions[module.id(of: "grow").int].body)
    let used = Set(body.blocks.flatMap(\.instructions).map { "\($0.operation)".prefix { $0 != "(" } })
    #expect(used.count == 18)
    #expect(Set(body.blocks.map { "\($0.terminator)".prefix { $0 != "(" } }).count == 6)
  }

  @Test("Parsed spans are places in the text")
  func spansPointIntoTheText() throws {
    let module = try parsed(twice)
    let body = try #require(module.functions[module.id(of: "twice").int].body)
    let free = body.blocks[0].instructions[1]
    #expect(module.range(of: free.span).start.line == 8)
    #expect(module.range(of: free.span).start.column == 3)
    #expect(module.range(of: body.endSpan).start.line == 13)
  }

  @Test("Spans are shown as comments, which the parser skips")
  func spansAreComments() throws {
    let module = try parsed(twice)
    let text = module.printed(spans: true)
    #expect(text.contains("call 'void' &free(r0)  ; @8:3"))
    #expect(try parsed(text).printed() == module.printed())
  }

  @Test("Common types need no declaration")
  func impliedTypes() throws {
    let module = try parsed(
      """
      module "a.c" c
      record #0 struct `pair` {
        0: 'char' `tag`
        8: 'const char **' `names`
      }
      declare &f('struct pair[3]') -> 'void'
      """)
    let array = try #require(module.types.first { module[$0.spelling] == "struct pair[3]" })
    let pair = try #require(module.types.first { module[$0.spelling] == "struct pair" })
    #expect(pair.size == 16)
    guard case .array(let element, 3) = array.kind else { return #expect(Bool(false), "\(array.kind)") }
    #expect(module[element] == pair)
    let names = try #require(module.types.first { module[$0.spelling] == "const char **" })
    guard case .pointer(let inner, false) = names.kind else { return #expect(Bool(false), "\(names.kind)") }
    guard case .pointer(_, true) = module[inner].kind else { return #expect(Bool(false), "\(inner)") }
  }

  @Test(
    "A mistake is named with its line",
    arguments: [
      ("module \"a.c\" c\nfunction &f() -> 'void' {\nb0:\n  goto 3\n}", 4, "a word is missing"),
      ("module \"a.c\" c\nfunction &f() -> 'void' {\nb1:\n  return\n}", 3, "b0 is next"),
      ("module \"a.c\" c\nfunction &f() -> 'void' {\nb0:\n  dead %x\n  return\n}", 4, "%x is not declared"),
      (
        "module \"a.c\" c\nfunction &f() -> 'void' {\nb0:\n  r0 = call 'int' &g()\n}", 4, "&g is not declared"
      ),
      ("module \"a.c\" c\nfunction &f() -> 'strange' {\nb0:\n  return\n}", 2, "`type` line"),
      ("module \"a.c\" c\nfunction &f() -> 'void' {\nb0:\n  frobnicate\n}", 4, "no instruction"),
      ("module \"a.c\" c\ndeclare &f() -> 'void' [\"x", 2, "quote"),
      ("module \"a.c\" c\ndeclare &f() -> 'void'\ndeclare &f() -> 'void'", 3, "declared twice"),
      ("module \"a.c\" c\nfunction &f() -> 'void' {\nb0:\n  return 1 2\n}", 4, "goes on"),
      ("module \"a.c\" c\nfunction &f() -> 'void' {\nb0:\n", 3, "a word is missing"),
    ])
  func mistakes(text: String, line: Int, part: String) {
    do {
      _ = try Module(parsing: text)
      Issue.record("it was taken for well formed")
    } catch {
      #expect(error.line == line)
      #expect(error.text.contains(part), "\(error)")
    }
  }

  @Test("The control-flow graph has an edge for each way, labelled by what takes it")
  func graphviz() throws {
    let module = try parsed(everything)
    let dot = module.graphviz(of: module.id(of: "grow"))
    #expect(dot.hasPrefix("digraph \"grow\" {\n"))
    #expect(dot.contains("b0 -> b1 [label=\"true\"];\n  b0 -> b2 [label=\"false\"];"))
    #expect(dot.contains("b1 -> b3 [label=\"3...5\"];\n  b1 -> b4 [label=\"default\"];"))
    #expect(dot.contains("&\\\"operator new\\\"(24"))
    #expect(module.graphviz(of: module.id(of: "free")).isEmpty)
  }
}
