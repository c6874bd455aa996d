import Foundation

/// A message as it came in, looked at only as far as it takes to pass it on: its parameters stay text until somebody
/// knows their type.
package struct IncomingMessage: Sendable {
  package enum Kind: Sendable, Hashable {
    case request(RequestID, method: String)
    case notification(method: String)
    /// An answer to a request of ours.
    case response(RequestID?)
  }
  package var kind: Kind
  /// The whole message as JSON.
  package var body: Data

  /// Reads the envelope. Throws the error to answer with, and the id to answer to where there is one.
  package init(body: Data) throws(Rejection) {
    self.body = body
    let envelope: Envelope
    do {
      envelope = try JSONDecoder().decode(Envelope.self, from: body)
    } catch {
      // A text that is JSON but no message (a number, a batch) is a wrong request, not a wrong text.
      let isJSON = (try? JSONDecoder().decode(Ignored.self, from: body)) != nil
      throw Rejection(
        id: nil,
        error: isJSON
          ? RPCError(.invalidRequest, "not a JSON-RPC message: an object is expected")
          : RPCError(.parseError, "the message is not JSON"))
    }
    switch (envelope.id, envelope.method) {
    case (.valid(let id), let method?): kind = .request(id, method: method)
    case (.absent, let method?): kind = .notification(method: method)
    case (.valid(let id), nil) where envelope.isAnswer: kind = .response(id)
    case (.null, nil) where envelope.isAnswer: kind = .response(nil)
    case (.null, _?), (.invalid, _):
      throw Rejection(id: nil, error: RPCError(.invalidRequest, "the id is neither a number nor a string"))
    case (.valid(let id), nil):
      throw Rejection(id: id, error: RPCError(.invalidRequest, "a message needs a method, a result or an error"))
    case (.absent, nil), (.null, nil):
      throw Rejection(id: nil, error: RPCError(.invalidRequest, "a message needs a method, a result or an error"))
    }
  }

  /// A message that cannot be passed on.
  package struct Rejection: Error, Sendable, Hashable {
    package var id: RequestID?
    package var error: RPCError
  }

  /// The parameters, read as `type`. Absent ones read as an empty object.
  package func parameters<Parameters: Decodable>(_ type: Parameters.Type) throws(RPCError) -> Parameters {
    do {
      if let message = try JSONDecoder().decode(WithParameters<Parameters>.self, from: body).params { return message }
      return try JSONDecoder().decode(Parameters.self, from: Data("{}".utf8))
    } catch {
      throw RPCError(.invalidParams, "the parameters are not what this method takes: \(Self.reason(error))")
    }
  }

  /// The result of a response, read as `type`; an error response is thrown.
  package func result<Result: Decodable>(_ type: Result.Type) throws(RPCError) -> Result {
    let answer: Answer<Result>
    do {
      answer = try JSONDecoder().decode(Answer<Result>.self, from: body)
    } catch {
      throw RPCError(.internalError, "the answer is not what was asked for: \(Self.reason(error))")
    }
    if let error = answer.error { throw error }
    if let result = answer.result { return result }
    // `null` for those who expect that.
    if let result = try? JSONDecoder().decode(Result.self, from: Data("null".utf8)) { return result }
    throw RPCError(.internalError, "the answer has no result")
  }

  private static func reason(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "\(error)" }
    switch error {
    case .keyNotFound(let key, _): return "'\(key.stringValue)' is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      return "'\(path)' has the wrong type"
    @unknown default: return "they cannot be read"
    }
  }
}

private struct WithParameters<Parameters: Decodable>: Decodable {
  var params: Parameters?
}

private struct Answer<Result: Decodable>: Decodable {
  var result: Result?
  var error: RPCError?
}

/// Any JSON value.
private struct Ignored: Decodable {
  init(from decoder: any Decoder) throws {}
}

private struct Envelope: Decodable {
  enum Identifier { case absent, null, valid(RequestID), invalid }
  var id: Identifier
  var method: String?
  var isAnswer: Bool

  enum CodingKeys: CodingKey { case id, method, result, error }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if !container.contains(.id) {
      id = .absent
    } else if (try? container.decodeNil(forKey: .id)) == true {
      id = .null
    } else if let known = try? container.decode(RequestID.self, forKey: .id) {
      id = .valid(known)
    } else {
      id = .invalid
    }
    method = try? container.decode(String.self, forKey: .method)
    isAnswer = container.contains(.result) || container.contains(.error)
  }
}
