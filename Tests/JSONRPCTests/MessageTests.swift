import Foundation
import JSONRPC
import Testing

@Suite("Messages")
struct MessageTests {
  private func kind(_ json: String) throws -> IncomingMessage.Kind {
    try IncomingMessage(body: Data(json.utf8)).kind
  }

  @Test("Requests, notifications and answers are told apart")
  func kinds() throws {
    #expect(try kind(#"{"jsonrpc":"2.0","id":1,"method":"a"}"#) == .request(.number(1), method: "a"))
    #expect(try kind(#"{"id":"x","method":"a","params":[]}"#) == .request(.string("x"), method: "a"))
    #expect(try kind(#"{"method":"a"}"#) == .notification(method: "a"))
    #expect(try kind(#"{"id":1,"result":null}"#) == .response(.number(1)))
    #expect(try kind(#"{"id":null,"error":{"code":1,"message":""}}"#) == .response(nil))
  }

  @Test(
    "What is no message is refused with the right error",
    arguments: [
      ("{", RPCError.Code.parseError), ("\u{0}", .parseError), ("[]", .invalidRequest), ("7", .invalidRequest),
      (#"{"id":{},"method":"a"}"#, .invalidRequest), (#"{"id":null,"method":"a"}"#, .invalidRequest),
      (#"{"id":1}"#, .invalidRequest), ("{}", .invalidRequest), (#"{"id":1,"method":5}"#, .invalidRequest),
      (String(repeating: "[", count: 100_000), .parseError),
    ])
  func refused(json: String, code: RPCError.Code) {
    #expect {
      try IncomingMessage(body: Data(json.utf8))
    } throws: {
      ($0 as? IncomingMessage.Rejection)?.error.code == code
    }
  }

  @Test("Bytes that are no text are refused")
  func invalidText() {
    let body = Data(#"{"id":1,"method":"a"#.utf8) + Data([0xFF, 0xFE]) + Data(#""}"#.utf8)
    #expect(throws: IncomingMessage.Rejection.self) { try IncomingMessage(body: body) }
  }

  @Test("Parameters of the wrong form say what is wrong")
  func parameters() throws {
    struct Wanted: Decodable {
      var name: String
      var number: Int
    }
    let message = try IncomingMessage(body: Data(#"{"method":"a","params":{"name":"x","number":"y"}}"#.utf8))
    #expect {
      try message.parameters(Wanted.self)
    } throws: { error in
      let error = error as? RPCError
      return error?.code == .invalidParams && error?.message.contains("number") == true
    }
  }

  @Test("An answer without a result is written as null")
  func nullResult() {
    let text = String(decoding: OutgoingMessage.response(.number(1), Int?.none), as: UTF8.self)
    #expect(text == #"{"id":1,"jsonrpc":"2.0","result":null}"#)
  }
}
