import Testing

@testable import OwnershipIR

@Suite("Content hash of a function")
struct ContentHashTests {
  private func hash(_ text: String, of name: String = "twice") throws -> UInt64 {
    let module = try parsed(text)
    return module.contentHash(of: module.id(of: name))
  }

  @Test("It is the same in every run: a summary on disk stays valid")
  func knownValue() throws {
    let value = try String(hash(twice), radix: 16)
    #expect(value == "fc8762425b50ec77")
  }

  @Test(
    "What the analysis does not read does not count",
    arguments: [
      ("module", "; a line more\nmodule"),
      ("%q", "%renamed"),
      ("global @count", "global @other 'long' [const]\nglobal @count"),
      ("declare &free", "type #1 'double' size 8 = floating\ndeclare &g() -> 'double'\ndeclare &free"),
      ("load 'char' [r0]", "load 'char' [r0]  `*p`"),
      ("twice.c", "renamed.c"),
    ])
  func neutralChanges(part: String, replacement: String) throws {
    let changed = twice.replacing(part, with: replacement)
    #expect(changed != twice)
    #expect(try hash(changed) == hash(twice))
  }

  @Test(
    "What the analysis reads counts",
    arguments: [
      ("&free(r0)", "&free(0)"),
      ("&free", "&release"),
      ("@count", "@total"),
      ("\"text\"", "\"test\""),
      ("[@count], 1", "[@count], 2"),
      ("[r0]", "[r0 + 1]"),
      ("return r1", "return"),
      ("load 'char' [r0]", "load 'signed char' [r0]"),
      ("-> 'char' {", "-> 'char' [pure] {"),
      ("local %q", "temporary %q"),
      ("  return r1", "  end\n  return r1"),
    ])
  func meaningfulChanges(part: String, replacement: String) throws {
    let changed = twice.replacing(part, with: replacement)
    #expect(changed != twice)
    #expect(try hash(changed) != hash(twice))
  }

  @Test("The layout of a record by value counts")
  func layout() throws {
    let text = """
      module "a.c" c
      record #0 struct `pair` {
        0: 'int' `a`
        4: 'int' `b`
      }
      function &twice() -> 'void' {
        local %pair 'struct pair'
      b0:
        return
      }
      """
    #expect(try hash(text) != hash(text.replacing("4: 'int'", with: "8: 'int'")))
    #expect(try hash(text) == hash(text.replacing("`b`", with: "`renamed`")))
  }

  @Test(
    "What a class has hold of counts for the class, and not for functions with objects of it",
    arguments: [
      ("holds strong", "holds weak"), ("bases #1", "bases #0"), ("destructor \"d\"", ""),
      ("'node *' `next`", "'node *' `prev`"),
    ])
  func holdings(part: String, replacement: String) throws {
    let text = """
      module "a.cpp" cpp
      type #1 'void *' size 8 = pointer #0
      type #2 'node' size 16 = record #0
      type #3 'node *' size 8 = pointer #2
      type #4 'handle' size 8 = record #1
      record #0 struct `node` bases #1 destructor "d" {
        0: 'node *' `next`
        8: 'handle' `rest`
      }
      record #1 opaque struct `handle` library {
        holds strong 'node'
        0: 'void *' `pointer`
      }
      function &twice() -> 'void' {
        local %node 'node'
      b0:
        return
      }
      """
    let changed = text.replacing(part, with: replacement)
    func hashes(_ text: String) throws -> [UInt64] {
      let module = try parsed(text)
      return module.records.indices.map { module.contentHash(ofRecord: $0) }
    }
    #expect(try hashes(changed) != hashes(text))
    #expect(try hash(changed) == hash(text))
  }
}
