import Testing

@testable import Fixes

/// Statements, read from tokens.
@Suite struct OutlineTests {
  private func outline(_ text: String) -> Outline { Outline(Array(text.utf8)) }

  /// The innermost statement around the first `mark` of a text.
  private func statement(at mark: String, in text: String) throws -> String {
    let outline = outline(text)
    let offset = text.utf8.distance(
      from: text.startIndex, to: try #require(text.firstRange(of: mark)).lowerBound)
    return outline.text(outline.statements[try #require(outline.statement(at: offset))].tokens)
  }

  @Test(arguments: [
    ("int f(void) { if (a) return b; }", "b", "return b;"),
    ("int f(void) { if (a) { g(b); } }", "b", "g(b);"),
    ("struct s { int x; }; void f(struct s a) { g(a.x); }", "a.x", "g(a.x);"),
    ("namespace n { class C { void f() const { g(1); } }; }", "1", "g(1);"),
    ("C::C() : a{1}, b(2) { g(3); }", "3", "g(3);"),
    ("void f() { auto g = [&](int x) { h(x); }; }", "h(", "h(x);"),
    ("void f() { switch (a) { case 1: g(); break; default: h(2); } }", "2", "h(2);"),
    ("void f() { int a[] = {1, 2}; }", "2", "int a[] = {1, 2};"),
    ("void f() { for_each(x, list) { g(x); } }", "g(", "g(x);"),
    ("void f() { do g(1); while (a); h(2); }", "1", "g(1);"),
    ("void f() { char c = '}'; // }\n g(\"}\", 1); }", "1)", "g(\"}\", 1);"),
    ("#define A {\\\n {\nvoid f() { g(1); }", "1)", "g(1);"),
    ("auto f() -> int { return R\"(})\", 1; }", "1;", "return R\"(})\", 1;"),
  ])
  func statements(_ text: String, _ mark: String, _ expected: String) throws {
    #expect(try statement(at: mark, in: text) == expected)
  }

  @Test func unbalancedTextsEnd() {
    for text in [
      "void f() { if (", "void f() { { {", "}}}} void f() { g(; }", "void f() { case", "\"", "/*", "R\"(",
    ] {
      _ = outline(text)
    }
    _ = outline("void f() {" + String(repeating: "if (a) ", count: 5_000) + "b; }")
  }

  @Test func typesOfVariables() throws {
    let text =
      "static const struct s *f(char *name, int n) { struct t *a = g(n), **b; std::vector<int *> v; a; b; v; }"
    let outline = outline(text)
    let function = try #require(outline.functions.first)
    func type(_ name: String) -> String? {
      outline.declaration(of: name, in: function, before: outline.tokens.count)?.type
    }
    #expect(type("name") == "char *")
    #expect(type("n") == "int")
    #expect(type("a") == "struct t *")
    #expect(type("b") == "struct t **")
    #expect(type("v") == "std::vector<int*>")
    #expect(type("missing") == nil)
    #expect(outline.resultType(of: function) == "const struct s *")
  }

  /// Whether `p` has a value for certain where `HERE` stands.
  @Test(arguments: [
    ("char *p; p = g(); HERE();", true), ("char *p; HERE();", false),
    ("char *p; if (a) p = g(); HERE();", false),
    ("char *p; if (a) p = g(); else p = h(); HERE();", true),
    ("char *p; if (make(&p)) return; HERE();", true),
    ("char *p; if (a && make(&p)) return; HERE();", false),
    ("char *p; if (a) goto out; p = g(); out: HERE();", false),
    ("char *p; p = g(); if (a) goto out; h(); out: HERE();", true),
    ("char *p; switch (a) { case 1: p = g(); break; case 2: HERE(); }", false),
    ("char *p; while (a) { p = g(); } HERE();", false),
  ])
  func assigned(_ body: String, _ expected: Bool) throws {
    let text = "void f() { \(body) }"
    let outline = outline(text)
    let offset = text.utf8.distance(from: text.startIndex, to: text.firstRange(of: "HERE")!.lowerBound)
    let statement = try #require(outline.statement(at: offset))
    #expect(outline.isAssigned(["p"], before: .before(statement)) == expected)
  }
}
