import OwnershipIR
import Testing

/// C++ is C with code that nobody wrote: constructors, destructors, tables of functions, ways out by exceptions.
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
          local %#3 'long'
        b0:
          live %q
          r0 = allocate new 'int', 4  `new int(3)`
          store 'int' [r0], 3
          call 'void' &"n::Q::set"(%q `q`, r0 `new int(3)`)  `set`
          end
          live %many
          r1 = load 'int' [%n]  `n`
          store 'long' [%#3], r1
          r2 = load 'long' [%#3]
          r3 = multiply r2, 4
          r4 = allocate newarray 'int', r3  `new int[n]`
          store 'int *' [%many], r4  `many`
          end
          r5 = load 'int *' [%many]  `many`
          deallocate newarray r5  `many`
          end
          r6 = load 'int *' [%q]  `q.p`
          deallocate new r6  `q.p`
          end
          r7 = call 'int' &"n::Q::get"(%q `q`)  `get`
          return r7
        }
        """#)
  }

  @Test("members are made in order and end in reverse, at every way out")
  func members() throws {
    let source = """
      struct Buffer { char *data; Buffer() : data(new char[4]) {} ~Buffer() { delete[] data; } };
      struct Pair { Buffer a, b; };
      void f(int n) { Pair p; if (n) return; }
      """
    #expect(
      try bodies(source) == #"""
        function &"Buffer::Buffer"(%this 'Buffer *') -> 'void' name `Buffer` usr "c:@S@Buffer@F@Buffer#" {
          local %#1 'long'
        b0:
          r0 = load 'Buffer *' [%this]  `this`
          r1 = load 'Buffer *' [%this]  `this`
          store 'long' [%#1], 4
          r2 = load 'long' [%#1]
          r3 = multiply r2, 1
          r4 = allocate newarray 'char', r3  `new char[4]`
          store 'char *' [r1], r4  `data`
          return
        }
        function &"Buffer::~Buffer"(%this 'Buffer *') -> 'void' name `~Buffer` usr "c:@S@Buffer@F@~Buffer#" {
        b0:
          r0 = load 'Buffer *' [%this]  `this`
          r1 = load 'Buffer *' [%this]  `this`
          r2 = load 'char *' [r1]  `data`
          deallocate newarray r2  `data`
          end
          return
        }
        function &f(%n 'int') -> 'void' usr "c:@F@f#I#" {
          local %p 'Pair'
        b0:
          live %p
          call 'void' &Pair(%p)  `Pair`
          end
          r0 = load 'int' [%n]  `n`
          r1 = ne r0, 0
          branch r1, b1, b2  `n`
        b1:
          call 'void' &"~Pair"(%p)  `~Pair`
          return
        b2:
          call 'void' &"~Pair"(%p)  `~Pair`
          return
        }
        function &"~Pair"(%this 'Pair *') -> 'void' usr "c:@S@Pair#destructor" {
        b0:
          r0 = load 'Pair *' [%this]  `this`
          r1 = address [r0 + 8]
          call 'void' &"Buffer::~Buffer"(r1)  `~Buffer`
          r2 = load 'Pair *' [%this]  `this`
          call 'void' &"Buffer::~Buffer"(r2)  `~Buffer`
          return
        }
        function &Pair(%this 'Pair *') -> 'void' usr "c:@S@Pair#defaultConstructor" {
        b0:
          r0 = load 'Pair *' [%this]  `this`
          r1 = load 'Pair *' [%this]  `this`
          call 'void' &"Buffer::Buffer"(r1)  `Buffer`
          r2 = load 'Pair *' [%this]  `this`
          r3 = address [r2 + 8]
          call 'void' &"Buffer::Buffer"(r3)  `Buffer`
          return
        }
        """#)
  }

  @Test("virtual functions are read from the table of the object")
  func virtualCalls() throws {
    let source = """
      struct Shape { virtual ~Shape(); virtual int area(); };
      int f(Shape &s) { return s.area(); }
      void g(Shape *s) { delete s; }
      """
    #expect(
      try bodies(source) == #"""
        function &f(%s 'Shape &') -> 'int' usr "c:@F@f#&$@S@Shape#" {
        b0:
          r0 = load 'Shape &' [%s]  `s`
          r1 = load 'void *' [r0]
          r2 = load 'void *' [r1 + 8]
          r3 = call 'int' *r2 of &"Shape::area"(r0 `s`)  `area`
          return r3
        }
        function &g(%s 'Shape *') -> 'void' usr "c:@F@g#*$@S@Shape#" {
          local %#1 'void *'
          local %#2 'void *'
        b0:
          r0 = load 'Shape *' [%s]  `s`
          store 'void *' [%#1], r0  `s`
          r1 = load 'void *' [%#1]
          branch r1, b1, b2
        b1:
          r2 = load 'void *' [%#1]
          releasing new r2  `s`
          r3 = load 'void *' [%#1]
          r4 = load 'void *' [r3]
          r5 = load 'long' [r4 + 1125899906842624]
          r6 = address [r3 + r5 * 1]
          store 'void *' [%#2], r6  `s`
          r7 = load 'void *' [%#1]
          r8 = load 'void *' [r7]
          r9 = load 'void *' [r8]
          call 'void' *r9(r7 `s`)  `~Shape`
          r10 = load 'void *' [%#2]
          deallocate new r10  `s`
          goto b2
        b2:
          end
          return
        }
        """#)
  }

  @Test("exceptions end what there is on their way to a handler")
  func exceptions() throws {
    let source = """
      struct Guard { int *p; ~Guard() { delete p; } };
      Guard make();
      void may(int n) { if (n) throw n; }
      int f(int n) { Guard g = make(); try { may(n); } catch (int e) { return e; } return *make().p; }
      """
    #expect(
      try bodies(source) == #"""
        function &"Guard::~Guard"(%this 'Guard *') -> 'void' name `~Guard` usr "c:@S@Guard@F@~Guard#" {
          unwinds
        b0:
          r0 = load 'Guard *' [%this]  `this`
          r1 = load 'Guard *' [%this]  `this`
          r2 = load 'int *' [r1]  `p`
          deallocate new r2  `p`
          end
          return
        }
        function &may(%n 'int') -> 'void' usr "c:@F@may#I#" {
          unwinds
        b0:
          r0 = load 'int' [%n]  `n`
          r1 = ne r0, 0
          branch r1, b1, b2  `n`
        b1:
          store 'void *' [@exception], @"exception type"
          resume
        b2:
          return
        }
        function &f(%n 'int') -> 'int' usr "c:@F@f#I#" {
          local %g 'Guard'
          local %e 'int'
          temporary %#3 'Guard'
          temporary %#4 'int'
          unwinds
        b0:
          live %g
          call 'Guard' &make() into [%g]  `make`
          end
          goto b2
        b1:
          call 'void' &"Guard::~Guard"(%g)  `~Guard`
          resume
        b2: unwind b3
          r0 = load 'int' [%n]  `n`
          call 'void' &may(r0 `n`)  `may`
          end
          goto b5
        b3:
          r1 = load 'void *' [@exception]
          r2 = load 'long' [r1 + 97319224]
          branch r2, b4, b1
        b4: unwind b1
          live %e
          r3 = opaque "exception"
          store 'int' [%e], r3  `e`
          r4 = load 'int' [%e]  `e`
          call 'void' &"Guard::~Guard"(%g)  `~Guard`
          return r4
        b5: unwind b1
          live %#3
          call 'Guard' &make() into [%#3]  `make`
          goto b7
        b6:
          call 'void' &"Guard::~Guard"(%#3)  `~Guard`
          dead %#3
          goto b1
        b7: unwind b6
          r5 = load 'int *' [%#3]  `make().p`
          r6 = load 'int' [r5]  `*make().p`
          call 'void' &"Guard::~Guard"(%#3)  `~Guard`
          dead %#3
          store 'int' [%#4], r6
          goto b8
        b8: unwind b1
          call 'void' &"Guard::~Guard"(%g)  `~Guard`
          r7 = load 'int' [%#4]
          return r7
        }
        """#)
  }

  /// Whatever the code, the verifier has nothing to object to, and every function has a body.
  @Test(
    "unusual constructs",
    arguments: [
      "struct S { S(); ~S(); }; void f() { S s; }",
      "void f(int &n) { n = 1; }",
      "int f(int n) { auto g = [&] { return n; }; return g(); }",
      "int f(int n) { auto g = [n, &n2 = n](auto k) mutable { return n++ + k + n2; }; return g(2L); }",
      "int *d; int g(int *p = d); int f() { return g(); }",
      "struct A { int a; }; struct B { int b; }; struct C : A, B {}; int f(C *c) { return c->b; }",
      "struct S { operator int() const; }; int f(S *s) { return *s; }",
      "int f() { int a[3] = {1, 2, 3}, n = 0; for (int x : a) n += x; return n; }",
      "struct P { int a, b; }; int f(P p) { auto [x, y] = p; auto &[u, v] = p; u = y; return x + v; }",
      "template <class T> struct V { T t; T get() { return t; } }; int f() { V<int> v{3}; return v.get(); }",
      "struct B { virtual ~B(); }; struct D : virtual B {}; void f(D *d) { B *b = d; delete b; }",
      "int f(bool c) { int a = 1, b = 2; (c ? a : b) = 3; return (a += b) = 4; }",
      "struct E {}; int f(int n) try { if (n) throw E(); return 1; } catch (const E &) { return 2; }",
      "void *operator new(unsigned long, void *p) noexcept; struct S { int n; }; S *f(char *p) { return new (p) S{1}; }",
      "struct S { static int count; S() { ++count; } S(const S &) = delete; }; int f() { S s[2]; return S::count; }",
      "int f(int S::*, struct S *); struct S { int n; }; int g(S *s, int S::*m) { return s->*m; }",
      "enum class K { a, b }; int f(K k) { switch (k) { case K::a: return 1; case K::b: return 2; } return 3; }",
    ])
  func unusual(_ source: String) throws {
    let module = try module(source, path: "/ownscope/test.cpp")
    #expect(module.verify().isEmpty)
    #expect(module.functions.contains { module[$0.name] == "f" || module[$0.name] == "g" })
  }
}
