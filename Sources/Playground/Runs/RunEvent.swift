import Foundation

/// What the page is told of a run, a JSON text each, with the name of the event as the member `event`.
package enum RunEvent: Sendable, Hashable {
  case queued(place: Int)
  /// Nothing is run, and this is why.
  case unavailable(why: String)
  case compiling
  case compiler(text: String, failed: Bool)
  /// What follows comes from a run under this tool.
  case tool(name: String)
  case output(text: String)
  case exit(code: Int?, signal: String?, explanation: String)
  case verdict(Verdict)
  case done

  package var json: Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Plain texts and numbers can always be written.
    return (try? encoder.encode(self)) ?? Data("{}".utf8)
  }
}

extension RunEvent: Encodable {
  private enum Key: String, CodingKey {
    case event, place, why, text, failed, name, code, signal, explanation, findings, unpredicted, leakCheck
  }

  package func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: Key.self)
    switch self {
    case .queued(let place):
      try members.encode("queued", forKey: .event)
      try members.encode(place, forKey: .place)
    case .unavailable(let why):
      try members.encode("unavailable", forKey: .event)
      try members.encode(why, forKey: .why)
    case .compiling: try members.encode("compiling", forKey: .event)
    case .compiler(let text, let failed):
      try members.encode("compiler", forKey: .event)
      try members.encode(text, forKey: .text)
      try members.encode(failed, forKey: .failed)
    case .tool(let name):
      try members.encode("tool", forKey: .event)
      try members.encode(name, forKey: .name)
    case .output(let text):
      try members.encode("output", forKey: .event)
      try members.encode(text, forKey: .text)
    case .exit(let code, let signal, let explanation):
      try members.encode("exit", forKey: .event)
      try members.encode(code, forKey: .code)
      try members.encode(signal, forKey: .signal)
      try members.encode(explanation, forKey: .explanation)
    case .verdict(let verdict):
      try members.encode("verdict", forKey: .event)
      try members.encode(verdict.findings, forKey: .findings)
      try members.encode(verdict.unpredicted, forKey: .unpredicted)
      try members.encode(verdict.leakCheck, forKey: .leakCheck)
    case .done: try members.encode("done", forKey: .event)
    }
  }
}
