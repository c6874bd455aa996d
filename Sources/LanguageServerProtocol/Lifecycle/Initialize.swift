/// `initialize`: the first request of a session.
package struct Initialize: LSPRequest {
  package static let method = "initialize"
  package typealias Response = InitializeResult

  /// Of the process that started the server; null for none.
  package var processId: Int?
  package var clientInfo: ClientInfo?
  package var rootPath: String?
  package var rootUri: String?
  package var workspaceFolders: [WorkspaceFolder]?
  package var initializationOptions: LSPAny?
  package var capabilities: ClientCapabilities

  package struct ClientInfo: Codable, Sendable, Hashable {
    package var name: String
    package var version: String?
  }

  package init(
    processId: Int? = nil, rootUri: String? = nil, workspaceFolders: [WorkspaceFolder]? = nil,
    initializationOptions: LSPAny? = nil, capabilities: ClientCapabilities = ClientCapabilities()
  ) {
    self.processId = processId
    self.rootUri = rootUri
    self.workspaceFolders = workspaceFolders
    self.initializationOptions = initializationOptions
    self.capabilities = capabilities
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    processId = try? container.decode(Int.self, forKey: .processId)
    clientInfo = try? container.decode(ClientInfo.self, forKey: .clientInfo)
    rootPath = try? container.decode(String.self, forKey: .rootPath)
    rootUri = try? container.decode(String.self, forKey: .rootUri)
    workspaceFolders = try? container.decode([WorkspaceFolder].self, forKey: .workspaceFolders)
    initializationOptions = try? container.decode(LSPAny.self, forKey: .initializationOptions)
    capabilities =
      (try? container.decode(ClientCapabilities.self, forKey: .capabilities)) ?? ClientCapabilities()
  }
}

package struct WorkspaceFolder: Codable, Sendable, Hashable {
  package var uri: String
  package var name: String
  package init(uri: String, name: String) {
    self.uri = uri
    self.name = name
  }
}

package struct InitializeResult: Codable, Sendable, Hashable {
  package var capabilities: ServerCapabilities
  package var serverInfo: ServerInfo
  /// clangd's older way to answer with the encoding.
  package var offsetEncoding: String?

  package struct ServerInfo: Codable, Sendable, Hashable {
    package var name: String
    package var version: String
    package init(name: String, version: String) {
      self.name = name
      self.version = version
    }
  }

  package init(capabilities: ServerCapabilities, serverInfo: ServerInfo, offsetEncoding: String? = nil) {
    self.capabilities = capabilities
    self.serverInfo = serverInfo
    self.offsetEncoding = offsetEncoding
  }
}
