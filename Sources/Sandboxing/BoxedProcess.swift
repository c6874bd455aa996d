import Foundation
import Synchronization

/// A program with its output caught, that is killed when it takes too long or says too much.
package final class BoxedProcess: Sendable {
  package enum Stream: Sendable, Hashable { case output, errors }

  /// How it ended.
  package enum End: Sendable, Hashable {
    case exited(Int32)
    case signalled(Int32)
    /// Killed at the end of the time by the clock.
    case tookTooLong
    /// Killed for the length of its output.
    case saidTooMuch
    /// Killed for the memory of its processes together.
    case tookTooMuch
    /// Killed because nobody waits for it any more.
    case cancelled
  }

  package struct Failure: Error, Sendable, Hashable {
    package var message: String
  }

  private struct State {
    var process: pid_t?
    var verdict: End?
    var isDone = false
  }
  private let state = Mutex(State())
  private let command: [String]

  package init(_ command: [String]) { self.command = command }

  /// Ends it, from any thread, before or while it runs.
  package func cancel() { kill(.cancelled) }

  private func kill(_ verdict: End) {
    state.withLock { state in
      guard !state.isDone, state.verdict == nil else { return }
      state.verdict = verdict
      // Whoever is killed here takes its box along: bubblewrap's child dies with its parent.
      if let process = state.process { Glibc.kill(process, SIGKILL) }
    }
  }

  /// Runs it to its end, on the caller's thread. Output goes to `receive`, on this thread, as it comes.
  ///
  /// - Parameters:
  ///   - input: what it reads; at most 64 KiB.
  ///   - longestOutput: bytes of both streams together.
  ///   - mostMemory: bytes in memory of all its processes together; looked at ten times a second.
  /// - Throws: when no process can be started.
  package func run(
    input: [UInt8] = [], wallClock: Duration, longestOutput: Int, mostMemory: Int? = nil,
    _ receive: (Stream, [UInt8]) -> Void
  ) throws(Failure) -> End {
    if let verdict = state.withLock({ $0.verdict }) { return verdict }
    let (given, output, errors) = (try Pipe(), try Pipe(), try Pipe())
    let process = try Spawning.start(command, input: given.read, output: output.write, errors: errors.write)
    let isLate = state.withLock { state in
      state.process = process
      return state.verdict != nil
    }
    if isLate { Glibc.kill(process, SIGKILL) }
    for end in [given.read, output.write, errors.write] { end.close() }
    // A pipe holds 64 KiB, so nobody waits here; a program that does not read gets less.
    _ = fcntl(given.write.number, F_SETFL, O_NONBLOCK)
    _ = input.withUnsafeBytes { Glibc.write(given.write.number, $0.baseAddress, $0.count) }
    given.write.close()

    let deadline = ContinuousClock.now + wallClock
    var left = longestOutput
    var nextLook = ContinuousClock.now
    var open: [(Stream, Int32)] = [(.output, output.read.number), (.errors, errors.read.number)]
    var buffer = [UInt8](repeating: 0, count: 16384)
    while !open.isEmpty {
      let wait = deadline - ContinuousClock.now
      if wait <= .zero { kill(.tookTooLong) }
      var polled = open.map { pollfd(fd: $0.1, events: Int16(POLLIN), revents: 0) }
      if let mostMemory, ContinuousClock.now > nextLook {
        nextLook = ContinuousClock.now + .milliseconds(100)
        if ProcessTree.residentBytes(of: process) > mostMemory { kill(.tookTooMuch) }
      }
      // After a kill what is left in the pipes is read; somebody else may still hold them open.
      let isKilled = state.withLock { $0.verdict != nil }
      let ready = poll(
        &polled, nfds_t(polled.count), isKilled ? 200 : Int32(min(wait / .milliseconds(1), 100) + 1))
      if ready == 0, isKilled { break }
      for (index, entry) in polled.enumerated().reversed() where entry.revents != 0 {
        let count = Glibc.read(entry.fd, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else {
          open.remove(at: index)
          continue
        }
        if left > 0 { receive(open[index].0, Array(buffer[..<min(count, left)])) }
        left -= count
        if left < 0 { kill(.saidTooMuch) }
      }
    }
    return finish(process, deadline, mostMemory)
  }

  /// Waits for the process itself: it may have closed its output and gone on.
  private func finish(_ process: pid_t, _ deadline: ContinuousClock.Instant, _ mostMemory: Int?) -> End {
    var status: Int32 = 0
    while true {
      let result = waitpid(process, &status, WNOHANG)
      if result == process || (result < 0 && errno == ECHILD) { break }
      if ContinuousClock.now > deadline { kill(.tookTooLong) }
      if let mostMemory, ProcessTree.residentBytes(of: process) > mostMemory { kill(.tookTooMuch) }
      usleep(mostMemory == nil ? 5000 : 50000)
    }
    let verdict = state.withLock { state in
      state.isDone = true
      return state.verdict
    }
    if let verdict { return verdict }
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
  }
}
