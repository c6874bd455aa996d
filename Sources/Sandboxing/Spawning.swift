import Glibc

/// Starting a process (`posix_spawn(3)`).
enum Spawning {
  /// Starts a program in a process group of its own, with these descriptors as its standard streams and no others.
  /// Throws when the system refuses.
  static func start(
    _ command: [String], input: Descriptor, output: Descriptor, errors: Descriptor
  ) throws(BoxedProcess.Failure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, end) in [input, output, errors].enumerated() {
      posix_spawn_file_actions_adddup2(&actions, end.number, Int32(number))
    }
    // A connection of somebody else must not be found in there.
    guard GNUCalls.closeFrom(&actions, 3) == 0 else {
      throw BoxedProcess.Failure(
        message: "the C library is too old to close what a new process must not have")
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What the server ignores or blocks is no business of strangers' programs.
    var all = sigset_t()
    var none = sigset_t()
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))

    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    // Nothing of the server's environment; bubblewrap and its helpers need a path at most.
    var environment: [UnsafeMutablePointer<CChar>?] = [
      strdup("PATH=/usr/bin:/bin"), strdup("LANG=C.UTF-8"), nil,
    ]
    defer { for variable in environment { free(variable) } }
    var process: pid_t = 0
    let result = posix_spawn(&process, command[0], &actions, &attributes, &arguments, &environment)
    guard result == 0 else {
      throw BoxedProcess.Failure(message: "\(command[0]): \(String(cString: strerror(result)))")
    }
    return process
  }
}
