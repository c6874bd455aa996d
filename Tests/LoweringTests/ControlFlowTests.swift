import Testing

/// Statements become blocks; conditions branch directly, constants decide at lowering.
@Suite struct ControlFlowTests {
  @Test("&& and || branch, nothing holds a 0 or 1") func shortCircuit() throws {
    let source = #"""
      void g(void);
      void f(int a, int *p) { if (a > 1 && (p || !a)) g(); }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%a 'int', %p 'int *') -> 'void' {
        b0:
          r0 = load 'int' [%a]  `a`
          r1 = gt r0, 1
          branch r1, b1, b4  `a > 1`
        b1:
          r2 = load 'int *' [%p]  `p`
          branch r2, b3, b2  `p`
        b2:
          r3 = load 'int' [%a]  `a`
          branch r3, b4, b3  `a`
        b3:
          call 'void' &g()  `g`
          end
          goto b4
        b4:
          return
        }
        """#)
  }

  @Test("a condition without variables is decided") func constantConditions() throws {
    let source = #"""
      enum { DEBUG = 0 };
      void g(int);
      int f(int n) {
        if (DEBUG && n) g(1);
        if (sizeof(long) == 8) g(2); else g(3);
        do { g(4); } while (0);
        while (1) { if (n) break; }
        const int on = 1;
        if (on) g(5);
        return 0;
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%n 'int') -> 'int' {
          local %on 'int'
        b0:
          call 'void' &g(2 `2`)  `g`
          end
          call 'void' &g(4 `4`)  `g`
          end
          goto b1
        b1:
          r0 = load 'int' [%n]  `n`
          branch r0, b2, b1  `n`
        b2:
          live %on
          store 'int' [%on], 1  `on`
          r1 = load 'int' [%on]  `on`
          branch r1, b3, b4  `on`
        b3:
          call 'void' &g(5 `5`)  `g`
          end
          goto b4
        b4:
          return 0
        }
        """#)
  }

  @Test("a dead arm with a label is kept") func deadArmWithLabel() throws {
    let source = #"""
      void g(int);
      void f(int n) {
        if (n) goto in;
        if (0) { g(1); in: g(2); }
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%n 'int') -> 'void' {
        b0:
          r0 = load 'int' [%n]  `n`
          branch r0, b1, b2  `n`
        b1:
          call 'void' &g(2 `2`)  `g`
          end
          goto b2
        b2:
          return
        }
        """#)
  }

  @Test("the parts of a for header are told apart") func forHeaders() throws {
    let source = #"""
      void f(int n) {
        for (n = 0;;) { if (n) break; }
        for (; n;) { }
        for (;; n--) { if (n) break; }
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%n 'int') -> 'void' {
        b0:
          store 'int' [%n], 0  `n`
          end
          goto b1
        b1:
          r0 = load 'int' [%n]  `n`
          branch r0, b2, b1  `n`
        b2:
          r1 = load 'int' [%n]  `n`
          branch r1, b2, b3  `n`
        b3:
          r2 = load 'int' [%n]  `n`
          branch r2, b5, b4  `n`
        b4:
          r3 = load 'int' [%n]  `n`
          r4 = subtract r3, 1
          store 'int' [%n], r4  `n`
          end
          goto b3
        b5:
          return
        }
        """#)
  }

  @Test("switch: fall-through, ranges, default in the middle") func switchCases() throws {
    let source = #"""
      int f(int n) {
        int r = 0;
        switch (n) {
        case 1: r = 1;
        case 2: r = 2; break;
        default: r = 3;
        case 4 ... 6: r = 4;
        }
        return r;
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%n 'int') -> 'int' {
          local %r 'int'
        b0:
          live %r
          store 'int' [%r], 0  `r`
          r0 = load 'int' [%n]  `n`
          switch r0 { 1: b1, 2: b2, 4...6: b4, default: b3 }  `n`
        b1:
          store 'int' [%r], 1  `r`
          end
          goto b2
        b2:
          store 'int' [%r], 2  `r`
          end
          goto b5
        b3:
          store 'int' [%r], 3  `r`
          end
          goto b4
        b4:
          store 'int' [%r], 4  `r`
          end
          goto b5
        b5:
          r1 = load 'int' [%r]  `r`
          return r1
        }
        """#)
  }

  @Test("continue inside a switch goes to the loop") func continueInSwitch() throws {
    let source = #"""
      void g(void);
      void f(int n) {
        while (n--) {
          switch (n) { case 1: continue; case 2: break; }
          g();
        }
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%n 'int') -> 'void' {
        b0:
          goto b1
        b1:
          r0 = load 'int' [%n]  `n`
          r1 = subtract r0, 1
          store 'int' [%n], r1  `n`
          branch r0, b2, b4  `n--`
        b2:
          r2 = load 'int' [%n]  `n`
          switch r2 { 1: b1, 2: b3, default: b3 }  `n`
        b3:
          call 'void' &g()  `g`
          end
          goto b1
        b4:
          return
        }
        """#)
  }

  @Test("a computed goto is where the analysis gives up") func computedGoto() throws {
    let source = #"""
      int f(int n) {
        void *to = &&end;
        goto *to;
      end:
        return n;
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%n 'int') -> 'int' {
          local %to 'void *'
        b0:
          live %to
          r0 = opaque "label address"
          store 'void *' [%to], r0  `to`
          unknown
        }
        """#)
  }

  @Test("a call that never returns ends the block") func noreturnCalls() throws {
    let source = #"""
      void die(const char *) __attribute__((noreturn));
      _Noreturn void quit(void);
      int f(int n, void (*stop)(int) __attribute__((noreturn))) {
        if (n == 1) die("x");
        if (n == 2) quit();
        if (n == 3) stop(n);
        if (n == 4) __builtin_unreachable();
        return n;
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%n 'int', %stop 'void (*)(int) __attribute__((noreturn))') -> 'int' {
        b0:
          r0 = load 'int' [%n]  `n`
          r1 = eq r0, 1
          branch r1, b1, b2  `n == 1`
        b1:
          call 'void' &die("x" `"x"`)  `die`
          unreachable
        b2:
          r2 = load 'int' [%n]  `n`
          r3 = eq r2, 2
          branch r3, b3, b4  `n == 2`
        b3:
          call 'void' &quit()  `quit`
          unreachable
        b4:
          r4 = load 'int' [%n]  `n`
          r5 = eq r4, 3
          branch r5, b5, b6  `n == 3`
        b5:
          r6 = load 'void (*)(int) __attribute__((noreturn))' [%stop]  `stop`
          r7 = load 'int' [%n]  `n`
          call 'void' *r6(r7 `n`)  `stop`
          unreachable
        b6:
          r8 = load 'int' [%n]  `n`
          r9 = eq r8, 4
          branch r9, b7, b8  `n == 4`
        b7:
          unreachable
        b8:
          r10 = load 'int' [%n]  `n`
          return r10
        }
        """#)
  }

  @Test("assembly lets its operands escape") func assembly() throws {
    let source = #"""
      void f(int *p) { int x; __asm__ volatile("nop" : "=r"(x) : "r"(p) : "memory"); }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%p 'int *') -> 'void' {
          local %x 'int'
        b0:
          live %x
          r0 = load 'int *' [%p]  `p`
          escape (%x `x`, r0 `p`)
          return
        }
        """#)
  }
}
