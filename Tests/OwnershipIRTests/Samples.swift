@testable import OwnershipIR

/// A module that uses every declaration, instruction and terminator of the text form at least once.
let everything = """
  module "dir/every \\"thing\\".c" c

  type #1 'int' size 4 = signed
  type #2 'int' size 8 = signed
  type #3 'char' size 1 = signed
  type #4 'const char *' size 8 = pointer const #3
  type #5 'struct node' size 24 = record #0
  type #6 'struct node *' size 8 = pointer #5
  type #7 'int[10]' size 40 = array #1 x 10
  type #8 'int[]' size -1 = array #1
  type #9 'void (int, ...)' size 1 = function #10 (#1, ...)
  type #10 'void' size 1 = void
  type #11 'double' size 8 = floating
  type #12 'unsigned long' size 8 = unsigned
  type #13 'void *' size 8 = pointer #10

  record #0 struct `node` usr "c:@S@node" {
    0: 'struct node *' `next`
    8: 'const char *' `name`
    16: 'int'#1 `count`
  }

  record #1 union `` usr "c:@UA@anonymous" {
  }

  record #2 struct `Tree` as `app::Tree` usr "c:@N@app@S@Tree" bases #0, #1 destructor "c:@N@app@S@Tree@F@~Tree#" {
    24: 'struct node' `extra`
  }

  record #3 opaque struct `shared_ptr` usr "c:@N@std@S@shared_ptr>#$@S@node" library {
    holds strong 'struct node'
    0: 'void *' `pointer`
  }

  global @head 'struct node *' [internal, defined] key "dir/every.c:c:@head"
  global @table#1 'int[10]' [const, defined, threadlocal, incomplete] = { 0: 5, 8: "five\\n\\u{1b}", 16: &free, 24: @head }
  global @table#2 'int[10]' usr "c:every.c@F@f@table" in &grow

  declare &free('void *') -> 'void' [system]

  declare &"operator new"(`size` 'unsigned long', ...) -> 'void *' [nonnull, fresh, deallocator "free" 0, returns "pool", takes "pool" 1, holds "pool" 2, bound 0] name `new`

  function &grow(%n 'int'#1, %#1 'struct node *') -> 'struct node *' [internal, noreturn, pure, replaceable] usr "c:every.c@F@grow" key "dir/every.c:c:every.c@F@grow" {
    local %p 'struct node *'
    local %i#3 'int'#1
    local %i#4 'int'#1
    temporary %#5 'struct node'
    slot %#5
    errors
  b0:
    live %p
    r0 = load 'int'#1 [%n]  `n`
    r1 = lt r0, -1
    branch r1, b1, b2  `n < -1`
  b1:
    r2 = call 'void *' &"operator new"(24 `sizeof *p`, %#5 as 'struct node')  `operator new`
    store 'struct node *' [%p], r2  `p`
    r3 = address [r2 + 16]
    r4 = load 'int'#1 [@table#1 - 4 + r3 * 4]  `table[i]`
    r5 = not r4
    r6 = convert r5, 'int'#1 to 'char'
    zero 'struct node' [%#5]
    copy 'struct node' [%#5], [r2]
    call 'void' &free(r2)
    call 'struct node' *r2 of &free() into [%#5]
    end
    escape (r6, ?)
    r7 = allocate alloca 'int'#2, 80
    r8 = opaque "a coroutine"
    move r7, r2
    text made [r7 + 8], 20
    text exchanged [r7], r2
    deallocate newarray r7
    dead %p
    switch r6 { 1: b2, 3...5: b3, default: b4 }
  b2:
    goto b3
  b3:
    return
  b4:
    return ?
  b5:
    unreachable
  b6:
    unknown
  }

  """

/// `twice` frees its argument and then reads it: the smallest story worth analysing.
let twice = """
  module "twice.c" c
  declare &free('void *') -> 'void'
  global @count 'int' [defined]
  function &twice(%p 'char *') -> 'char' {
    local %q 'char *'
  b0:
    r0 = load 'char *' [%p]
    call 'void' &free(r0)
    store 'int' [@count], 1
    store 'char *' [%q], "text"
    r1 = load 'char' [r0]
    return r1
  }
  """

func parsed(_ text: String) throws -> Module { try Module(parsing: text) }

extension Module {
  /// The function of this name.
  func id(of name: String) -> FunctionID {
    FunctionID(functions.firstIndex { self[$0.qualifiedName] == name }!)
  }
}
