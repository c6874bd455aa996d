import Foundation
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Answers plain HTTP requests, one at a time a connection. What takes long is done on a thread of its own.
final class HTTPHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  static let name = "playground-http"

  private let site: Site
  private let answers: Answers
  private var head: HTTPRequestHead?
  private var body = Data()
  private var isTooLong = false
  private var deadline: Scheduled<Void>?

  init(_ site: Site) {
    self.site = site
    answers = Answers(site)
  }

  func handlerAdded(context: ChannelHandlerContext) { waitForRequest(context.channel) }

  func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

  /// Whoever takes his time with a request holds a connection for nothing.
  private func waitForRequest(_ channel: any Channel) {
    deadline?.cancel()
    deadline = channel.eventLoop.scheduleTask(in: .seconds(Int64(site.options.limits.requestSeconds))) {
      channel.close(promise: nil)
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let new):
      (head, body, isTooLong) = (new, Data(), false)
    case .body(let part):
      if body.count + part.readableBytes > site.options.limits.message {
        isTooLong = true
        body = Data()
      } else if !isTooLong {
        body += part.readableBytesView
      }
    case .end:
      deadline?.cancel()
      guard let head else { return }
      let request = Answers.Request(
        head, body: body, isTooLong: isTooLong, peer: context.channel.remoteAddress)
      self.head = nil
      answer(request, context.channel)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // A WebSocket that we do not want becomes a plain request, which is told why.
    if error is NIOWebSocketUpgradeError { return }
    context.close(promise: nil)
  }

  private func answer(_ request: Answers.Request, _ channel: any Channel) {
    let start = ContinuousClock.now
    let answers = answers
    if answers.takesLong(request) {
      let handler = NIOLoopBound(self, eventLoop: channel.eventLoop)
      Thread.detachNewThread {
        let answer = answers.answer(request)
        channel.eventLoop.execute {
          Self.send(answer, to: request, on: channel)
          handler.value.waitForRequest(channel)
        }
        answers.count(request, answer, since: start)
      }
    } else {
      let answer = answers.answer(request)
      Self.send(answer, to: request, on: channel)
      answers.count(request, answer, since: start)
      waitForRequest(channel)
    }
  }

  private static func send(_ answer: Answers.Answer, to request: Answers.Request, on channel: any Channel) {
    var headers = HTTPHeaders(answer.headers)
    headers.replaceOrAdd(name: "Content-Length", value: "\(answer.body.count)")
    if !request.isKeptAlive { headers.replaceOrAdd(name: "Connection", value: "close") }
    let head = HTTPResponseHead(version: request.version, status: answer.status, headers: headers)
    channel.write(HTTPServerResponsePart.head(head), promise: nil)
    if request.method != .HEAD {
      let buffer = channel.allocator.buffer(bytes: answer.body)
      channel.write(HTTPServerResponsePart.body(.byteBuffer(buffer)), promise: nil)
    }
    let isKept = request.isKeptAlive
    channel.writeAndFlush(HTTPServerResponsePart.end(nil)).whenComplete { _ in
      if !isKept { channel.close(promise: nil) }
    }
  }
}
