package enum DiagnosticSeverity: Int, Codable, Sendable, Hashable {
  case error = 1
  case warning, information, hint
}

package enum DiagnosticTag: Int, Codable, Sendable, Hashable {
  case unnecessary = 1
  case deprecated
}

/// Something a client shows at a place of a document.
package struct Diagnostic: Codable, Sendable, Hashable {
  package var range: LSPRange
  package var severity: DiagnosticSeverity?
  package var code: String?
  package var codeDescription: CodeDescription?
  package var source: String?
  package var message: String
  package var tags: [DiagnosticTag]?
  package var relatedInformation: [RelatedInformation]?
  /// Comes back with `textDocument/codeAction`.
  package var data: LSPAny?

  package struct CodeDescription: Codable, Sendable, Hashable {
    package var href: String
    package init(href: String) { self.href = href }
  }

  package struct RelatedInformation: Codable, Sendable, Hashable {
    package var location: Location
    package var message: String
    package init(location: Location, message: String) {
      self.location = location
      self.message = message
    }
  }

  package init(range: LSPRange, severity: DiagnosticSeverity? = nil, source: String? = nil, message: String) {
    self.range = range
    self.severity = severity
    self.source = source
    self.message = message
  }

  /// Diagnostics of other servers come along with code actions: their `code` may be a number.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    range = try container.decode(LSPRange.self, forKey: .range)
    message = (try? container.decode(String.self, forKey: .message)) ?? ""
    severity = try? container.decode(DiagnosticSeverity.self, forKey: .severity)
    code =
      (try? container.decode(String.self, forKey: .code))
      ?? (try? container.decode(Int.self, forKey: .code)).map(String.init)
    codeDescription = try? container.decode(CodeDescription.self, forKey: .codeDescription)
    source = try? container.decode(String.self, forKey: .source)
    tags = try? container.decode([DiagnosticTag].self, forKey: .tags)
    relatedInformation = try? container.decode([RelatedInformation].self, forKey: .relatedInformation)
    data = try? container.decode(LSPAny.self, forKey: .data)
  }
}
