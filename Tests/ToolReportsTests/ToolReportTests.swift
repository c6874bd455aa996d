import Findings
import Testing
import ToolReports

@Suite("Reports of sanitizers and valgrind")
struct ToolReportTests {
  private let useAfterFree = """
    =================================================================
    ==2==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000010 at pc 0x5581 bp 0x7ffd sp 0x7ffd
    READ of size 1 at 0x602000000010 thread T0
        #0 0x558118 in main /src/main.c:8
        #1 0x7f0a in __libc_start_call_main ../sysdeps/nptl/libc_start_call_main.h:58

    0x602000000010 is located 0 bytes inside of 4-byte region [0x602000000010,0x602000000014)
    freed by thread T0 here:
        #0 0x7f0b in __interceptor_free ../../../../src/libsanitizer/asan/asan_malloc_linux.cpp:52
        #1 0x558119 in main /src/main.c:7

    previously allocated by thread T0 here:
        #0 0x7f0c in __interceptor_malloc ../../../../src/libsanitizer/asan/asan_malloc_linux.cpp:69
        #1 0x55811a in main /src/main.c:4

    SUMMARY: AddressSanitizer: heap-use-after-free /src/main.c:8 in main
    """

  @Test("An error of AddressSanitizer: where, and where the memory came from and was released")
  func addressSanitizer() throws {
    let output = readSanitizerOutput(useAfterFree, endedByItself: true)
    let report = try #require(output.reports.first)
    #expect(output.reports.count == 1)
    #expect(report.rule == .useAfterFree)
    #expect(report.lines(in: "main.c") == [8])
    #expect(report.allLines(in: "main.c") == [8, 7, 4])
    #expect(report.allLines(in: "other.c").isEmpty)
    #expect(output.hasCheckedLeaks)
    #expect(!readSanitizerOutput(useAfterFree, endedByItself: false).hasCheckedLeaks)
  }

  @Test(
    "Every headline has its rule",
    arguments: [
      ("attempting double-free on 0x602 in thread T0:", Rule.doubleFree),
      ("attempting free on address which was not malloc()-ed: 0x7ffd in thread T0", .invalidFree),
      ("alloc-dealloc-mismatch (malloc vs operator delete) on 0x602", .mismatchedDeallocation),
      ("stack-use-after-scope on address 0x7ffd at pc 0x5", .danglingPointer),
      ("stack-use-after-return on address 0x7ffd at pc 0x5", .danglingPointer),
      ("heap-buffer-overflow on address 0x602", nil), ("SEGV on unknown address 0x0 (pc 0x5)", nil),
    ] as [(String, Rule?)])
  func headlines(headline: String, rule: Rule?) throws {
    let text = "==2==ERROR: AddressSanitizer: \(headline)\n    #0 0x55 in main /src/main.c:3:7\n"
    let report = try #require(readSanitizerOutput(text, endedByItself: true).reports.first)
    #expect(report.rule == rule)
    #expect(report.lines(in: "main.c") == [3])
  }

  @Test("What the allocator crashes on is released by mistake")
  func crashInRelease() throws {
    let text = """
      ==2==ERROR: AddressSanitizer: SEGV on unknown address 0x55 (pc 0x56 bp 0x1 sp 0x7f T0)
      ==2==The signal is caused by a WRITE memory access.
          #0 0x55 in AtomicallySetQuarantineFlagIfAllocated asan_allocator.cpp:674:10
          #1 0x55 in __asan::Allocator::Deallocate(void*, unsigned long) asan_allocator.cpp:738:10
          #2 0x55 in free asan_malloc_linux.cpp:52:3
          #3 0x55 in main /src/main.c:2:33

      """
    let report = try #require(readSanitizerOutput(text, endedByItself: true).reports.first)
    #expect(report.rule == .invalidFree)
    #expect(report.lines(in: "main.c") == [2])
  }

