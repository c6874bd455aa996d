import Testing

/// What GNU C and C11 add to expressions.
@Suite struct ExtensionTests {
  @Test("_Generic takes the association of the controlling type") func generic() throws {
    let source = #"""
      int f(const char *s, unsigned u, int a, int b) {
        int x = _Generic(s, int: a, const char *: b, default: 3);
        int y = _Generic(u, int: a, char *: b, default: a + b);
        return x + y;
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%s 'const char *', %u 'unsigned int', %a 'int', %b 'int') -> 'int' {
          local %x 'int'
          local %y 'int'
        b0:
          live %x
          r0 = load 'int' [%b]  `b`
          store 'int' [%x], r0  `x`
          live %y
          r1 = load 'int' [%a]  `a`
          r2 = load 'int' [%b]  `b`
          r3 = add r1, r2
          store 'int' [%y], r3  `y`
          r4 = load 'int' [%x]  `x`
          r5 = load 'int' [%y]  `y`
          r6 = add r4, r5
          return r6
        }
        """#)
  }

  @Test("GNU: statement expressions and a missing middle operand") func gnuExpressions() throws {
    let source = #"""
      char *g(int);
      char *f(int n) {
        int m = ({ int t = n; t > 3 ? t : 3; });
        return g(m) ?: "none";
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%n 'int') -> 'char *' {
          local %m 'int'
          temporary %#2 'int'
          local %t 'int'
          temporary %#4 'int'
          temporary %#5 'char *'
        b0:
          live %m
          live %t
          r0 = load 'int' [%n]  `n`
          store 'int' [%t], r0  `t`
          r1 = load 'int' [%t]  `t`
          r2 = gt r1, 3
          branch r2, b1, b2  `t > 3`
        b1:
          r3 = load 'int' [%t]  `t`
          store 'int' [%#4], r3
          goto b3
        b2:
          store 'int' [%#4], 3
          goto b3
        b3:
          r4 = load 'int' [%#4]  `t > 3 ? t : 3`
          store 'int' [%#2], r4
          dead %t
          r5 = load 'int' [%#2]
          store 'int' [%m], r5  `m`
          r6 = load 'int' [%m]  `m`
          r7 = call 'char *' &g(r6 `m`)  `g`
          store 'char *' [%#5], r7
          branch r7, b5, b4  `g(m)`
        b4:
          store 'char *' [%#5], "none"
          goto b5
        b5:
          r8 = load 'char *' [%#5]  `g(m) ?: "none"`
          return r8
        }
        """#)
  }

  @Test("variable arguments are read from an array") func variableArguments() throws {
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
          parameter %"..." '...'
          local %ap 'va_list'
          local %s 'char *'
        b0:
          live %ap
          store 'void *' [%ap + 9007199254740992], %"..."  `ap`
          end
          live %s
          r0 = load 'void *' [%ap + 9007199254740992]  `ap`
          r1 = load 'char *' [r0]  `va_arg(ap, char *)`
          r2 = address [r0 + 8]
          store 'void *' [%ap + 9007199254740992], r2  `ap`
          store 'char *' [%s], r1  `s`
          end
          r3 = load 'char *' [%s]  `s`
          return r3
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
