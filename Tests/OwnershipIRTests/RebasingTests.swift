import Foundation
import SourceText
import Testing

@testable import OwnershipIR

@Suite("Modules through their versions")
struct RebasingTests {
  private func follow(_ versions: [String]) throws -> ModuleLineage {
    var lineage = ModuleLineage(try parsed(versions[0]))
    for version in versions.dropFirst() { #expect(lineage.advance(to: try parsed(version))) }
    #expect(lineage.module.verify() == [])
    return lineage
  }

  @Test("What stands below a new line is equal, and its places are the new ones")
  func linesAbove() throws {
    let old = try parsed(everything)
    let moved = "; a remark\n\n" + everything
    let lineage = try follow([everything, moved])
    let new = lineage.module
    #expect(new.functions == old.functions)
    #expect(new.globals == old.globals)
    #expect(new.types == old.types)
    #expect(new.printed(spans: true) == (try parsed(moved)).printed(spans: true))
  }

  @Test("A change inside leaves everything else equal, and every place is right")
  func changesInside() throws {
    let line = "  call 'void' &free(r0)"
    let old = try parsed(twice)
    let changed = twice.replacingOccurrences(of: line, with: "\(line)\n; a remark\n\(line)")
    let lineage = try follow([twice, changed])
    #expect(lineage.module.functions != old.functions)
    #expect(lineage.module.printed(spans: true) == (try parsed(changed)).printed(spans: true))
    // And back again.
    let back = try follow([twice, changed, twice])
    #expect(back.module.printed(spans: true) == old.printed(spans: true))
  }

  @Test("What is gone leaves an empty place, and has its number again when it comes back")
  func vanishing() throws {
    let other = "module \"a.c\" c\ndeclare &free('void *') -> 'void'\n"
    let both = other + "declare &drop('void *') -> 'void'\nglobal @g 'int'\n"
    let gone = try follow([both, other]).module
    #expect(gone.functions.count == 2 && gone.functions[1].isVanished)
    #expect(gone.globals.count == 1 && gone.globals[0].isVanished)
    let back = try follow([both, other, both]).module
    #expect(back.functions.map(\.linkKey) == (try parsed(both)).functions.map(\.linkKey))
  }

  @Test("A record that has changed is another one, and so is all that leads to it")
  func records() throws {
    func module(_ field: String) -> String {
      """
      module "a.c" c
      record #0 struct `inner` usr "inner" {
        0: '\(field)' `x`
      }
      record #1 struct `outer` usr "outer" {
        0: 'struct inner *' `i`
      }
      record #2 struct `apart` usr "apart" {
        0: 'int' `x`
      }
      declare &f('struct outer *') -> 'void'
      declare &g('struct apart *') -> 'void'
      """
    }
    let old = try parsed(module("int"))
    let new = try follow([module("int"), module("char *")]).module
    let (f, g) = (new.id(of: "f"), new.id(of: "g"))
    #expect(new.functions[f.int].parameters != old.functions[old.id(of: "f").int].parameters)
    #expect(new.functions[g.int] == old.functions[old.id(of: "g").int])
    #expect(new.records.filter { $0.usr == "outer" }.count == 1)
  }

  @Test("Stable offsets lead back to where the text stands now")
  func offsets() {
    func table(_ text: String) -> LineTable { LineTable(bytes: Array(text.utf8)) }
    let versions = [
      "one\ntwo\nthree\n", "one\nand\ntwo\nthree\n", "one\nand\nthree\nfour", "zero\none\nand\nthree\nfour",
    ]
    var offsets = StableOffsets(byteCount: UInt32(versions[0].utf8.count))
    var seen: [UInt32: Character] = [:]
    for (old, new) in zip(versions, versions.dropFirst()) {
      offsets.follow(from: table(old), to: table(new))
      let text = Array(new)
      for offset in text.indices {
        let stable = offsets.stable(UInt32(offset))
        #expect(offsets.real(stable) == UInt32(offset))
        #expect(seen[stable] == nil || seen[stable] == text[offset])
        seen[stable] = text[offset]
      }
    }
    #expect(offsets.stable(5) == 0, "what was first keeps its offset")
  }
}
