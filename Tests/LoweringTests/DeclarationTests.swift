import OwnershipIR
import Testing

/// What declarations say: functions' promises, and what globals hold when the program starts.
@Suite struct DeclarationTests {
  private func attributes(_ source: String, of name: String) throws -> FunctionAttributes {
    let module = try module(source)
    let id = try #require(module.function(name))
    return module.functions[id.int].attributes
  }

  @Test("GCC's malloc(deallocator, n) is read where clang drops it")
  func deallocators() throws {
    let source = """
      void drop(int, void *);
      void *make(void) __attribute__((malloc)) __attribute__((malloc(drop, 2)));
      __attribute__((__malloc__(drop))) char *copy(const char *);
      #define OWNED(f) __attribute__((malloc(f, 1)))
      OWNED(drop) int *other(void);
      void f(void) { make(); copy("x"); other(); }
      """
    let make = try attributes(source, of: "make")
    #expect(make.deallocators == [AttributeDeallocator(function: "drop", argument: 1)])
    #expect(make.returnsFresh)
    #expect(
      try attributes(source, of: "copy").deallocators == [AttributeDeallocator(function: "drop", argument: 0)]
    )
    #expect(
      try attributes(source, of: "other").deallocators == [
        AttributeDeallocator(function: "drop", argument: 0)
      ])
    let unit = try module(source)
    #expect(unit.functions.allSatisfy { $0.body?.hasErrors != true })
  }

  @Test("ownership attributes, through macros too")
  func ownership() throws {
    let source = """
      #define RETURNS(family) __attribute__((ownership_returns(family)))
      void *make(unsigned long) RETURNS(malloc);
      void take(void *, void *) __attribute__((ownership_takes(malloc, 2))) __attribute__((ownership_holds(malloc, 1)));
      void f(void) { take(make(1), make(2)); }
      """
    #expect(try attributes(source, of: "make").ownershipReturns == "malloc")
    #expect(
      try attributes(source, of: "take").ownershipTakes == [
        AttributeOwnership(family: "malloc", argument: 1, holds: false),
        AttributeOwnership(family: "malloc", argument: 0, holds: true),
      ])
  }

  @Test("attributes of any redeclaration count")
  func redeclarations() throws {
    let source = """
      int pure(int);
      void stop(void);
      int use(int n) { if (n) stop(); return pure(1); }
      int pure(int) __attribute__((pure));
      void stop(void) __attribute__((noreturn));
      char *full(void) __attribute__((returns_nonnull)) __attribute__((weak));
      char *full(void) { return "x"; }
      static int own(void) { return 0; }
      int vary(int n, ...) { return own(); }
      """
    #expect(try attributes(source, of: "pure").isPure)
    #expect(try attributes(source, of: "stop").isNoReturn)
    let full = try attributes(source, of: "full")
    #expect(full.returnsNonNull && full.isReplaceable)
    #expect(try attributes(source, of: "own").isInternal)
    #expect(try attributes(source, of: "vary").isVariadic)
    #expect(try attributes(source, of: "use").isInternal == false)
  }

  @Test("a parameter's own attribute is not the function's")
  func noreturnParameter() throws {
    let source = "int f(void (*stop)(int) __attribute__((noreturn))) { return 1; }"
    #expect(try attributes(source, of: "f").isNoReturn == false)
  }

  @Test("internal names are told apart by their file, external ones are not")
  func linkKeys() throws {
    let source = "static int own(void) { return 1; } int shared(void) { return own(); }"
    let first = try module(source, path: "/ownscope/a/util.c")
    let second = try module(source, path: "/ownscope/b/util.c")
    func key(_ module: Module, _ name: String) throws -> String {
      module.functions[try module.required(name).int].linkKey
    }
    #expect(try key(first, "own") != key(second, "own"))
    #expect(try key(first, "shared") == key(second, "shared"))
  }

  @Test("cells of initialisers: numbers, strings, functions, objects")
  func globals() throws {
    let source = """
      struct row { const char *name; void (*act)(void *); int n; double d; };
      static void act(void *p) { }
      static int own = 5;
      int *where = &own, tentative, numbers[3] = { [1] = 7 };
      static const struct row rows[] = { { "a", act, 1 }, [2] = { .n = -1, .act = act } };
      struct row *literal = &(struct row){ .n = 3 };
      char text[] = "text";
      int *inside = &numbers[1];
      extern int elsewhere;
      int f(void) { static int count = 2; return elsewhere + count++; }
      """
    #expect(
      try loweredGlobals(source) == """
        global @own 'int' [internal, defined] usr "c:test.c@own" key "/ownscope/test.c#c:test.c@own" = { 0: 5 }
        global @where 'int *' [defined] = { 0: @own }
        global @tentative 'int' [defined]
        global @numbers 'int[3]' [defined] = { 4: 7 }
        global @rows 'const struct row[3]' [internal, const, defined] usr "c:test.c@rows" \
        key "/ownscope/test.c#c:test.c@rows" = { 0: "a", 8: &act, 16: 1, 72: &act, 80: -1 }
        global @literal 'struct row *' [defined] = { 0: @#6 }
        global @#6 'struct row' [internal, defined] usr "/ownscope/test.c#literal#6" = { 16: 3 }
        global @text 'char[5]' [defined, incomplete]
        global @inside 'int *' [defined, incomplete]
        global @count 'int' [internal, defined] usr "c:test.c@394@F@f@count" key "c:@F@f#count#1" in &f = { 0: 2 }
        global @elsewhere 'int'
        """)
  }

  @Test("a local table of constants is copied from one object, not stored element by element")
  func longTables() throws {
    let numbers = (1...600).map(String.init).joined(separator: ", ")
    let text = try lowered("int f(int i) { int table[] = { \(numbers) }; return table[i]; }")
    #expect(text.contains("copy 'int[600]' [%table], [@#0]"))
    #expect(!text.contains("store"))
  }
}
