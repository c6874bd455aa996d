package struct TextDocumentIdentifier: Codable, Sendable, Hashable {
  package var uri: String
  package init(uri: String) { self.uri = uri }
}

package struct VersionedTextDocumentIdentifier: Codable, Sendable, Hashable {
  package var uri: String
  package var version: Int
  package init(uri: String, version: Int) {
    self.uri = uri
    self.version = version
  }
}

/// `version` is null for documents that are not open.
package struct OptionalVersionedTextDocumentIdentifier: Codable, Sendable, Hashable {
  package var uri: String
  package var version: Int?

  package init(uri: String, version: Int?) {
    self.uri = uri
    self.version = version
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(uri, forKey: .uri)
    try container.encode(version, forKey: .version)
  }
}

package struct TextDocumentItem: Codable, Sendable, Hashable {
  package var uri: String
  package var languageId: String
  package var version: Int
  package var text: String

  package init(uri: String, languageId: String, version: Int, text: String) {
    self.uri = uri
    self.languageId = languageId
    self.version = version
    self.text = text
  }
}
