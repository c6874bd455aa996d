import Foundation
import Sandboxing
import TestSupport
import Testing

/// What a stranger's program can do in a box, row by row: each program is compiled outside and run inside.
@Suite("The sandbox")
struct SandboxTests {
  private typealias Box = Sandboxing.Box

  /// Runs a C program in a box; what it printed, and how it ended.
  private func run(
    _ source: String, flags: [String] = [], seconds: Int = 20, mostMemory: Int? = nil,
    longestOutput: Int = 1 << 16,
    prefix: [String] = [], change: (inout Sandboxing.Box) -> Void = { _ in }
  ) throws -> (text: String, end: BoxedProcess.End) {
    let folder = try TestSupport.Sandbox(["p.c": source])
    let built = try TestSupport.run(
      "gcc", ["-g", "-gdwarf-4", folder["p.c"], "-o", folder["p"], "-pthread"] + flags)
    try #require(built.exitCode == 0, "\(built.errors)")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
    var box = Sandboxing.Box()
    box.addSystem()
    box.mounts.append(.init(folder.path, at: "/box"))
    box.hasProcesses = true
    box.hasDevices = true
    box.temporarySpace = 16 << 20
    box.workingDirectory = "/tmp"
    box.limits.processorSeconds = 3
    box.limits.processes = 32
    box.limits.fileSize = 1 << 20
    change(&box)
    var text: [UInt8] = []
    let command = try Sandboxing.Sandbox().command(box, prefix + ["/box/p"])
    let end = try BoxedProcess(command).run(
      wallClock: .seconds(seconds), longestOutput: longestOutput, mostMemory: mostMemory
    ) { text += $1 }
    return (String(decoding: text, as: UTF8.self), end)
  }

  @Test("LeakSanitizer and AddressSanitizer work inside")
  func sanitizers() throws {
    let options = ("ASAN_OPTIONS", "exitcode=86")
    let leak = try run(
      "#include <stdlib.h>\nvolatile char *p;\nint main(void) { p = malloc(7); p = 0; return 0; }",
      flags: ["-fsanitize=address"]
    ) { $0.environment.append(options) }
    #expect(leak.end == .exited(86))
    #expect(leak.text.contains("7 byte(s) leaked"), "\(leak.text)")
    let use = try run(
      "#include <stdlib.h>\nint main(void) { volatile char *p = malloc(7); free((void *)p); return p[0]; }",
      flags: ["-fsanitize=address"]
    ) { $0.environment.append(options) }
    #expect(use.end == .exited(86))
    #expect(use.text.contains("heap-use-after-free"), "\(use.text)")
  }

  @Test("Valgrind works inside")
  func valgrind() throws {
    let leak = try run(
      "#include <stdlib.h>\nvolatile char *p;\nint main(void) { p = malloc(7); p = 0; return 0; }",
      prefix: ["/usr/bin/valgrind", "--leak-check=full", "--error-exitcode=87"])
    #expect(leak.end == .exited(87))
    #expect(leak.text.contains("7 bytes in 1 blocks are definitely lost"), "\(leak.text)")
  }

  @Test(
    "A loop without end is ended by the kernel, a sleep by the clock, and neither leaves a process behind")
  func time() throws {
    let loop = try run("int main(void) { for (;;) {} }")
    #expect(loop.end == .exited(137) || loop.end == .exited(152), "\(loop)")
    let start = ContinuousClock.now
    let sleeper = try run(
      "#include <unistd.h>\n#include <sys/prctl.h>\nint main(void) { prctl(15, \"oversleeper\"); fork(); fork(); sleep(60); }",
      seconds: 2)
    #expect(sleeper.end == .tookTooLong)
    #expect(ContinuousClock.now - start < .seconds(20))
    usleep(300_000)
    #expect(!processNames().contains("oversleeper"))
  }

