/// `client/registerCapability`: the server wants to be told of something from now on.
package struct RegisterCapability: LSPRequest {
  package static let method = "client/registerCapability"
  package typealias Response = Null

  package var registrations: [Registration]

  package struct Registration: Codable, Sendable, Hashable {
    package var id: String
    package var method: String
    package var registerOptions: LSPAny?
    package init(id: String, method: String, registerOptions: LSPAny? = nil) {
      self.id = id
      self.method = method
      self.registerOptions = registerOptions
    }
  }

  package init(registrations: [Registration]) { self.registrations = registrations }
}
