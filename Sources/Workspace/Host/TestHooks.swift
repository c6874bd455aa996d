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

private struct TestHookUnit: DocumentLowering {
  let unit: any DocumentLowering

  func lower(
    _ command: CompileCommand, unsavedFiles: [UnsavedFile], cancellation: Cancellation
  ) async throws(FileFailure) -> LoweredFile? {
    let text = unsavedFiles.first { $0.path == command.file }?.contents ?? ""
    if text.contains("ownscope-test: crash") { abort() }
    if text.contains("ownscope-test: hang") { while true { sleep(1000) } }
    return try await unit.lower(command, unsavedFiles: unsavedFiles, cancellation: cancellation)
  }

  func lowerAndWait(_ command: CompileCommand, unsavedFiles: [UnsavedFile]) -> Result<LoweredFile, FileFailure> {
    unit.lowerAndWait(command, unsavedFiles: unsavedFiles)
  }
}
