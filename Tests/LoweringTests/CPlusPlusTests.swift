import OwnershipIR
import Testing

/// Of C++ only what is C with classes; anything else leaves the function without a body.
@Suite struct CPlusPlusTests {
  private func bodies(_ source: String) throws -> String {
    let module = try module(source, path: "/ownscope/test.cpp")
    #expect(module.verify().isEmpty)
    return module.functions.indices.filter { module.functions[$0].body != nil }
      .map { trimmed(module.printed(function: FunctionID($0))) }.joined(separator: "\n")
  }

  @Test("new and delete have a form, methods have this")
  func plain() throws {
    let source = """
      namespace n { struct Q { int *p; void set(int *x) { p = x; } int get() const { return *this->p; } }; }
      int f(int n) {
        n::Q q;
        q.set(new int(3));
        int *many = new int[n];
        delete[] many;
        delete q.p;
        return static_cast<int>(q.get());
      }
      """
    #expect(
      try bodies(source) == #"""
        function &"n::Q::set"(%this 'n::Q *', %x 'int *') -> 'void' name `set` usr "c:@N@n@S@Q@F@set#*I#" {
        b0:
          r0 = load 'int *' [%x]  `x`
          r1 = load 'n::Q *' [%this]  `this`
          store 'int *' [r1], r0  `p`
          end
          return
        }
        function &"n::Q::get"(%this 'n::Q *') -> 'int' name `get` usr "c:@N@n@S@Q@F@get#1" {
        b0:
          r0 = load 'n::Q *' [%this]  `this`
          r1 = load 'int *' [r0]  `this->p`
          r2 = load 'int' [r1]  `*this->p`
          return r2
        }
        function &f(%n 'int') -> 'int' usr "c:@F@f#I#" {
          local %q 'n::Q'
          local %many 'int *'
        b0:
          live %q
          r0 = allocate new 'int', 4  `new int(3)`
          store 'int' [r0], 3
          call 'void' &"n::Q::set"(%q `q`, r0 `new int(3)`)  `q.set`
          end
          live %many
          r1 = load 'int' [%n]  `n`
          r2 = multiply r1, 4
          r3 = allocate newarray 'int', r2  `new int[n]`
          store 'int *' [%many], r3  `many`
          end
          r4 = load 'int *' [%many]  `many`
          deallocate newarray r4  `many`
          end
          r5 = load 'int *' [%q]  `q.p`
          deallocate new r5  `q.p`
          end
          r6 = call 'int' &"n::Q::get"(%q `q`)  `q.get`
          return r6
        }
        """#)
  }

  @Test(
    "what runs unwritten code is left out",
    arguments: [
      "struct S { S(); ~S(); }; void f() { S s; }",
      "struct S { ~S(); }; void f(S *s) { delete s; }",
      "void f(int &n) { n = 1; }",
      "int f(int n) { try { return n; } catch (...) { return 0; } }",
      "int f(int n) { auto g = [&] { return n; }; return g(); }",
      "int *d; int g(int *p = d); int f() { return g(); }",
      "struct A { int a; }; struct B { int b; }; struct C : A, B {}; int f(C *c) { return c->b; }",
      "struct S { operator int() const; }; int f(S *s) { return *s; }",
      "int f() { int a[3] = {1, 2, 3}, n = 0; for (int x : a) n += x; return n; }",
    ])
  func abandoned(_ source: String) throws {
    #expect(try bodies(source) == "")
  }
}