  @Test("Leaks: direct and indirect ones, memory and handles, and a check that could not be made")
  func leaks() {
    let text = """
      ==2==ERROR: LeakSanitizer: detected memory leaks

      Direct leak of 10 byte(s) in 1 object(s) allocated from:
          #0 0x7f in __interceptor_malloc asan_malloc_linux.cpp:69
          #1 0x55 in main /src/main.c:4

      Indirect leak of 64 byte(s) in 1 object(s) allocated from:
          #0 0x7f in operator new(unsigned long) asan_new_delete.cpp:95
          #1 0x55 in main /src/main.c:9

      Direct leak of 472 byte(s) in 1 object(s) allocated from:
          #0 0x7f in __interceptor_malloc asan_malloc_linux.cpp:69
          #1 0x7e in __fopen_internal libio/iofopen.c:65
          #2 0x7e in fopen libio/iofopen.c:86
          #3 0x55 in main /src/main.c:12

      SUMMARY: AddressSanitizer: 546 byte(s) leaked in 3 allocation(s).
      """
    let reports = readSanitizerOutput(text, endedByItself: true).reports
    #expect(reports.map(\.rule) == [.leak, .leak, .resourceLeak])
    #expect(reports.map(\.isIndirect) == [false, true, false])
    #expect(reports.map { $0.lines(in: "main.c").first } == [4, 9, 12])
    let fatal = readSanitizerOutput(
      "==2==LeakSanitizer has encountered a fatal error.\n", endedByItself: true)
    #expect(!fatal.hasCheckedLeaks)
    let undefined = readSanitizerOutput("main.c:5:3: runtime error: null pointer\n", endedByItself: true)
      .reports
    #expect(undefined.first?.tool == .undefinedBehaviorSanitizer)
    #expect(undefined.first?.lines(in: "main.c") == [5])
  }

  @Test("Valgrind's paragraphs: uses after release, second releases, lost memory and open handles")
  func valgrind() {
    let text = """
      ==2== Invalid read of size 1
      ==2==    at 0x109166: main (main.c:8)
      ==2==  Address 0x4a84040 is 0 bytes inside a block of size 4 free'd
      ==2==    at 0x484417B: free (vg_replace_malloc.c:872)
      ==2==    by 0x10915F: main (main.c:7)
      ==2==  Block was alloc'd at
      ==2==    at 0x48417B4: malloc (vg_replace_malloc.c:381)
      ==2==    by 0x10914A: main (main.c:4)
      ==2==\u{20}
      ==2== Invalid free() / delete / delete[] / realloc()
      ==2==    at 0x484417B: free (in /usr/libexec/valgrind/vgpreload.so)
      ==2==    by 0x109180: main (main.c:9)
      ==2==  Address 0x1ffe is on thread 1's stack
      ==2==\u{20}
      ==2== FILE DESCRIPTORS: 4 open (3 std) at exit.
      ==2== Open file descriptor 3: /dev/null
      ==2==    at 0x4: open (open64.c:41)
      ==2==    by 0x1: main (main.c:10)
      ==2==\u{20}
      ==2== HEAP SUMMARY:
      ==2==     in use at exit: 4,000 bytes in 1 blocks
      ==2==\u{20}
      ==2== 4,000 (32 direct, 3,968 indirect) bytes in 1 blocks are definitely lost in loss record 1 of 1
      ==2==    at 0x48417B4: malloc (in /usr/libexec/valgrind/vgpreload.so)
      ==2==    by 0x10915A: sum (main.c:18)
      ==2==\u{20}
      ==2== ERROR SUMMARY: 3 errors from 3 contexts (suppressed: 0 from 0)
      """
    let output = readValgrindOutput(text)
    #expect(output.reports.map(\.rule) == [.useAfterFree, .invalidFree, .resourceLeak, .leak])
    #expect(output.reports.map { $0.lines(in: "main.c").first } == [8, 9, 10, 18])
    #expect(output.reports[0].allLines(in: "main.c") == [8, 7, 4])
    #expect(output.hasCheckedLeaks)
    #expect(
      !readValgrindOutput("==2== Process terminating with default action of signal 11 (SIGSEGV)\n")
        .hasCheckedLeaks)
  }
}
