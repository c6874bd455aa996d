import Testing

/// Operators, and registers that never cross a block.
@Suite struct ValueTests {
  @Test("floating point is unknown, its accesses are not") func floatingPoint() throws {
    let source = #"""
      double f(double *p, int n) {
        double d = *p * n;
        if (d > 1) *p = d;
        return d;
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%p 'double *', %n 'int') -> 'double' {
          local %d 'double'
        b0:
          live %d
          r0 = load 'double *' [%p]  `p`
          r1 = load 'double' [r0]  `*p`
          r2 = load 'int' [%n]  `n`
          store 'double' [%d], ?  `d`
          r3 = opaque "floating point"
          branch r3, b1, b2  `d > 1`
        b1:
          r4 = load 'double *' [%p]  `p`
          store 'double' [r4], ?  `*p`
          end
          goto b2
        b2:
          return ?
        }
        """#)
  }

  @Test("assignments as values, compound ones, steps") func assignments() throws {
    let source = #"""
      int f(int a, int b, int *p) {
        a = b = 3;
        *p++ = a += b;
        return a++ + --b;
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%a 'int', %b 'int', %p 'int *') -> 'int' {
        b0:
          store 'int' [%b], 3  `b`
          store 'int' [%a], 3  `a`
          end
          r0 = load 'int' [%b]  `b`
          r1 = load 'int' [%a]  `a`
          r2 = add r1, r0
          store 'int' [%a], r2  `a`
          r3 = load 'int *' [%p]  `p`
          r4 = address [r3 + 4]  `p`
          store 'int *' [%p], r4  `p`
          store 'int' [r3], r2  `*p++`
          end
          r5 = load 'int' [%a]  `a`
          r6 = add r5, 1
          store 'int' [%a], r6  `a`
          r7 = load 'int' [%b]  `b`
          r8 = subtract r7, 1
          store 'int' [%b], r8  `b`
          r9 = add r5, r8
          return r9
        }
        """#)
  }

  @Test("unsigned numbers are never below zero, nor what a signed reader makes of large constants")
  func unsignedComparisons() throws {
    let source = #"""
      int f(unsigned long n, unsigned u) {
        if (n > 0) return 1;
        if (u < 0) return 2;
        return n < (unsigned long)-1 - 4;
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%n 'unsigned long', %u 'unsigned int') -> 'int' {
        b0:
          r0 = load 'unsigned long' [%n]  `n`
          r1 = ne r0, 0
          branch r1, b1, b2  `n > 0`
        b1:
          return 1
        b2:
          r2 = load 'unsigned int' [%u]  `u`
          r3 = load 'unsigned long' [%n]  `n`
          r4 = opaque "comparison beyond signed range"
          return r4
        }
        """#)
  }

  @Test("comma and void") func discarded() throws {
    let source = #"""
      int g(int);
      void f(int n, int *p) { (void)n; (void)g(n), g(2); n ? g(3) : g(4); n && g(5); *p; }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%n 'int', %p 'int *') -> 'void' {
        b0:
          r0 = load 'int' [%n]  `n`
          r1 = call 'int' &g(r0 `n`)  `g`
          r2 = call 'int' &g(2 `2`)  `g`
          end
          r3 = load 'int' [%n]  `n`
          branch r3, b1, b2  `n`
        b1:
          r4 = call 'int' &g(3 `3`)  `g`
          goto b3
        b2:
          r5 = call 'int' &g(4 `4`)  `g`
          goto b3
        b3:
          end
          r6 = load 'int' [%n]  `n`
          branch r6, b4, b5  `n`
        b4:
          r7 = call 'int' &g(5 `5`)  `g`
          goto b5
        b5:
          end
          r8 = load 'int *' [%p]  `p`
          r9 = load 'int' [r8]  `*p`
          return
        }
        """#)
  }

  @Test("variable arguments are unknown") func variableArguments() throws {
    let source = #"""
      #include <stdarg.h>
      char *f(int n, ...) {
        va_list ap;
        va_start(ap, n);
        char *s = va_arg(ap, char *);
        va_end(ap);
        return s;
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%n 'int', ...) -> 'char *' {
          local %ap 'va_list'
          local %s 'char *'
        b0:
          live %ap
          live %s
          r0 = opaque "va_arg"
          store 'char *' [%s], r0  `s`
          r1 = load 'char *' [%s]  `s`
          return r1
        }
        """#)
  }

  @Test("alloca and arrays of variable length") func stackMemory() throws {
    let source = #"""
      void g(void *);
      void f(int n) { int v[n][2]; v[n][1] = 1; g(__builtin_alloca(n)); g(v); }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%n 'int') -> 'void' {
          local %v 'int[n][2]'
        b0:
          live %v
          r0 = load 'int' [%n]  `n`
          store 'int' [%v + 4 + r0 * 8], 1  `v[n][1]`
          end
          r1 = load 'int' [%n]  `n`
          r2 = allocate alloca ?, r1  `alloca`
          call 'void' &g(r2 `__builtin_alloca(n)`)  `g`
          end
          call 'void' &g(%v `v`)  `g`
          end
          return
        }
        """#)
  }

  @Test("builtins stand for library functions") func builtins() throws {
    let source = #"""
      void f(char *d, char *s, unsigned long n) {
        if (__builtin_expect(s != 0, 1)) __builtin_memcpy(d, s, n);
        __builtin___memset_chk(d, 0, n, __builtin_object_size(d, 0));
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%d 'char *', %s 'char *', %n 'unsigned long') -> 'void' {
        b0:
          r0 = load 'char *' [%s]  `s`
          r1 = ne r0, 0
          branch r1, b1, b2  `s != 0`
        b1:
          r2 = load 'char *' [%d]  `d`
          r3 = load 'char *' [%s]  `s`
          r4 = load 'unsigned long' [%n]  `n`
          r5 = call 'void *' &memcpy(r2 `d`, r3 `s`, r4 `n`)  `memcpy`
          end
          goto b2
        b2:
          r6 = load 'char *' [%d]  `d`
          r7 = load 'unsigned long' [%n]  `n`
          r8 = call 'void *' &memset(r6 `d`, 0 `0`, r7 `n`)  `memset`
          end
          return
        }
        """#)
  }

  @Test("atomic counters count") func atomics() throws {
    let source = #"""
      #include <stdatomic.h>
      struct s { int n; _Atomic int a; };
      void f(struct s *p, void g(void *)) {
        if (__sync_sub_and_fetch(&p->n, 1) == 0) g(p);
        if (atomic_fetch_sub(&p->a, 1) == 1) g(p);
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%p 'struct s *', %g 'void (*)(void *)') -> 'void' {
        b0:
          r0 = load 'struct s *' [%p]  `p`
          r1 = load 'int' [r0]  `p->n`
          r2 = subtract r1, 1
          store 'int' [r0], r2  `p->n`
          r3 = eq r2, 0
          branch r3, b1, b2  `__sync_sub_and_fetch(&p->n, 1) == 0`
        b1:
          r4 = load 'void (*)(void *)' [%g]  `g`
          r5 = load 'struct s *' [%p]  `p`
          call 'void' *r4(r5 `p`)  `g`
          end
          goto b2
        b2:
          r6 = load 'struct s *' [%p]  `p`
          r7 = load '_Atomic(int)' [r6 + 4]  `p->a`
          r8 = subtract r7, 1
          store '_Atomic(int)' [r6 + 4], r8  `p->a`
          r9 = eq r7, 1
          branch r9, b3, b4  `atomic_fetch_sub(&p->a, 1) == 1`
        b3:
          r10 = load 'void (*)(void *)' [%g]  `g`
          r11 = load 'struct s *' [%p]  `p`
          call 'void' *r10(r11 `p`)  `g`
          end
          goto b4
        b4:
          return
        }
        """#)
  }
}
