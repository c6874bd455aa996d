package enum MarkupKind: String, Codable, Sendable, Hashable {
  case plaintext, markdown
}

package struct MarkupContent: Codable, Sendable, Hashable {
  package var kind: MarkupKind
  package var value: String

  package init(kind: MarkupKind, value: String) {
    self.kind = kind
    self.value = value
  }
}
