import Foundation
import JSONRPC
import LanguageServer
import Lessons
import Sandboxing

/// How this program's own workers are started: in a box that has their binary, its libraries and the system's headers
/// and nothing else; on a machine that can make no boxes, without one, and then for this machine's users alone.
package struct Confinement: Sendable {
  /// nil where there is no sandbox.
  let sandbox: Sandbox?
  /// Why there is none.
  let lack: String?
  private let image: ProgramImage?
  private let executable: String
  /// The server's own folder, which goes when it ends.
  let folder: String

  package struct Refusal: Error, Sendable {
    package var message: String
  }

  /// Throws when strangers could reach a server that cannot protect itself from them.
  package init(_ options: PlaygroundOptions) throws(Refusal) {
    executable = options.executable
    folder = FileManager.default.temporaryDirectory.path + "/ownscope-playground-\(UUID().uuidString)"
    do {
      for name in ["", "/image", "/runs"] {
        try FileManager.default.createDirectory(
          atPath: folder + name, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
      }
    } catch {
      throw Refusal(message: "\(folder): cannot be made; set TMPDIR to a folder that can be written")
    }
    do {
      if options.ignoresSandbox { throw Sandbox.Unavailable(why: "the sandbox is switched off") }
      let sandbox = try Sandbox()
      let image = try ProgramImage(
        executable: options.executable, bundles: ["ownscope_Lessons.resources"], folder: folder + "/image")
      self.sandbox = sandbox
      self.image = image
      lack = nil
    } catch {
      sandbox = nil
      image = nil
      lack = (error as? Sandbox.Unavailable)?.why ?? (error as? ProgramImage.Failure)?.message ?? "\(error)"
    }
    if let lack, !options.isLoopback {
      throw Refusal(
        message:
          "\(options.host) can be reached from elsewhere, and strangers' code needs a sandbox: \(lack); "
          + "install what is missing, or serve on 127.0.0.1")
    }
  }

  package func removeFolder() { try? FileManager.default.removeItem(atPath: folder) }

  /// For a supervisor whose client is a stranger.
  var workerOptions: Supervisor.Options {
    let first = command(["lsp", "--worker"], limits: Self.workerLimits)
    let next = command(["lsp", "--worker", "--restarted"], limits: Self.workerLimits)
    var options = Supervisor.Options(executable: first[0], workerArguments: Array(first.dropFirst()))
    options.restartArguments = Array(next.dropFirst())
    options.discardsErrors = true
    // A browser names no process of this machine.
    options.clientProcess = 0
    options.restartPolicy = RestartPolicy(firstPause: .seconds(1), longestPause: .seconds(15))
    return options
  }

  /// The command line of `lint`, for a source in `folder`.
  func lintCommand(file: String, in folder: String) -> [String] {
    let arguments = ["lint", "--format", "json", "--fail-on", "never", "--jobs", "1"]
    guard sandbox != nil else { return [executable] + arguments + [folder + "/" + file] }
    return command(arguments + [file], limits: Self.lintLimits, mount: Box.Mount(folder, at: "/playground"))
  }

  /// A report whose links lead to this server's lesson: the file that the worker knows is nothing for browsers.
  func withOurLesson(_ report: String) -> String {
    let bundle = "/ownscope_Lessons.resources/lesson.html"
    let page = sandbox == nil ? LessonLinks().page : "file:///ownscope" + bundle
    return page.isEmpty ? report : report.replacingOccurrences(of: page, with: "/lesson")
  }

  private func command(_ arguments: [String], limits: Box.Limits, mount: Box.Mount? = nil) -> [String] {
    guard let sandbox, let image else { return [executable] + arguments }
    var box = image.box(arguments: arguments)
    box.limits = limits
    if let mount {
      box.mounts.append(mount)
      box.workingDirectory = mount.place
    }
    return sandbox.command(box, [ProgramImage.place])
  }

  /// A worker that swells or burns is ended by the kernel and replaced.
  private static let workerLimits: Box.Limits = {
    var limits = Box.Limits()
    // Threads that parse reserve a large stack each, so this is far above what is used: see `WorkerWatch`.
    limits.addressSpace = 16 << 30
    limits.processorSeconds = 900
    limits.processes = 64 + 2 * ProcessInfo.processInfo.activeProcessorCount
    limits.openFiles = 256
    return limits
  }()

  private static let lintLimits: Box.Limits = {
    var limits = workerLimits
    limits.processorSeconds = 15
    return limits
  }()
}
