import Foundation
import JSONText
import Synchronization
import TestSupport
import Testing

@Suite("Many learners and dying workers", .serialized)
struct EnduranceTests {
  /// Learners that type at the same time.
  private static let learners = 20

  @Test("Workers killed at random while twenty learners type: every text is kept, every session is served")
  func killing() throws {
    let seconds = Double(ProcessInfo.processInfo.environment["OWNSCOPE_ENDURANCE_SECONDS"] ?? "") ?? 15
    let server = try PlaygroundProcess(["--workers", "\(Self.learners)"])
    let end = ContinuousClock.now + .seconds(seconds)
    let isOver = Mutex(false)
    let kills = Mutex(0)
    let root = server.processID
    let killer = Thread {
      var random = SystemRandomNumberGenerator()
      while !isOver.withLock({ $0 }) {
        usleep(400_000)
        let boxes = PlaygroundProcess.descendants(of: root).filter { process in
          (try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8)) == "ownscope\n"
        }
        if let victim = boxes.randomElement(using: &random), kill(victim, SIGKILL) == 0 {
          kills.withLock { $0 += 1 }
        }
      }
    }
    killer.start()
    let port = server.port
    let outcomes = Mutex<[Result<Int, any Error>]>([])
    let done = DispatchSemaphore(value: 0)
    // Threads of their own: a pool has as many as there are cores.
    for number in 0..<Self.learners {
      Thread.detachNewThread {
        let outcome = Result {
          try Self.type(port: port, number: number, until: end, calm: { isOver.withLock { $0 = true } })
        }
        outcomes.withLock { $0.append(outcome) }
        done.signal()
      }
    }
    for _ in 0..<Self.learners { done.wait() }
    let changes = try outcomes.withLock { try $0.map { try $0.get() } }
    let count = kills.withLock { $0 }
    print("\(Self.learners) learners, \(changes.reduce(0, +)) changes, \(count) workers killed")
    #expect(changes.count == Self.learners)
    #expect(count > 0)
    let metrics = try WebAnswer.request("GET", "/metrics", port: port).text
    print(metrics.split(separator: "\n").filter { $0.hasPrefix("ownscope_worker_restarts_total") })
  }

  /// Types until the time is over, and then wants to see the last text judged: it tells by a line that only it has.
  private static func type(
    port: Int, number: Int, until end: ContinuousClock.Instant, calm: () -> Void
  ) throws -> Int {
    let learner = try Learner(port: port, seconds: 90)
    learner.open(Learner.clean)
    var round = 0
    while ContinuousClock.now < end {
      round += 1
      learner.change(
        String(repeating: "\n", count: round % 7) + (round % 2 == 0 ? Learner.leak : Learner.clean))
      usleep(UInt32.random(in: 100_000...300_000))
    }
    calm()
    // The empty lines in front are this learner's own.
    learner.change(String(repeating: "\n", count: number + 1) + Learner.leak)
    let found = try #require(learner.diagnostics(), "learner \(number) was not served")
    #expect(found.first?["range"]?["start"]?["line"] == .integer(number + 1 + 3), "learner \(number)")
    return round
  }

  @Test("A worker that swells is ended and replaced, and so is one that hangs")
  func swelling() throws {
    let server = try PlaygroundProcess(["--workers", "2"])
    let learner = try Learner(port: server.port, language: "cpp", seconds: 90)
    // Instances without end: gigabytes, if nobody stopped it.
    learner.open(
      "template <int n, int m> struct A { A<n + 1, m> a; A<n, m + 1> b; int x[n + 1][m + 1]; };\nA<0, 0> a;\nint main() {}\n"
    )
    usleep(1_000_000)
    learner.change("int main() { new int; }\n")
    #expect(learner.diagnostics()?.first?["code"] == "leak")
    #expect(try WebAnswer.request("GET", "/healthz", port: server.port).status == 200)
  }
}
