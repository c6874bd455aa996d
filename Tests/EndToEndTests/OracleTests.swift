import Findings
import Foundation
import TestSupport
import Testing

@Suite("Oracle: what runs show")
struct OracleTests {
  @Test("Every annotation agrees with AddressSanitizer, LeakSanitizer, valgrind and the ledger")
  func agreement() throws {
    let start = Date()
    let fixtures = try Fixture.all()
    let verdicts = try parallelMap(fixtures) { try Oracle.verdicts(of: $0) }
    for (fixture, verdicts) in zip(fixtures, verdicts) {
      for verdict in verdicts where fixture.reasonForNoOracle(of: verdict.caseName) == nil {
        let expected = fixture.expectedRules(of: verdict.caseName)
        if !verdict.agrees(with: expected) { Issue.record("\(describe(verdict, expected, fixture))") }
      }
    }
    print("oracle: \(verdicts.joined().count) cases in \(Int(Date().timeIntervalSince(start))) s")
  }

  private func describe(_ verdict: OracleVerdict, _ expected: Set<Rule>, _ fixture: Fixture) -> String {
    func list(_ rules: Set<Rule>) -> String {
      rules.isEmpty ? "nothing" : rules.map(\.rawValue).sorted().joined(separator: ", ")
    }
    return """
      \(fixture.name): \(verdict.caseName) expects \(list(expected)); the sanitizer saw \
      \(list(verdict.sanitizer.rules)) \(verdict.sanitizer.others), valgrind and the ledger saw \
      \(list(verdict.valgrind.rules)) \(verdict.valgrind.others)
      """
  }

  @Test("Each kind of flaw is seen, so that agreement means something")
  func eachKindIsSeen() throws {
    let verdicts = try Oracle.verdicts(of: try Fixture(named: "probe", text: probe))
    let seen = Dictionary(uniqueKeysWithValues: verdicts.map { ($0.caseName, $0.seen) })
    #expect(seen["bad_leak"] == [.leak])
    #expect(seen["bad_stream"] == [.resourceLeak])
    #expect(seen["bad_descriptor"] == [.resourceLeak])
    #expect(seen["bad_directory"] == [.resourceLeak])
    #expect(seen["bad_mapping"] == [.resourceLeak])
    #expect(seen["bad_double"] == [.doubleFree])
    #expect(seen["bad_double_close"] == [.doubleFree])
    #expect(seen["bad_use"]?.contains(.useAfterFree) == true)
    #expect(seen["bad_mix"]?.contains(.mismatchedDeallocation) == true)
    #expect(seen["bad_inside"]?.contains(.invalidFree) == true)
    #expect(seen["bad_local"] == [.danglingPointer])
    #expect(seen["good_clean"] == [])
    let overflow = try #require(verdicts.first { $0.caseName == "good_overflow" })
    #expect(!overflow.agrees(with: []), "an error that is no rule of ours makes a good case fail")
  }

  @Test("A verdict disagrees when anything is missing or too much")
  func disagreement() {
    let leak = OracleVerdict(
      caseName: "x", sanitizer: ToolVerdict(rules: [.leak]), valgrind: ToolVerdict(rules: [.leak]))
    #expect(leak.agrees(with: [.leak]))
    #expect(!leak.agrees(with: []))
    #expect(!leak.agrees(with: [.leak, .resourceLeak]))
    #expect(!leak.agrees(with: [.doubleFree]))
    let both = OracleVerdict(
      caseName: "x", sanitizer: ToolVerdict(rules: [.doubleFree]),
      valgrind: ToolVerdict(rules: [.doubleFree, .leak]))
    #expect(both.agrees(with: [.doubleFree]))
    #expect(both.agrees(with: [.doubleFree, .leak]))
    #expect(!both.agrees(with: [.leak]))
    #expect(!both.agrees(with: [.doubleFree, .useAfterFree]))
  }

  private let probe = """
    #include <dirent.h>
    #include <fcntl.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <sys/mman.h>
    #include <unistd.h>
    void bad_leak(void) { char *p = malloc(10); p[0] = 1;
    }
    void bad_stream(void) { FILE *f = fopen("/dev/null", "r"); fgetc(f);
    }
    void bad_descriptor(void) { if (open("/dev/null", O_RDONLY) < 0) abort();
    }
    void bad_directory(void) { if (!opendir("/")) abort();
    }
    void bad_mapping(void) { mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    }
    void bad_double(void) { char *p = malloc(10); free(p); free(p);
    }
    void bad_double_close(void) { int fd = open("/dev/null", O_RDONLY); close(fd); close(fd);
    }
    void bad_use(void) { FILE *f = fopen("/dev/null", "w"); fclose(f); fputs("x", f);
    }
    void bad_mix(void) { FILE *f = fopen("/dev/null", "w"); free(f);
    }
    void bad_inside(void) { char *p = malloc(10); free(p + 1);
    }
    static int *local(void) { int x = 3; return &x; }
    void bad_local(void) { printf("%d\\n", *local());
    }
    void good_clean(void) { free(malloc(10));
    }
    void good_overflow(void) { char *p = malloc(10); p[10] = 1; free(p);
    }
    """
}

extension Fixture {
  /// A fixture of one file with this text, written where the oracle's compiler can read it.
  init(named name: String, text: String) throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("ownscope-\(name).c")
    try text.write(to: url, atomically: true, encoding: .utf8)
    self.init(name: name, files: [try FixtureFile(contentsOf: url)])
  }
}
