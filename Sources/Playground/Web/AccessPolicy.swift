/// Who may use the server from where, by the headers that browsers send.
struct AccessPolicy: Sendable {
  private let isLoopback: Bool
  private let origins: Set<String>
  private let originHosts: Set<String>

  init(_ options: PlaygroundOptions) {
    isLoopback = options.isLoopback
    origins = Set(options.origins)
    originHosts = Set(options.origins.compactMap { $0.split(separator: "/").last.map(String.init) })
  }

  /// Whether the request was meant for this server. A server for this machine alone answers to its names only: a
  /// stranger's name may have been made to point here (DNS rebinding).
  func accepts(host: String?) -> Bool {
    guard isLoopback else { return true }
    guard let host else { return false }
    return PlaygroundOptions.isLoopback(Self.name(host)) || originHosts.contains(host)
  }

  /// Whether a page of this origin may talk to us: our own, and those that the owner of the site has named. What is no
  /// browser sends none.
  func accepts(origin: String?, host: String?) -> Bool {
    guard let origin else { return true }
    if origins.contains(origin) { return true }
    guard let host else { return false }
    return origin == "http://\(host)" || origin == "https://\(host)"
  }

  /// Whether the origin is one that the owner has named: only then do answers carry it.
  func isNamed(_ origin: String) -> Bool { origins.contains(origin) }

  /// Headers of every answer. Pages load nothing from elsewhere; styles may be made by scripts, as editors do.
  var headers: [(String, String)] {
    let framers = (["'self'"] + origins.sorted()).joined(separator: " ")
    return [
      (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
          + "font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
          + "frame-ancestors \(framers)"
      ),
      ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
      ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ]
  }

  /// `[::1]:8080` and `localhost:8080` without the port.
  private static func name(_ host: String) -> String {
    if host.hasPrefix("[") { return String(host.prefix { $0 != "]" }.dropFirst()) }
    return String(host.prefix { $0 != ":" })
  }
}
