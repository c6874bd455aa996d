import EditorFeatures
import OwnershipAnalysis
import Testing

@Suite("Facts of a function")
struct FactsTests {
  @Test("Objects, their edges after a line, and the same answer each time")
  func pictures() throws {
    let text = """
      #include <stdlib.h>
      struct node { struct node *next; };
      struct node *push(struct node *tail) {
        struct node *head = malloc(sizeof *head);
        if (head == NULL) return NULL;
        head->next = tail;
        return head;
      }
      """
    try looking(at: text, named: "list.c") { looked, path in
      let offset = text.offset(of: "head->next")
      let facts = try #require(looked.analysis.facts(inFile: path, at: offset))
      #expect(facts.function == "push" && facts.isComplete && !facts.isTooLarge)
      #expect(facts.objects.map(\.id) == Array(facts.objects.indices))
      let picture = try #require(facts.pictures.first { $0.line == 6 })
      let edges = picture.edges.map { edge in
        "\(facts.objects[edge.from].kind) \(edge.place) \(facts.objects[edge.to].kind) \(edge.hold) \(edge.isCertain)"
      }
      #expect(
        edges.sorted() == [
          "heap head->next callers raw true", "stack head heap raw true", "stack tail callers raw true",
        ])
      let heap = try #require(facts.objects.first { $0.kind == .heap })
      #expect(heap.family == "malloc" && heap.releasedBy == ["free"] && heap.allocation?.start.line == 4)
      #expect(facts.life(of: heap.id).map(\.role).contains(.returned))
      #expect(try LookedAt([path]).analysis.facts(inFile: path, at: offset) == facts)
      #expect(looked.analysis.facts(inFile: path, at: 3) == nil)
      #expect(looked.analysis.facts(ofFile: "/no/such/file.c").isEmpty)
    }
  }

  @Test("A function that runs out of its fuel says so, and nothing else")
  func tooLarge() throws {
    var text = "#include <stdlib.h>\nint g(int);\nvoid big(int a) {\n  char *p = malloc(4);\n"
    for index in 0..<3000 { text += "  if (g(a + \(index))) p[\(index % 4)] = \(index % 100);\n" }
    text += "  free(p);\n}\n"
    try looking(at: text, named: "big.c") { looked, path in
      let facts = try #require(looked.analysis.facts(inFile: path, at: text.offset(of: "malloc")))
      #expect(facts.isTooLarge)
      #expect(facts.mentions.isEmpty && facts.lives.isEmpty && facts.pictures.isEmpty)
      #expect(looked.view(of: path, text).hover(at: text.offset(of: "p = malloc")) == nil)
    }
  }
}
