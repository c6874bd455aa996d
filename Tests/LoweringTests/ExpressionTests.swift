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

  @Test("floating point numbers are compared, and their arithmetic is unknown") func floatingPoint() throws {
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
          r3 = load 'double' [%d]  `d`
          r4 = gt r3, 1151795604700004352
          branch r4, b1, b2  `d > 1`
        b1:
          r5 = load 'double' [%d]  `d`
          r6 = load 'double *' [%p]  `p`
          store 'double' [r6], r5  `*p`
          end
          goto b2
        b2:
          r7 = load 'double' [%d]  `d`
          return r7
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
}
