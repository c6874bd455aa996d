import Testing

/// Structs by value have addresses; initialisers are resolved to offsets.
@Suite struct AggregateTests {
  @Test("assigned, passed, returned, chosen") func structValues() throws {
    let source = #"""
      struct s { int a; char *p; };
      struct s make(int);
      int use(struct s, int);
      struct s f(struct s a, struct s *q, int n) {
        struct s b = a, c = make(1);
        *q = b;
        b = make(2);
        c = n ? a : *q;
        use(make(3), make(4).a);
        return n ? b : make(use(c, 5));
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%a 'struct s', %q 'struct s *', %n 'int') -> 'struct s' {
          temporary %#3 'struct s'
          local %b 'struct s'
          local %c 'struct s'
          temporary %#6 'struct s'
          temporary %#7 'struct s'
          temporary %#8 'struct s'
          slot %#3
        b0:
          live %b
          copy 'struct s' [%b], [%a]  `a`
          end
          live %c
          call 'struct s' &make(1 `1`) into [%c]  `make`
          end
          r0 = load 'struct s *' [%q]  `q`
          copy 'struct s' [r0], [%b]  `*q`
          end
          call 'struct s' &make(2 `2`) into [%b]  `make`
          end
          r1 = load 'int' [%n]  `n`
          branch r1, b1, b2  `n`
        b1:
          copy 'struct s' [%#6], [%a]  `a`
          goto b3
        b2:
          r2 = load 'struct s *' [%q]  `q`
          copy 'struct s' [%#6], [r2]  `*q`
          goto b3
        b3:
          copy 'struct s' [%c], [%#6]  `c`
          end
          call 'struct s' &make(3 `3`) into [%#7]  `make`
          call 'struct s' &make(4 `4`) into [%#8]  `make`
          r3 = load 'int' [%#8]  `make(4).a`
          r4 = call 'int' &use(%#7 as 'struct s' `make(3)`, r3 `make(4).a`)  `use`
          end
          r5 = load 'int' [%n]  `n`
          branch r5, b4, b5  `n`
        b4:
          copy 'struct s' [%#3], [%b]  `b`
          goto b6
        b5:
          r6 = call 'int' &use(%c as 'struct s' `c`, 5 `5`)  `use`
          call 'struct s' &make(r6 `use(c, 5)`) into [%#3]  `make`
          goto b6
        b6:
          return
        }
        """#)
  }

  @Test("designators, elided braces, ranges, the rest is zero") func initializers() throws {
    let source = #"""
      struct in { int x, y; };
      struct s { int a; struct in i; int v[3]; union { int n; char *p; }; };
      void f(char *q) {
        struct s a = { 1, 2, 3, { 4, 5 } };
        struct s b = { .i.y = 7, .v = { [1] = 8, 9 }, .p = q };
        int m[2][2] = { 1, 2, 3, 4 };
        int r[5] = { [1 ... 2] = 6, 7 };
        struct in last = { .x = 1, .y = 2, .x = 3 };
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%q 'char *') -> 'void' {
          local %a 'struct s'
          local %b 'struct s'
          local %m 'int[2][2]'
          local %r 'int[5]'
          local %last 'struct in'
        b0:
          live %a
          zero 'struct s' [%a]  `a`
          store 'int' [%a], 1  `a`
          store 'int' [%a + 4], 2  `a`
          store 'int' [%a + 8], 3  `a`
          store 'int' [%a + 12], 4  `a`
          store 'int' [%a + 16], 5  `a`
          live %b
          zero 'struct s' [%b]  `b`
          store 'int' [%b + 8], 7  `b`
          store 'int' [%b + 16], 8  `b`
          store 'int' [%b + 20], 9  `b`
          r0 = load 'char *' [%q]  `q`
          store 'char *' [%b + 24], r0  `b.p`
          live %m
          store 'int' [%m], 1  `m`
          store 'int' [%m + 4], 2  `m`
          store 'int' [%m + 8], 3  `m`
          store 'int' [%m + 12], 4  `m`
          live %r
          zero 'int[5]' [%r]  `r`
          store 'int' [%r + 4], 6  `r`
          store 'int' [%r + 8], 6  `r`
          store 'int' [%r + 12], 7  `r`
          live %last
          store 'int' [%last], 1  `last`
          store 'int' [%last + 4], 2  `last`
          store 'int' [%last], 3  `last`
          return
        }
        """#)
  }

  @Test("strings into arrays and pointers") func strings() throws {
    let source = #"""
      void f(void) {
        char a[] = "hi", b[8] = {"x\n"}, *c = "hi";
        char *names[] = { "a", "b" };
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f() -> 'void' {
          local %a 'char[3]'
          local %b 'char[8]'
          local %c 'char *'
          local %names 'char *[2]'
        b0:
          live %a
          copy 'char[3]' [%a], ["hi"]  `a`
          live %b
          copy 'char[8]' [%b], ["x\n"]  `b`
          live %c
          store 'char *' [%c], "hi"  `c`
          live %names
          store 'char *' [%names], "a"  `names[0]`
          store 'char *' [%names + 8], "b"  `names[1]`
          return
        }
        """#)
  }
}
