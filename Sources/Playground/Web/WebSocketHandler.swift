import Foundation
import NIOCore
import NIOWebSocket

/// Takes frames apart into texts. Pings are answered; anything but text ends the conversation.
final class WebSocketHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private let socket: MessageSocket

  init(_ socket: MessageSocket) { self.socket = socket }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    switch frame.opcode {
    case .text: socket.received(Data(frame.unmaskedData.readableBytesView))
    case .ping:
      context.writeAndFlush(
        wrapOutboundOut(WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData)), promise: nil)
    case .pong: break
    case .connectionClose: socket.close(.done)
    default: socket.close(.refused("only texts are understood here"))
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    socket.writability(context.channel.isWritable)
    context.fireChannelWritabilityChanged()
  }

  func channelInactive(context: ChannelHandlerContext) {
    socket.ended()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error {
    case NIOWebSocketError.invalidFrameLength: socket.close(.tooLong("the message is too long"))
    case is NIOWebSocketFrameAggregator.Error: socket.close(.tooLong("the message is too long"))
    default: context.close(promise: nil)
    }
    socket.ended()
  }
}
