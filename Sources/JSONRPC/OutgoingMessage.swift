import Foundation

/// Messages as JSON texts.
package enum OutgoingMessage {
  package static func request(_ id: RequestID, _ method: String, _ params: some Encodable & Sendable) -> Data {
    encode(Request(id: id, method: method, params: params))
  }

  package static func notification(_ method: String, _ params: some Encodable & Sendable) -> Data {
    encode(Notification(method: method, params: params))
  }

  package static func response(_ id: RequestID, _ result: some Encodable & Sendable) -> Data {
    encode(Success(id: id, result: result))
  }

  /// `id` is nil where nobody knows what was asked.
  package static func failure(_ id: RequestID?, _ error: RPCError) -> Data {
    encode(Failure(id: id, error: error))
  }

  /// Keys sorted, so that a session is the same bytes each time; slashes as they are, for whoever reads a trace.
  package static func encode(_ value: some Encodable) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return try encoder.encode(value)
    } catch {
      // Our own messages hold neither circles nor infinite numbers.
      preconditionFailure("a message cannot be written as JSON: \(error)")
    }
  }
}

private struct Request<Params: Encodable>: Encodable {
  let jsonrpc = "2.0"
  var id: RequestID
  var method: String
  var params: Params
}

private struct Notification<Params: Encodable>: Encodable {
  let jsonrpc = "2.0"
  var method: String
  var params: Params
}

private struct Success<Result: Encodable>: Encodable {
  let jsonrpc = "2.0"
  var id: RequestID
  var result: Result

  enum CodingKeys: CodingKey { case jsonrpc, id, result }

  /// A response without a result is none: nil is written as `null`.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(jsonrpc, forKey: .jsonrpc)
    try container.encode(id, forKey: .id)
    try container.encode(result, forKey: .result)
  }
}

private struct Failure: Encodable {
  let jsonrpc = "2.0"
  var id: RequestID?
  var error: RPCError

  enum CodingKeys: CodingKey { case jsonrpc, id, error }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(jsonrpc, forKey: .jsonrpc)
    try container.encode(id, forKey: .id)
    try container.encode(error, forKey: .error)
  }
}