  private func processNames() -> Set<String> {
    let numbers = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).filter {
      Int($0) != nil
    }
    return Set(
      numbers.compactMap { try? String(contentsOfFile: "/proc/\($0)/comm", encoding: .utf8) }
        .map { $0.trimmingCharacters(in: .newlines) })
  }

  @Test("Processes multiply up to their limit")
  func forks() throws {
    let bomb = try run(
      """
      #include <stdio.h>
      #include <unistd.h>
      int main(void) {
        int made = 0;
        for (int i = 0; i < 500; i++) {
          pid_t child = fork();
          if (child == 0) { sleep(3); _exit(0); }
          if (child > 0) made++;
        }
        printf("made %d\\n", made);
        return 0;
      }
      """)
    let made = try #require(bomb.text.firstMatch(of: /made (\d+)/).flatMap { Int($0.1) }, "\(bomb)")
    #expect(made > 0 && made < 32)
  }

  @Test("There is no network")
  func network() throws {
    let probe = try run(
      """
      #include <arpa/inet.h>
      #include <errno.h>
      #include <net/if.h>
      #include <stdio.h>
      #include <string.h>
      #include <sys/socket.h>
      int main(void) {
        struct if_nameindex *names = if_nameindex();
        for (int i = 0; names && names[i].if_index; i++) printf("has %s\\n", names[i].if_name);
        const char *places[] = {"127.0.0.1", "1.1.1.1"};
        for (int i = 0; i < 2; i++) {
          struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(22)};
          inet_pton(AF_INET, places[i], &a.sin_addr);
          int s = socket(AF_INET, SOCK_STREAM, 0);
          printf("%s: %s\\n", places[i], connect(s, (void *)&a, sizeof a) ? strerror(errno) : "connected");
        }
        return 0;
      }
      """)
    #expect(probe.text.matches(of: /has (\w+)/).map { String($0.1) } == ["lo"], "\(probe.text)")
    #expect(!probe.text.contains("connected"))
    #expect(probe.text.contains("Network is unreachable"))
  }

  @Test("Memory is limited, by the kernel for plain programs and by looking at all processes together")
  func memory() throws {
    let hog = """
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      #include <unistd.h>
      int main(void) {
        PROCESSES
        for (int i = 0; i < 1000; i++) {
          char *p = malloc(1 << 20);
          if (!p) { puts("refused"); return 3; }
          memset(p, 1, 1 << 20);
          WAIT
        }
        return 0;
      }
      """
    let plain = try run(hog.replacing("PROCESSES", with: "").replacing("WAIT", with: "")) {
      $0.limits.addressSpace = 256 << 20
    }
    #expect(plain.end == .exited(3))
    let many = try run(
      hog.replacing("PROCESSES", with: "fork(); fork(); fork();").replacing("WAIT", with: "usleep(5000);"),
      mostMemory: 300 << 20
    ) { $0.limits.addressSpace = 256 << 20 }
    #expect(many.end == .tookTooMuch, "\(many)")
    let sanitized = try run(
      hog.replacing("PROCESSES", with: "").replacing("WAIT", with: "usleep(2000);"),
      flags: ["-fsanitize=address"]
    ) { $0.environment.append(("ASAN_OPTIONS", "hard_rss_limit_mb=128:exitcode=86")) }
    #expect(sanitized.end == .exited(86) || sanitized.text.contains("rss limit"), "\(sanitized)")
  }

  @Test(
    "Nothing of the machine's files but the system is there, and nothing can be written but /tmp up to its size"
  )
  func files() throws {
    let probe = try run(
      """
      #include <errno.h>
      #include <fcntl.h>
      #include <signal.h>
      #include <stdio.h>
      #include <string.h>
      #include <unistd.h>
      int main(void) {
        signal(SIGXFSZ, SIG_IGN);
        const char *gone[] = {"/etc", "/root", "/home", "/var", "/srv", "/tmp/..//etc/passwd", "/proc/1/root/etc/passwd"};
        for (int i = 0; i < 7; i++) printf("%s %s\\n", gone[i], access(gone[i], F_OK) ? "absent" : "THERE");
        const char *fixed[] = {"/usr/x", "/box/x", "/x", "/proc/sys/kernel/core_pattern", "/usr/bin/gcc"};
        for (int i = 0; i < 5; i++) {
          int f = open(fixed[i], O_WRONLY | O_CREAT, 0644);
          printf("%s %s\\n", fixed[i], f < 0 ? "fixed" : "WRITABLE");
        }
        int f = open("/tmp/large", O_WRONLY | O_CREAT, 0644);
        static char block[65536];
        long total = 0;
        for (int i = 0; i < 100; i++) { long n = write(f, block, sizeof block); if (n < 0) break; total += n; }
        printf("file of %ld\\n", total);
        printf("user %d\\n", getuid());
        return 0;
      }
      """)
    #expect(!probe.text.contains("THERE"), "\(probe.text)")
    #expect(!probe.text.contains("WRITABLE"), "\(probe.text)")
    #expect(probe.text.contains("file of 1048576"), "\(probe.text)")
    #expect(!probe.text.contains("user 0"))
  }

  @Test("Namespaces, tracing of others and the server's descriptors are out of reach")
  func privileges() throws {
    let probe = try run(
      """
      #define _GNU_SOURCE
      #include <fcntl.h>
      #include <sched.h>
      #include <stdio.h>
      #include <sys/mount.h>
      #include <sys/ptrace.h>
      #include <unistd.h>
      int main(void) {
        printf("unshare %d\\n", unshare(CLONE_NEWUSER));
        printf("mount %d\\n", mount("none", "/tmp", "tmpfs", 0, 0));
        printf("chroot %d\\n", chroot("/tmp"));
        printf("setuid %d\\n", setuid(0));
        for (int i = 3; i < 1024; i++) if (fcntl(i, F_GETFD) != -1) printf("inherited %d\\n", i);
        int others = 0;
        for (int p = 3; p < 70000; p++) if (p != getpid() && ptrace(PTRACE_ATTACH, p, 0, 0) == 0) others++;
        printf("traced %d\\n", others);
        return 0;
      }
      """)
    #expect(probe.text == "unshare -1\nmount -1\nchroot -1\nsetuid -1\ntraced 0\n", "\(probe.text)")
  }

  @Test("Output is cut at its limit, and input arrives")
  func output() throws {
    let flood = try run(
      "#include <stdio.h>\nint main(void) { for (;;) puts(\"flood\"); }", longestOutput: 5000)
    #expect(flood.end == .saidTooMuch)
    #expect(flood.text.utf8.count == 5000)
    var box = Sandboxing.Box()
    box.addSystem()
    var text: [UInt8] = []
    let cat = BoxedProcess(try Sandboxing.Sandbox().command(box, ["/usr/bin/cat"]))
    let end = try cat.run(input: Array("hello".utf8), wallClock: .seconds(10), longestOutput: 100) {
      text += $1
    }
    #expect(end == .exited(0))
    #expect(text == Array("hello".utf8))
  }

  @Test("What nobody waits for is ended")
  func cancelled() throws {
    var box = Sandboxing.Box()
    box.addSystem()
    let sleeper = BoxedProcess(try Sandboxing.Sandbox().command(box, ["/usr/bin/sleep", "60"]))
    let start = ContinuousClock.now
    Thread.detachNewThread {
      usleep(300_000)
      sleeper.cancel()
    }
    let end = try sleeper.run(wallClock: .seconds(30), longestOutput: 100) { _, _ in }
    #expect(end == .cancelled)
    #expect(ContinuousClock.now - start < .seconds(10))
  }
}
