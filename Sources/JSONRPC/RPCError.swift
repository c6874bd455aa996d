/// Why a request was not answered as asked.
package struct RPCError: Error, Sendable, Hashable, Codable {
  package var code: Code
  package var message: String
  /// Only `ServerCancelled` uses it here: the client may ask again.
  package var data: Retrigger?

  package init(_ code: Code, _ message: String, data: Retrigger? = nil) {
    self.code = code
    self.message = message
    self.data = data
  }

  /// The numbers of JSON-RPC 2.0 and of the Language Server Protocol. Others may come in; none others go out.
  package struct Code: RawRepresentable, Sendable, Hashable, Codable {
    package var rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let parseError = Code(rawValue: -32700)
    package static let invalidRequest = Code(rawValue: -32600)
    package static let methodNotFound = Code(rawValue: -32601)
    package static let invalidParams = Code(rawValue: -32602)
    package static let internalError = Code(rawValue: -32603)
    /// A request came before `initialize`.
    package static let serverNotInitialized = Code(rawValue: -32002)
    package static let requestCancelled = Code(rawValue: -32800)
    package static let contentModified = Code(rawValue: -32801)
    package static let serverCancelled = Code(rawValue: -32802)
  }

  /// `DiagnosticServerCancellationData`.
  package struct Retrigger: Sendable, Hashable, Codable {
    package var retriggerRequest: Bool
    package init(retriggerRequest: Bool) { self.retriggerRequest = retriggerRequest }
  }

  /// Decodes what other programs send, whose `data` may be anything.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    code = (try? container.decode(Code.self, forKey: .code)) ?? .internalError
    message = (try? container.decode(String.self, forKey: .message)) ?? ""
    data = try? container.decode(Retrigger.self, forKey: .data)
  }
}
