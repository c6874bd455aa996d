import Foundation
import JSONRPC
import LanguageServer
import Logging

/// A stranger's conversation with a language server: waits for a worker, and then sits between the two.
final class LanguageSession: Sendable {
  private let socket: MessageSocket
  private let site: Site

  private struct Queue: Encodable, Sendable { var place: Int }

  init(_ socket: MessageSocket, _ site: Site) {
    self.socket = socket
    self.site = site
  }

  func start() {
    let (socket, site) = (socket, site)
    site.metrics.add("ownscope_sessions_total")
    let ticket = site.sessions.join(
      onPlace: { socket.post(OutgoingMessage.notification("ownscope/queue", Queue(place: $0))) },
      onTurn: { Thread.detachNewThread { self.serve() } })
    guard let ticket else {
      site.metrics.add("ownscope_refused_total", ["why": "queue"])
      return socket.close(.overloaded("too many are waiting; come back later"))
    }
    socket.whenClosed { ticket.leave() }
  }

  private func serve() {
    guard !socket.isClosed else { return }
    var options = site.confinement.workerOptions
    let metrics = site.metrics
    options.onRestart = { metrics.add("ownscope_worker_restarts_total") }
    let idle = socket.channel.eventLoop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) {
      [socket, site] _ in
      if socket.silence > site.options.idleLimit { socket.close(.idle) }
    }
    metrics.change("ownscope_workers", by: 1)
    let channel = GuardedChannel(socket, site.options.limits)
    _ = Supervisor(channel, options).run()
    metrics.change("ownscope_workers", by: -1)
    idle.cancel()
    socket.close(.done)
  }
}
