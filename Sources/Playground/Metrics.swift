import Synchronization

/// What the site counts, as Prometheus reads it (text format 0.0.4).
package final class Metrics: Sendable {
  private struct Series: Hashable {
    var name: String
    var labels: [String]
  }
  private let values = Mutex<[Series: Double]>([:])

  private static let help: [(name: String, kind: String, text: String)] = [
    ("ownscope_sessions", "gauge", "Sessions that have a worker."),
    ("ownscope_session_queue", "gauge", "Sessions that wait for a worker."),
    ("ownscope_sessions_total", "counter", "Sessions that were asked for."),
    ("ownscope_workers", "gauge", "Workers that serve a session."),
    ("ownscope_worker_restarts_total", "counter", "Workers that ended before their session."),
    ("ownscope_runs", "gauge", "Programs that are being compiled or run."),
    ("ownscope_run_queue", "gauge", "Programs that wait to be run."),
    ("ownscope_runs_total", "counter", "Programs that were run, by mode."),
    ("ownscope_run_seconds_total", "counter", "Seconds that runs took, by mode."),
    ("ownscope_verdicts_total", "counter", "Findings and reports laid beside each other, by verdict."),
    ("ownscope_requests_total", "counter", "HTTP requests, by route and status."),
    ("ownscope_request_seconds_total", "counter", "Seconds until HTTP requests were answered, by route."),
    ("ownscope_refused_total", "counter", "What was refused, by reason."),
    ("ownscope_connections", "gauge", "Connections."),
  ]

  package init() {}

  /// Adds to a counter. Labels come in the order of their names' use.
  package func add(_ name: String, _ labels: KeyValuePairs<String, String> = [:], by amount: Double = 1) {
    let texts = labels.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }
    values.withLock { $0[Series(name: name, labels: texts), default: 0] += amount }
  }

  /// Moves a gauge.
  package func change(_ name: String, by amount: Double) { add(name, by: amount) }

  package func set(_ name: String, _ value: Int) {
    values.withLock { $0[Series(name: name, labels: [])] = Double(value) }
  }

  package func text() -> String {
    let values = values.withLock { $0 }
    var text = ""
    for metric in Self.help {
      text += "# HELP \(metric.name) \(metric.text)\n# TYPE \(metric.name) \(metric.kind)\n"
      let lines = values.filter { $0.key.name == metric.name }.map { series, value in
        let labels = series.labels.isEmpty ? "" : "{\(series.labels.joined(separator: ","))}"
        return "\(metric.name)\(labels) \(value == value.rounded() ? "\(Int(value))" : "\(value)")\n"
      }
      text += lines.isEmpty ? "\(metric.name) 0\n" : lines.sorted().joined()
    }
    return text
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
