import Foundation
import Logging
import NIOCore
import Synchronization
import ToolReports

/// A page's conversation at `/run`: programs come in, one at a time, and what happens with them goes out.
final class RunConversation: Sendable {
  private let socket: MessageSocket
  private let site: Site
  /// Whether a program waits or runs.
  private let isBusy = Flag()

  init(_ socket: MessageSocket, _ site: Site) {
    self.socket = socket
    self.site = site
  }

  func start() {
    let idle = socket.channel.eventLoop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) {
      [socket, site, isBusy] _ in
      if socket.silence > site.options.idleLimit, !isBusy.isSet { socket.close(.idle) }
    }
    socket.whenClosed { idle.cancel() }
    Thread.detachNewThread { [self] in
      while let message = socket.next() {
        isBusy.isSet = true
        handle(message)
        isBusy.isSet = false
      }
    }
  }

  private func handle(_ message: Data) {
    guard let request = try? JSONDecoder().decode(RunRequest.self, from: message) else {
      return say([.unavailable(why: "a run is asked for with the members language, source and mode"), .done])
    }
    if let why = refusal(request) { return say([.unavailable(why: why), .done]) }
    guard let sandbox = site.confinement.sandbox else {
      let lack = site.confinement.lack ?? ""
      return say([
        .unavailable(why: "programs are not run on this server: it has no sandbox (\(lack))"), .done,
      ])
    }
    let turn = DispatchSemaphore(value: 0)
    let socket = socket
    let ticket = site.runs.join(
      onPlace: { socket.post(RunEvent.queued(place: $0).json) }, onTurn: { turn.signal() })
    guard let ticket else {
      site.metrics.add("ownscope_refused_total", ["why": "queue"])
      return say([.unavailable(why: "too many programs are waiting; try again in a minute"), .done])
    }
    defer { ticket.leave() }
    socket.whenClosed { turn.signal() }
    turn.wait()
    guard !socket.isClosed else { return }
    run(request, Runner(sandbox, site.confinement, site.options.limits) { socket.send($0.json) })
    say([.done])
  }

  private func run(_ request: RunRequest, _ runner: Runner) {
    let mode = (request.mode ?? .run).rawValue
    let start = ContinuousClock.now
    socket.whenClosed { runner.cancel() }
    let verdict = runner.run(request)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    site.metrics.add("ownscope_runs_total", ["mode": mode])
    site.metrics.add("ownscope_run_seconds_total", ["mode": mode], by: seconds)
    site.logger.info("run", metadata: ["mode": "\(mode)", "seconds": "\(seconds)"])
    guard let verdict else { return }
    for finding in verdict.findings {
      site.metrics.add("ownscope_verdicts_total", ["verdict": finding.verdict.rawValue])
    }
    if !verdict.unpredicted.isEmpty {
      site.metrics.add(
        "ownscope_verdicts_total", ["verdict": "unpredicted"], by: Double(verdict.unpredicted.count))
      if verdict.unpredicted.contains(where: \.isOurs) { site.cases?.keep(request, verdict.unpredicted) }
    }
  }

  private func refusal(_ request: RunRequest) -> String? {
    let limits = site.options.limits
    if request.source.utf8.count > limits.document {
      return "a program has at most \(limits.document >> 10) KiB here"
    }
    if (request.stdin ?? "").utf8.count > limits.input {
      return "a program reads at most \(limits.input >> 10) KiB here"
    }
    return site.isDraining ? "the server is going down" : nil
  }

  private func say(_ events: [RunEvent]) {
    for event in events { socket.send(event.json) }
  }
}
