import LanguageServerProtocol
import Workspace

/// What is shown of reading the rest of a project. Short work is not shown: it would only flicker.
struct IndexingProgress {
  static let patience: Duration = .seconds(1)
  static let interval: Duration = .milliseconds(250)
  static let token = "ownscope/indexing"

  var since: Duration?
  var lastReport: Duration?
  var isShown = false
}

extension LanguageServer {
  func showIndexing(done: Int, of total: Int, path: String) {
    guard abilities.progress else { return }
    let now = clock.now()
    let since = indexing.since ?? now
    indexing.since = since
    guard now - since >= IndexingProgress.patience,
      indexing.lastReport.map({ now - $0 >= IndexingProgress.interval }) ?? true
    else { return }
    indexing.lastReport = now
    let percentage = total == 0 ? 0 : done * 100 / total
    let name = path.split(separator: "/").last.map(String.init) ?? path
    if !indexing.isShown {
      indexing.isShown = true
      ask(WorkDoneProgressCreate(token: IndexingProgress.token))
      report(.init(kind: .begin, title: "Ownscope: reading the project", percentage: percentage))
    }
    report(.init(kind: .report, message: "\(done)/\(total) \(name)", percentage: percentage))
  }

  func endIndexing() {
    if indexing.isShown { report(.init(kind: .end)) }
    indexing = IndexingProgress()
  }

  private func report(_ value: Progress.Value) {
    notify(Progress(token: IndexingProgress.token, value: value))
  }
}
