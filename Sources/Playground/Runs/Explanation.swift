import Sandboxing

/// How a program ended, in words for learners.
struct Explanation: Sendable, Hashable {
  var code: Int?
  var signal: String?
  var sentence: String

  /// The exit status that sanitizers are told to use when they have found something.
  static let sanitizerStatus: Int32 = 86
  /// The same of valgrind.
  static let valgrindStatus: Int32 = 87

  init(_ end: BoxedProcess.End, limits: RunLimits) {
    switch end {
    case .exited(0):
      self.init(code: 0, "The program ended by itself with status 0, which says that all went well.")
    case .exited(Self.sanitizerStatus):
      self.init(code: 86, "AddressSanitizer or LeakSanitizer found something; their report is above.")
    case .exited(Self.valgrindStatus): self.init(code: 87, "Valgrind found something; its report is above.")
    // bubblewrap and shells tell a signal as 128 and its number.
    case .exited(let status) where Self.signals[status - 128] != nil: self.init(signal: status - 128, limits)
    case .exited(let status):
      self.init(
        code: Int(status),
        "The program ended by itself with status \(status), which says that something failed.")
    case .signalled(let number): self.init(signal: number, limits)
    case .tookTooLong:
      self.init(
        signal: "SIGKILL", "The program was stopped: it took longer than \(limits.wallSeconds) seconds.")
    case .saidTooMuch:
      self.init(signal: "SIGKILL", "The program was stopped: it printed more than is shown here.")
    case .tookTooMuch:
      self.init(signal: "SIGKILL", "The program was stopped: it used more memory than it may have here.")
    case .cancelled: self.init(signal: "SIGKILL", "The program was stopped.")
    }
  }

  private init(code: Int, _ sentence: String) { (self.code, self.sentence) = (code, sentence) }
  private init(signal: String, _ sentence: String) { (self.signal, self.sentence) = (signal, sentence) }

  private init(signal number: Int32, _ limits: RunLimits) {
    if number == 9 {
      self.init(
        signal: "SIGKILL",
        "The program was stopped: it used more than \(limits.processorSeconds) seconds of the processor.")
    } else {
      let (name, sentence) = Self.signals[number] ?? ("signal \(number)", "It was stopped by a signal.")
      self.init(signal: name, sentence)
    }
  }

  private static let signals: [Int32: (String, String)] = [
    4: ("SIGILL", "It came to an instruction that the processor does not know."),
    5: ("SIGTRAP", "It came to a trap, which compilers put where no program should come."),
    6: (
      "SIGABRT",
      "It gave up by itself (abort): often the C library saw that its heap was damaged, or an exception was not caught."
    ),
    7: ("SIGBUS", "It used memory that is not there."),
    8: ("SIGFPE", "It divided a whole number by zero."),
    9: ("SIGKILL", ""),
    11: (
      "SIGSEGV", "It used memory that is not its own: a null pointer, one that was freed, or one past an end."
    ),
    13: ("SIGPIPE", "It wrote to somebody who does not read."),
    24: ("SIGXCPU", "It used more time of the processor than it may have here."),
    25: ("SIGXFSZ", "It wrote a larger file than it may write here."),
  ]
}
