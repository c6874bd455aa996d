import Testing

/// Operators, and registers that never cross a block.
@Suite struct ExpressionTests {
  @Test("a value that waits while another operand branches goes through a temporary")
  func valuesAcrossBlocks() throws {
    let source = #"""
      int g(int, int);
      int f(int a, int b) { return g(a, b ? 1 : a) + (a && b); }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%a 'int', %b 'int') -> 'int' {
          temporary %#2 'int'
          temporary %#3 'int'
          temporary %#4 'int'
          temporary %#5 'int'
        b0:
          r0 = load 'int' [%a]  `a`
          r1 = load 'int' [%b]  `b`
          store 'int' [%#3], r0
          branch r1, b1, b2  `b`
        b1:
          store 'int' [%#2], 1
          goto b3
        b2:
          r2 = load 'int' [%a]  `a`
          store 'int' [%#2], r2
          goto b3
        b3:
          r3 = load 'int' [%#2]  `b ? 1 : a`
          r4 = load 'int' [%#3]
          r5 = call 'int' &g(r4 `a`, r3 `b ? 1 : a`)  `g`
          r6 = load 'int' [%a]  `a`
          store 'int' [%#5], r5
          branch r6, b4, b6  `a`
        b4:
          r7 = load 'int' [%b]  `b`
          branch r7, b5, b6  `b`
        b5:
          store 'int' [%#4], 1
          goto b7
        b6:
          store 'int' [%#4], 0
          goto b7
        b7:
          r8 = load 'int' [%#4]
          r9 = load 'int' [%#5]
          r10 = add r9, r8
          return r10
        }
        """#)
  }

  @Test("places fold constant offsets and keep one variable subscript") func places() throws {
    let source = #"""
      struct in { int x; int v[4]; };
      struct s { int a; struct in in[2]; struct s *next; };
      int f(struct s *p, int i, int m[][3]) {
        p->next->in[1].v[2] = 1;
        p->in[i].x = 2;
        p->in[i].v[i + 1] = 3;
        m[i][2] = 4;
        2[m[1]] = 5;
        return (*(p + 1)).a + *(&p->a + i);
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%p 'struct s *', %i 'int', %m 'int (*)[3]') -> 'int' {
        b0:
          r0 = load 'struct s *' [%p]  `p`
          r1 = load 'struct s *' [r0 + 48]  `p->next`
          store 'int' [r1 + 36], 1  `p->next->in[1].v[2]`
          end
          r2 = load 'struct s *' [%p]  `p`
          r3 = load 'int' [%i]  `i`
          store 'int' [r2 + 4 + r3 * 20], 2  `p->in[i].x`
          end
          r4 = load 'struct s *' [%p]  `p`
          r5 = load 'int' [%i]  `i`
          r6 = load 'int' [%i]  `i`
          r7 = add r6, 1
          r8 = address [r4 + 8 + r5 * 20]
          store 'int' [r8 + r7 * 4], 3  `p->in[i].v[i + 1]`
          end
          r9 = load 'int (*)[3]' [%m]  `m`
          r10 = load 'int' [%i]  `i`
          store 'int' [r9 + 8 + r10 * 12], 4  `m[i][2]`
          end
          r11 = load 'int (*)[3]' [%m]  `m`
          store 'int' [r11 + 20], 5  `2[m[1]]`
          end
          r12 = load 'struct s *' [%p]  `p`
          r13 = load 'int' [r12 + 56]  `(*(p + 1)).a`
          r14 = load 'struct s *' [%p]  `p`
          r15 = load 'int' [%i]  `i`
          r16 = load 'int' [r14 + r15 * 4]  `*(&p->a + i)`
          r17 = add r13, r16
          return r17
        }
        """#)
  }

  @Test("addresses") func addresses() throws {
    let source = #"""
      struct s { int a; char name[8]; };
      int glob[4];
      void g(void *, void *, void *, void *, void *);
      void f(struct s *p, struct s v, int i, char *q) {
        g(&v, &p->name, p->name + 2, glob, &glob[1]);
        g(q - i, q++, --q, f, &f);
        q += i;
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%p 'struct s *', %v 'struct s', %i 'int', %q 'char *') -> 'void' {
        b0:
          r0 = load 'struct s *' [%p]  `p`
          r1 = address [r0 + 4]  `p->name`
          r2 = load 'struct s *' [%p]  `p`
          r3 = address [r2 + 6]  `p->name + 2`
          r4 = address [@glob + 4]  `glob[1]`
          call 'void' &g(%v `&v`, r1 `&p->name`, r3 `p->name + 2`, @glob `glob`, r4 `&glob[1]`)  `g`
          end
          r5 = load 'char *' [%q]  `q`
          r6 = load 'int' [%i]  `i`
          r7 = negate r6
          r8 = address [r5 + r7 * 1]  `q - i`
          r9 = load 'char *' [%q]  `q`
          r10 = address [r9 + 1]  `q`
          store 'char *' [%q], r10  `q`
          r11 = load 'char *' [%q]  `q`
          r12 = address [r11 - 1]  `q`
          store 'char *' [%q], r12  `q`
          call 'void' &g(r8 `q - i`, r9 `q++`, r12 `--q`, &f `f`, &f `&f`)  `g`
          end
          r13 = load 'int' [%i]  `i`
          r14 = load 'char *' [%q]  `q`
          r15 = address [r14 + r13 * 1]  `q`
          store 'char *' [%q], r15  `q`
          end
          return
        }
        """#)
  }

  @Test("anonymous members, unions and bit-fields") func records() throws {
    let source = #"""
      struct s { int kind; union { long n; struct { char *text; int len; }; }; unsigned a : 3, b : 5; };
      long f(struct s *p) { p->len = 1; p->b = 2; p->a = 3; return p->n; }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%p 'struct s *') -> 'long' {
        b0:
          r0 = load 'struct s *' [%p]  `p`
          store 'int' [r0 + 16], 1  `p->len`
          end
          r1 = load 'struct s *' [%p]  `p`
          store 'unsigned int' [r1 + 12884901912], 2  `p->b`
          end
          r2 = load 'struct s *' [%p]  `p`
          store 'unsigned int' [r2 + 24], 3  `p->a`
          end
          r3 = load 'struct s *' [%p]  `p`
          r4 = load 'long' [r3 + 8]  `p->n`
          return r4
        }
        """#)
  }

  @Test("unevaluated operands do nothing") func unevaluated() throws {
    let source = #"""
      int g(int);
      unsigned long f(int n, int *p) {
        __typeof__(g(n)) x = 1;
        return sizeof(g(n)) + sizeof *p + _Alignof(long) + _Generic(g(n), int: 7, default: g(2)) + x;
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%n 'int', %p 'int *') -> 'unsigned long' {
          local %x 'int'
        b0:
          live %x
          store 'int' [%x], 1  `x`
          r0 = load 'int' [%x]  `x`
          r1 = add 23, r0
          return r1
        }
        """#)
  }

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

  @Test("conversions that can change the value are kept") func conversions() throws {
    let source = #"""
      #include <stdbool.h>
      void g(long);
      void f(int n, long l, char *p) {
        char c = l;
        bool b = p, t = n == 3;
        long a = (long)p;
        char *q = (char *)l, *r = (void *)(struct x *)p;
        unsigned char k = 300;
        g(n);
        g(c + b + t + a + (q == r) + k);
      }
      """#
    #expect(
      try lowered(source) == #"""
        function &f(%n 'int', %l 'long', %p 'char *') -> 'void' {
          local %c 'char'
          local %b '_Bool'
          local %t '_Bool'
          local %a 'long'
          local %q 'char *'
          local %r 'char *'
          local %k 'unsigned char'
        b0:
          live %c
          r0 = load 'long' [%l]  `l`
          r1 = convert r0, 'long' to 'char'
          store 'char' [%c], r1  `c`
          live %b
          r2 = load 'char *' [%p]  `p`
          r3 = ne r2, 0
          store '_Bool' [%b], r3  `b`
          live %t
          r4 = load 'int' [%n]  `n`
          r5 = eq r4, 3
          store '_Bool' [%t], r5  `t`
          live %a
          r6 = load 'char *' [%p]  `p`
          r7 = convert r6, 'char *' to 'long'
          store 'long' [%a], r7  `a`
          live %q
          r8 = load 'long' [%l]  `l`
          r9 = convert r8, 'long' to 'char *'
          store 'char *' [%q], r9  `q`
          live %r
          r10 = load 'char *' [%p]  `p`
          store 'char *' [%r], r10  `r`
          live %k
          store 'unsigned char' [%k], 44  `k`
          r11 = load 'int' [%n]  `n`
          call 'void' &g(r11 `n`)  `g`
          end
          r12 = load 'char' [%c]  `c`
          r13 = load '_Bool' [%b]  `b`
          r14 = add r12, r13
          r15 = load '_Bool' [%t]  `t`
          r16 = add r14, r15
          r17 = load 'long' [%a]  `a`
          r18 = add r16, r17
          r19 = load 'char *' [%q]  `q`
          r20 = load 'char *' [%r]  `r`
          r21 = eq r19, r20
          r22 = add r18, r21
          r23 = load 'unsigned char' [%k]  `k`
          r24 = add r22, r23
          call 'void' &g(r24 `c + b + t + a + (q == r) + k`)  `g`
          end
          return
        }
        """#)
  }
}
