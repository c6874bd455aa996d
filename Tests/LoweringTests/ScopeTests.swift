import Testing

/// Storage begins at the declaration and ends on every way out of the scope, but not before a return.
@Suite struct ScopeTests {
  @Test("break, continue and the closing brace end the storage") func loopScopes() throws {
    let source = #"""
      int f(int n) {
        while (n) {
          int a = n;
          if (a == 1) break;
          { int b = a; if (b == 2) continue; }
          if (a == 3) return a;
        }
        return 0;
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%n 'int') -> 'int' {
          local %a 'int'
          local %b 'int'
        b0:
          goto b1
        b1:
          r0 = load 'int' [%n]  `n`
          branch r0, b2, b9  `n`
        b2:
          live %a
          r1 = load 'int' [%n]  `n`
          store 'int' [%a], r1  `a`
          r2 = load 'int' [%a]  `a`
          r3 = eq r2, 1
          branch r3, b3, b4  `a == 1`
        b3:
          dead %a
          goto b9
        b4:
          live %b
          r4 = load 'int' [%a]  `a`
          store 'int' [%b], r4  `b`
          r5 = load 'int' [%b]  `b`
          r6 = eq r5, 2
          branch r6, b5, b6  `b == 2`
        b5:
          dead %b
          dead %a
          goto b1
        b6:
          dead %b
          r7 = load 'int' [%a]  `a`
          r8 = eq r7, 3
          branch r8, b7, b8  `a == 3`
        b7:
          r9 = load 'int' [%a]  `a`
          return r9
        b8:
          dead %a
          goto b1
        b9:
          return 0
        }
        """#)
  }

  @Test("a jump out of scopes ends what it leaves") func gotoOut() throws {
    let source = #"""
      void g(int *);
      int f(int n) {
        int r = -1;
        { int a = n; { int b = n; g(&b); if (b) goto out; } g(&a); }
        r = 0;
      out:
        return r;
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%n 'int') -> 'int' {
          local %r 'int'
          local %a 'int'
          local %b 'int'
        b0:
          live %r
          store 'int' [%r], -1  `r`
          live %a
          r0 = load 'int' [%n]  `n`
          store 'int' [%a], r0  `a`
          live %b
          r1 = load 'int' [%n]  `n`
          store 'int' [%b], r1  `b`
          call 'void' &g(%b `&b`)  `g`
          end
          r2 = load 'int' [%b]  `b`
          branch r2, b1, b2  `b`
        b1:
          dead %b
          dead %a
          goto b3
        b2:
          dead %b
          call 'void' &g(%a `&a`)  `g`
          end
          dead %a
          store 'int' [%r], 0  `r`
          end
          goto b3
        b3:
          r3 = load 'int' [%r]  `r`
          return r3
        }
        """#)
  }

  @Test("a jump back over a declaration ends it, a jump forward begins it") func gotoOverDeclarations() throws
  {
    let source = #"""
      void g(int *);
      void f(int n) {
      again:;
        int a = n;
        g(&a);
        if (a) goto again;
        goto end;
        int b;
      end:
        g(&b);
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%n 'int') -> 'void' {
          local %a 'int'
          local %b 'int'
        b0:
          goto b1
        b1:
          live %a
          r0 = load 'int' [%n]  `n`
          store 'int' [%a], r0  `a`
          call 'void' &g(%a `&a`)  `g`
          end
          r1 = load 'int' [%a]  `a`
          branch r1, b2, b3  `a`
        b2:
          dead %a
          goto b1
        b3:
          live %b
          call 'void' &g(%b `&b`)  `g`
          end
          return
        }
        """#)
  }

  @Test("a jump into a scope begins its storage") func gotoIn() throws {
    let source = #"""
      void g(int *);
      void f(int n) {
        if (n) goto in;
        { int a; in: g(&a); }
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%n 'int') -> 'void' {
          local %a 'int'
        b0:
          r0 = load 'int' [%n]  `n`
          branch r0, b1, b2  `n`
        b1:
          live %a
          goto b3
        b2:
          live %a
          goto b3
        b3:
          call 'void' &g(%a `&a`)  `g`
          end
          dead %a
          return
        }
        """#)
  }

  @Test("cleanup runs on every way out, after the value returned is computed") func cleanup() throws {
    let source = #"""
      void done(int *);
      int f(int n) {
        __attribute__((cleanup(done))) int a = n;
        for (;;) {
          __attribute__((cleanup(done))) int b = a;
          if (b == 1) break;
          if (b == 2) return b;
        }
        return a;
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%n 'int') -> 'int' {
          local %a 'int'
          local %b 'int'
        b0:
          live %a
          r0 = load 'int' [%n]  `n`
          store 'int' [%a], r0  `a`
          goto b1
        b1:
          live %b
          r1 = load 'int' [%a]  `a`
          store 'int' [%b], r1  `b`
          r2 = load 'int' [%b]  `b`
          r3 = eq r2, 1
          branch r3, b2, b3  `b == 1`
        b2:
          call 'void' &done(%b `b`)  `done`
          dead %b
          r7 = load 'int' [%a]  `a`
          call 'void' &done(%a `a`)  `done`
          return r7
        b3:
          r4 = load 'int' [%b]  `b`
          r5 = eq r4, 2
          branch r5, b4, b5  `b == 2`
        b4:
          r6 = load 'int' [%b]  `b`
          call 'void' &done(%b `b`)  `done`
          call 'void' &done(%a `a`)  `done`
          return r6
        b5:
          call 'void' &done(%b `b`)  `done`
          dead %b
          goto b1
        }
        """#)
  }

  @Test("a compound literal lives in the block around it") func compoundLiteral() throws {
    let source = #"""
      struct s { int a; int *p; };
      void g(struct s *);
      void f(int n) {
        if (n) { g(&(struct s){ .p = &n }); }
        g(0);
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%n 'int') -> 'void' {
          temporary %#1 'struct s'
        b0:
          r0 = load 'int' [%n]  `n`
          branch r0, b1, b2  `n`
        b1:
          live %#1
          zero 'struct s' [%#1]
          store 'int *' [%#1 + 8], %n
          call 'void' &g(%#1 `&(struct s){ .p = &n }`)  `g`
          end
          dead %#1
          goto b2
        b2:
          call 'void' &g(0 `0`)  `g`
          end
          return
        }
        """#)
  }
}
