import Synchronization
import Workspace

/// One line on standard error that says how far a run is; nothing at all when that is not a terminal.
final class ProgressLine: Sendable {
  private let isOn = Terminal.isErrorATerminal
  private let isShown = Mutex(false)

  func show(_ progress: LintProgress) {
    guard isOn else { return }
    let text =
      switch progress {
      case .parsing(let done, let total, let path), .parsed(let done, let total, let path):
        "[\(done)/\(total)] \(path.split(separator: "/").last ?? "")"
      case .analysing(let functions): "following ownership through \(functions) functions"
      }
    isShown.withLock { isShown in
      Terminal.writeError("\r\u{1B}[K\(text)")
      isShown = true
    }
  }

  func clear() {
    isShown.withLock { isShown in
      if isShown { Terminal.writeError("\r\u{1B}[K") }
      isShown = false
    }
  }
}
