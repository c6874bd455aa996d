import ClangFrontend
import Findings
import Glibc

extension HostEngine {
  /// The same engine, but a document with the words `ownscope-test: crash` takes the process down when it is parsed,
  /// and one with `ownscope-test: hang` never comes back: that is how tests see that neither costs more than the file.
  package var obeyingTestHooks: HostEngine {
    let makeUnit = makeUnit
    var hooked = self
    hooked.makeUnit = { TestHookUnit(unit: makeUnit()) }
    return hooked
  }
}

extension Engine {
  /// The same for files on disk.
  package var obeyingTestHooks: Engine {
    let lower = lower
    var hooked = self
    hooked.lower = { command, unsavedFiles throws(FileFailure) in
      obeyTestHooks(in: command.text(among: unsavedFiles))
      return try lower(command, unsavedFiles)
    }
    return hooked
  }
}

private func obeyTestHooks(in text: String) {
  if text.contains("ownscope-test: crash") { abort() }
  if text.contains("ownscope-test: hang") { while true { sleep(1000) } }
}

private struct TestHookUnit: DocumentLowering {
  let unit: any DocumentLowering

  func lower(
    _ command: CompileCommand, unsavedFiles: [UnsavedFile], cancellation: Cancellation
  ) async throws(FileFailure) -> LoweredFile? {
    obeyTestHooks(in: unsavedFiles.first { $0.path == command.file }?.contents ?? "")
    return try await unit.lower(command, unsavedFiles: unsavedFiles, cancellation: cancellation)
  }

  func lowerAndWait(_ command: CompileCommand, unsavedFiles: [UnsavedFile]) -> Result<LoweredFile, FileFailure> {
    unit.lowerAndWait(command, unsavedFiles: unsavedFiles)
  }
}
