import Foundation
import Synchronization
import Testing

@testable import Playground

@Suite("Queues, rates and pieces of text")
struct TurnstileTests {
  private final class Log: Sendable {
    private let entries = Mutex<[String]>([])
    func add(_ entry: String) { entries.withLock { $0.append(entry) } }
    func take() -> [String] {
      entries.withLock { entries in
        defer { entries = [] }
        return entries
      }
    }
  }

  @Test("The order is that of coming, places are told, and who goes makes room")
  func order() throws {
    let log = Log()
    let turnstile = Turnstile(capacity: 1, longestQueue: 3)
    func join(_ name: String) -> Turnstile.Ticket? {
      turnstile.join(onPlace: { log.add("\(name) \($0)") }, onTurn: { log.add("\(name) in") })
    }
    let a = try #require(join("a"))
    let b = try #require(join("b"))
    let c = try #require(join("c"))
    let d = try #require(join("d"))
    #expect(join("e") == nil)
    #expect(log.take() == ["a in", "b 1", "c 2", "d 3"])
    c.leave()
    #expect(log.take() == ["d 2"])
    a.leave()
    a.leave()
    #expect(log.take() == ["b in", "d 1"])
    b.leave()
    #expect(log.take() == ["d in"])
    #expect(turnstile.insideCount == 1 && turnstile.waitingCount == 0)
    d.leave()
    #expect(turnstile.insideCount == 0)
  }

  @Test("A bucket lets a burst through and then a steady rate")
  func rate() {
    var limit = RateLimit(perSecond: 10, burst: 3, now: .zero)
    #expect((0..<3).allSatisfy { _ in limit.take(at: .zero) == .zero })
    #expect(limit.take(at: .zero) == .seconds(0.1))
    #expect(limit.take(at: .seconds(10)) == .zero)
  }

  @Test("A character that is cut in two waits for its rest")
  func pieces() {
    var pieces = TextPieces()
    let bytes = Array("aé€😀z".utf8)
    #expect(bytes.map { pieces.append([$0]) }.joined() == "aé€😀z")
    #expect(pieces.append([0xE2, 0x82]) == "")
    #expect(pieces.rest() == "\u{FFFD}")
    #expect(pieces.append([0xFF, 0x41]) == "\u{FFFD}A")
  }
}
