import OwnershipIR

/// The functions whose addresses stand in the initialisers of globals, or of globals that those point at: whoever
/// mentions such a global may come to call them.
struct FunctionTables {
  private let program: Program
  private var known: [UInt32: [Int]] = [:]

  init(_ program: Program) { self.program = program }

  /// Functions with bodies, in the order of the initialisers.
  mutating func functions(in global: UInt32) -> [Int] {
    if let functions = known[global] { return functions }
    var functions: [Int] = []
    var seen: Set<UInt32> = [global]
    var work = [global]
    while let next = work.popLast() {
      let entry = program.globals[Int(next)]
      for cell in program.modules[entry.module].globals[entry.index].initializer {
        switch cell.value {
        case .function(let id):
          let number = Int(program.functionNumbers(of: entry.module)[id.int])
          if program.functions[number].isDefined, !functions.contains(number) { functions.append(number) }
        case .global(let id):
          let other = program.globalNumbers(of: entry.module)[id.int]
          if seen.insert(other).inserted { work.append(other) }
        default: break
        }
      }
    }
    known[global] = functions
    return functions
  }
}
