import Foundation
import NIOCore
import NIOHTTP1

/// What the site answers to a request.
struct Answers: Sendable {
  private let site: Site

  init(_ site: Site) { self.site = site }

  struct Request: Sendable {
    var method: HTTPMethod
    var path: String
    var version: HTTPVersion
    var host: String?
    var origin: String?
    var isForwarded: Bool
    var isKeptAlive: Bool
    var body: Data
    var isTooLong: Bool
    /// The address that the connection comes from.
    var peer: String?

    init(_ head: HTTPRequestHead, body: Data, isTooLong: Bool, peer: SocketAddress?) {
      method = head.method
      path = String(head.uri.prefix { $0 != "?" && $0 != "#" })
      version = head.version
      host = head.headers.first(name: "host")
      origin = head.headers.first(name: "origin")
      isForwarded = head.headers.contains(name: "x-forwarded-for") || head.headers.contains(name: "forwarded")
      isKeptAlive = head.isKeepAlive
      self.body = body
      self.isTooLong = isTooLong
      self.peer = peer?.ipAddress
    }
  }

  struct Answer: Sendable {
    var status: HTTPResponseStatus
    var headers: [(String, String)]
    var body: Data
  }

  /// Whether the answer has to be looked for away from the event loop.
  func takesLong(_ request: Request) -> Bool {
    request.path == "/analyze" || request.path == "/unpredicted.json"
  }

  func answer(_ request: Request) -> Answer {
    var answer = bare(request)
    answer.headers += site.policy.headers
    answer.headers += [("Cache-Control", "no-cache"), ("Vary", "Origin")]
    if let origin = request.origin, site.policy.isNamed(origin) {
      answer.headers += [
        ("Access-Control-Allow-Origin", origin), ("Access-Control-Allow-Headers", "Content-Type"),
        ("Access-Control-Allow-Methods", "GET, POST"),
      ]
    } else if request.path.hasPrefix("/assets/") {
      answer.headers.append(("Cross-Origin-Resource-Policy", "cross-origin"))
    }
    return answer
  }

  private func bare(_ request: Request) -> Answer {
    guard site.policy.accepts(host: request.host) else {
      return failure(.misdirectedRequest, "this server does not go by that name")
    }
    if request.isTooLong {
      return failure(.payloadTooLarge, "a request has at most \(site.options.limits.message >> 10) KiB here")
    }
    switch (request.method, request.path) {
    case (.OPTIONS, _):
      return Answer(status: .noContent, headers: [("Allow", "GET, HEAD, POST")], body: Data())
    case (.POST, "/analyze"): return analyze(request)
    case (.GET, "/analyze"), (.HEAD, "/analyze"): return notAllowed("POST")
    case (.GET, let path), (.HEAD, let path): return page(path, request)
    default: return notAllowed("GET, HEAD")
    }
  }

  private func page(_ path: String, _ request: Request) -> Answer {
    switch path {
    case "/": return Answer(status: .seeOther, headers: [("Location", "/playground")], body: Data())
    case "/healthz":
      return site.isDraining
        ? failure(.serviceUnavailable, "going down") : text(.ok, "text/plain; charset=utf-8", "ok\n")
    case "/metrics": return text(.ok, "text/plain; version=0.0.4; charset=utf-8", site.metricsText())
    case "/unpredicted.json": return cases(request)
    case "/lsp", "/run":
      guard site.policy.accepts(origin: request.origin, host: request.host) else { return foreign() }
      if site.isDraining { return failure(.serviceUnavailable, "going down") }
      return Answer(
        status: .upgradeRequired,
        headers: [("Upgrade", "websocket"), ("Content-Type", "text/plain; charset=utf-8")],
        body: Data("a WebSocket is spoken here\n".utf8))
    default:
      guard let page = site.pages.page(path) else { return failure(.notFound, "there is nothing here") }
      return Answer(status: .ok, headers: [("Content-Type", page.type)], body: page.body)
    }
  }

  /// For the owner of the site alone: somebody at this machine, and not somebody for whom a proxy on it speaks.
  private func cases(_ request: Request) -> Answer {
    guard let peer = request.peer, PlaygroundOptions.isLoopback(peer), !request.isForwarded else {
      return failure(.forbidden, "only from this machine itself")
    }
    guard let cases = site.cases else { return failure(.notFound, "no cases are kept; see --keep") }
    return Answer(status: .ok, headers: [("Content-Type", "application/json")], body: cases.json())
  }

  private func analyze(_ request: Request) -> Answer {
    guard site.policy.accepts(origin: request.origin, host: request.host) else { return foreign() }
    guard !site.isDraining else { return failure(.serviceUnavailable, "going down") }
    guard let asked = try? JSONDecoder().decode(RunRequest.self, from: request.body) else {
      return failure(
        .badRequest, "the body is a JSON object with the members language ('c' or 'cpp') and source")
    }
    guard asked.source.utf8.count <= site.options.limits.document else {
      return failure(.payloadTooLarge, "a source has at most \(site.options.limits.document >> 10) KiB here")
    }
    let turn = DispatchSemaphore(value: 0)
    guard let ticket = site.runs.join(onPlace: { _ in }, onTurn: { turn.signal() }) else {
      return failure(.serviceUnavailable, "too many are waiting; try again in a minute")
    }
    defer { ticket.leave() }
    guard turn.wait(timeout: .now() + .seconds(site.options.limits.requestSeconds)) == .success else {
      return failure(.serviceUnavailable, "too many are waiting; try again in a minute")
    }
    do {
      let report = try SourceLinter(confinement: site.confinement).report(asked)
      return Answer(status: .ok, headers: [("Content-Type", "application/json")], body: report)
    } catch {
      return failure(.unprocessableEntity, error.message)
    }
  }

  // MARK: Refusals

  private func foreign() -> Answer {
    site.metrics.add("ownscope_refused_total", ["why": "origin"])
    return failure(.forbidden, "pages of other sites may not talk to this server; see --origin")
  }

  private func notAllowed(_ methods: String) -> Answer {
    var answer = failure(.methodNotAllowed, "only \(methods) here")
    answer.headers.append(("Allow", methods))
    return answer
  }

  private func failure(_ status: HTTPResponseStatus, _ why: String) -> Answer {
    text(status, "text/plain; charset=utf-8", why + "\n")
  }

  private func text(_ status: HTTPResponseStatus, _ type: String, _ text: String) -> Answer {
    Answer(status: status, headers: [("Content-Type", type)], body: Data(text.utf8))
  }

  // MARK: Counting

  func count(_ request: Request, _ answer: Answer, since start: ContinuousClock.Instant) {
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let route = Self.route(request.path)
    site.metrics.add("ownscope_requests_total", ["route": route, "status": "\(answer.status.code)"])
    site.metrics.add("ownscope_request_seconds_total", ["route": route], by: seconds)
    site.logger.debug(
      "request",
      metadata: [
        "method": "\(request.method)", "route": "\(route)", "status": "\(answer.status.code)",
        "seconds": "\(seconds)",
      ])
  }

  /// Paths as strangers write them are no names for series.
  private static func route(_ path: String) -> String {
    let known = [
      "/", "/playground", "/lesson", "/examples.json", "/healthz", "/metrics", "/unpredicted.json", "/lsp",
      "/run",
      "/analyze",
    ]
    if known.contains(path) { return path }
    return path.hasPrefix("/assets/") ? "/assets" : "other"
  }
}
