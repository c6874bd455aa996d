import Foundation
import Glibc
import Workspace

/// A run that starts again, in the same process, without files that it does not come back from.
enum Restart {
  private static let variable = "OWNSCOPE_LEFT_OUT"
  /// How often a run may do so.
  private static let limit = 50
  /// How often the watch looks: a device file fills a gigabyte in this time.
  private static let period: UInt32 = 200_000

  /// What the runs before this one have left out.
  static let leftOut: [LeftOutFile] = {
    guard let text = getenv(variable) else { return [] }
    return (try? JSONDecoder().decode([LeftOutFile].self, from: Data(String(cString: text).utf8))) ?? []
  }()

  /// A watch that starts the program again when a file goes over a limit, or when the program crashes in one.
  static func watch(limits: ReadingLimits) -> ReadingWatch? {
    guard leftOut.count < limit else { return nil }
    // Has its place in the environment now: a handler must not ask for memory.
    setenv(variable, "[]", 0)
    CrashHandler.install()
    let watch = ReadingWatch(limits: limits) { path in
      CrashHandler.note(path.map { setting(with: [LeftOutFile(path: $0, reason: .crash)]) })
    }
    Thread.detachNewThread {
      while true {
        usleep(period)
        let files = watch.overdue
        if !files.isEmpty { setting(with: files).withCString(execute) }
      }
    }
    return watch
  }

  /// The environment's line for a run without these files as well.
  private static func setting(with files: [LeftOutFile]) -> String {
    let list = (try? JSONEncoder().encode(leftOut + files)) ?? Data()
    return "\(variable)=\(String(decoding: list, as: UTF8.self))"
  }

  /// The program with its own arguments and `setting` in its environment; comes back only when the system refuses.
  /// Safe in a signal's handler.
  fileprivate static func execute(_ setting: UnsafePointer<CChar>) {
    StandardError.giveBack()
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
    putenv(UnsafeMutablePointer(mutating: setting))
    execve("/proc/self/exe", CommandLine.unsafeArgv, environ)
  }

  /// Starts again when a thread that reads a file crashes. libclang catches most of its own crashes; those that it does
  /// not end here.
  private enum CrashHandler {
    /// Of each thread: the environment's line for a run without the file that it reads, a C string.
    static let setting: pthread_key_t = {
      var key = pthread_key_t()
      pthread_key_create(&key) { free($0) }
      return key
    }()

    static func install() {
      _ = setting
      for number in [SIGSEGV, SIGBUS, SIGILL, SIGABRT, SIGFPE, SIGTRAP] {
        var action = sigaction()
        action.sa_flags = SA_ONSTACK | Int32(bitPattern: UInt32(SA_RESETHAND))
        action.__sigaction_handler.sa_handler = { number in
          if let setting = pthread_getspecific(CrashHandler.setting) {
            Restart.execute(setting.assumingMemoryBound(to: CChar.self))
          }
          StandardError.giveBack(crashed: true)
          raise(number)
        }
        sigaction(number, &action, nil)
      }
    }

    static func note(_ line: String?) {
      free(pthread_getspecific(setting))
      pthread_setspecific(setting, line.map { UnsafeMutableRawPointer(strdup($0)) })
    }
  }
}
