/// A request of the protocol: its method's name and the types of both directions.
package protocol LSPRequest: Codable, Sendable {
  static var method: String { get }
  associatedtype Response: Codable & Sendable
}

/// A notification of the protocol.
package protocol LSPNotification: Codable, Sendable {
  static var method: String { get }
}

/// An empty answer: `null`.
package struct Null: Codable, Sendable, Hashable {
  package init() {}
  package init(from decoder: any Decoder) throws {}
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encodeNil()
  }
}
