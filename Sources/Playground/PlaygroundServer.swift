import Foundation
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Synchronization

/// The playground's server: pages, language servers and runs for strangers.
///
/// It stands on SwiftNIO, whose decoders take limits for headers and frames and leave reading to who can keep up.
package final class PlaygroundServer: Sendable {
  private let site: Site
  private let group: MultiThreadedEventLoopGroup
  private struct State {
    var listener: (any Channel)?
    var connections: [ObjectIdentifier: any Channel] = [:]
    var sockets: [ObjectIdentifier: MessageSocket] = [:]
  }
  private let state = Mutex(State())
  private let watch = WorkerWatch(mostMemory: 1 << 30)

  package struct Failure: Error, Sendable {
    package var message: String
  }

  /// - Parameter bundle: the folder of this room's resources; nil when it was not installed along.
  /// - Throws: when strangers could reach a server that has no sandbox.
  package init(_ options: PlaygroundOptions, bundle: String?, logger: Logger) throws(Failure) {
    let confinement: Confinement
    do {
      confinement = try Confinement(options)
    } catch {
      throw Failure(message: error.message)
    }
    if let lack = confinement.lack {
      logger.warning(
        "no sandbox: workers run with your rights, and programs are not run", metadata: ["why": "\(lack)"])
    }
    site = Site(options, confinement, StaticPages(bundle: bundle, editor: options.assets), logger)
    group = MultiThreadedEventLoopGroup(numberOfThreads: min(4, System.coreCount))
  }

  /// Begins to listen; returns the port. Throws when the address cannot be had.
  package func start() throws(Failure) -> Int {
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 512)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try self.accept(channel) }
      }
      .childChannelOption(.writeBufferWaterMark, value: .init(low: 256 << 10, high: 1 << 20))
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelOption(.maxMessagesPerRead, value: 4)
    do {
      let listener = try bootstrap.bind(host: site.options.host, port: site.options.port).wait()
      state.withLock { $0.listener = listener }
      watch.start()
      let port = listener.localAddress?.port ?? site.options.port
      site.logger.info(
        "listening",
        metadata: ["host": "\(site.options.host)", "port": "\(port)", "workers": "\(site.options.workers)"])
      return port
    } catch {
      throw Failure(
        message: "\(site.options.host):\(site.options.port): \(error); choose another with --port")
    }
  }

  private func accept(_ channel: any Channel) throws {
    let isTooMany = state.withLock { state in
      if state.connections.count >= site.options.limits.connections { return true }
      state.connections[ObjectIdentifier(channel)] = channel
      return false
    }
    guard !isTooMany else {
      site.metrics.add("ownscope_refused_total", ["why": "connections"])
      throw ChannelError.inappropriateOperationForState
    }
    site.metrics.change("ownscope_connections", by: 1)
    channel.closeFuture.whenComplete { [self] _ in
      site.metrics.change("ownscope_connections", by: -1)
      state.withLock { $0.connections[ObjectIdentifier(channel)] = nil }
    }
    let upgrader = NIOWebSocketServerUpgrader(
      maxFrameSize: site.options.limits.message,
      shouldUpgrade: { channel, head in
        channel.eventLoop.makeSucceededFuture(self.isWelcome(head) ? [:] : nil)
      },
      upgradePipelineHandler: { channel, head in
        channel.eventLoop.makeCompletedFuture { try self.converse(channel, head) }
      })
    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
      withServerUpgrade: (
        upgraders: [upgrader],
        completionHandler: { context in
          context.pipeline.syncOperations.removeHandler(name: HTTPHandler.name).whenComplete { _ in }
        }
      ))
    try channel.pipeline.syncOperations.addHandler(HTTPHandler(site), name: HTTPHandler.name)
  }

  private func isWelcome(_ head: HTTPRequestHead) -> Bool {
    let host = head.headers.first(name: "host")
    return ["/lsp", "/run"].contains(Self.path(head)) && !site.isDraining && site.policy.accepts(host: host)
      && site.policy.accepts(origin: head.headers.first(name: "origin"), host: host)
  }

  private static func path(_ head: HTTPRequestHead) -> String { String(head.uri.prefix { $0 != "?" }) }

  private func converse(_ channel: any Channel, _ head: HTTPRequestHead) throws {
    let socket = MessageSocket(channel)
    try channel.pipeline.syncOperations.addHandler(
      NIOWebSocketFrameAggregator(
        minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 1024,
        maxAccumulatedFrameSize: site.options.limits.message))
    try channel.pipeline.syncOperations.addHandler(WebSocketHandler(socket))
    state.withLock { $0.sockets[ObjectIdentifier(socket)] = socket }
    socket.whenClosed { [self] in state.withLock { $0.sockets[ObjectIdentifier(socket)] = nil } }
    if Self.path(head) == "/lsp" {
      LanguageSession(socket, site).start()
    } else {
      RunConversation(socket, site).start()
    }
  }

  /// Lets nobody in any more, ends the sessions (pages come back with their text), waits for programs that run, and
  /// closes everything.
  package func stop() {
    site.isDraining = true
    site.logger.info("stopping", metadata: ["runs": "\(site.runs.insideCount)"])
    let listener = state.withLock { $0.listener }
    try? listener?.close().wait()
    let deadline = ContinuousClock.now + site.options.drainLimit
    while site.runs.insideCount + site.runs.waitingCount > 0, ContinuousClock.now < deadline { usleep(50000) }
    // What was said last is on its way.
    usleep(100_000)
    for socket in state.withLock({ Array($0.sockets.values) }) { socket.close(.restarting) }
    let patience = ContinuousClock.now + .seconds(3)
    while state.withLock({ !$0.connections.isEmpty }), ContinuousClock.now < patience {
      if state.withLock({ $0.sockets.isEmpty }) {
        for channel in state.withLock({ Array($0.connections.values) }) { channel.close(promise: nil) }
      }
      usleep(20000)
    }
    watch.stop()
    try? group.syncShutdownGracefully()
    site.confinement.removeFolder()
    site.logger.info("stopped")
  }
}
