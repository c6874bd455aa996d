// The rule catalogue: the one home of titles, severities, CWE numbers and short explanations. The long
// explanation of a rule, with its example, is an article of the lesson (`Lessons/Resources/rules/ID.md`).

extension Rule {
  package var info: RuleInfo {
    switch self {
    case .leak:
      RuleInfo(
        title: "Memory leak", defaultSeverity: .error, cwe: [401],
        explanation: """
          Memory that this code owns is never released, and the last pointer to it is gone, so nobody can \
          release it any more. A program that keeps doing this grows until it slows down or is killed.
          """,
        remedy: "Release the memory on every way out, or hand it to an owner that does.",
        section: .manualVsAutomatic, securitySeverity: "5.3")
    case .doubleFree:
      RuleInfo(
        title: "Double free", defaultSeverity: .error, cwe: [415],
        explanation: """
          The same memory is released twice on one path. The second release damages the allocator's own \
          records, which crashes the program at some later time or lets an attacker write where they like.
          """,
        remedy: "Decide on one owner that releases, and set the pointer to NULL once it is done.",
        section: .manualVsAutomatic, securitySeverity: "8.1")
    case .useAfterFree:
      RuleInfo(
        title: "Use after free", defaultSeverity: .error, cwe: [416],
        explanation: """
          Memory is read, written or handed on after it was released. By then it may belong to somebody \
          else, so the program reads garbage, corrupts foreign data or can be taken over.
          """,
        remedy: "Do the last use before the release, or release later.",
        section: .manualVsAutomatic, securitySeverity: "8.1")
    case .mismatchedDeallocation:
      RuleInfo(
        title: "Mismatched deallocation", defaultSeverity: .error, cwe: [762],
        explanation: """
          Something is released by a function that does not belong to the one that made it, such as `free` \
          for a stream from `fopen`. The two keep different records, so the release does too little or \
          damages memory.
          """,
        remedy: "Release with the counterpart of what acquired it.",
        section: .manualVsAutomatic, securitySeverity: "7.5")
    case .invalidFree:
      RuleInfo(
        title: "Invalid free", defaultSeverity: .error, cwe: [590, 761],
        explanation: """
          What is released never came from the heap, or the pointer does not point at the start of its \
          block: a local variable, a global, a string literal, or a pointer that was moved on.
          """,
        remedy: "Release only what an allocation returned, through the pointer it returned.",
        section: .stackVsHeap, securitySeverity: "7.5")
    case .danglingPointer:
      RuleInfo(
        title: "Dangling pointer", defaultSeverity: .error, cwe: [562, 825],
        explanation: """
          The address of a local variable outlives the variable: it is returned, or stored where it is \
          reached later. The stack space is reused by the next call, so the pointer then shows unrelated \
          data.
          """,
        remedy: "Allocate what has to outlive the function, or let the caller provide the storage.",
        section: .stackVsHeap, securitySeverity: "7.5")
    case .referenceCycle:
      RuleInfo(
        title: "Reference cycle", defaultSeverity: .error, cwe: [401],
        explanation: """
          Objects own each other in a circle, so each keeps the next one's count above zero. When the last \
          reference from outside goes, none of them is released.
          """,
        remedy: "Make one link of the circle a weak reference.",
        section: .countingVsCollection, securitySeverity: "5.3")
    case .ownershipConflict:
      RuleInfo(
        title: "Ownership conflict", defaultSeverity: .error, cwe: [415],
        explanation: """
          Two owners hold the same memory and neither knows of the other, so both release it: two smart \
          pointers made from one raw pointer, a release behind an owner's back, or a class whose copy shares \
          what it owns.
          """,
        remedy: "Make the second owner from the first, or let it only borrow.",
        section: .countingVsCollection, securitySeverity: "8.1")
    case .useAfterMove:
      RuleInfo(
        title: "Use after move", defaultSeverity: .error, cwe: [416],
        explanation: """
          An owner that gave its contents away is used as though it still held them. After the move it is \
          empty, so looking through it reads through a null pointer.
          """,
        remedy: "Use the new owner, or give the old one a new value first.",
        section: .manualVsAutomatic, securitySeverity: "7.5")
    case .resourceLeak:
      RuleInfo(
        title: "Resource leak", defaultSeverity: .error, cwe: [772, 775],
        explanation: """
          A stream, descriptor, directory, mapping or other handle is never given back, and the last \
          reference to it is gone. Processes may hold only so many; when they run out, opening anything \
          fails.
          """,
        remedy: "Close it on every way out, error paths included.",
        section: .manualVsAutomatic, securitySeverity: "5.3")
    case .unusedSuppression:
      RuleInfo(
        title: "Unused suppression", defaultSeverity: .hint, cwe: [],
        explanation: """
          A comment asks to silence a finding that is not there. It may outlive the flaw it was written for \
          and hide the next one.
          """,
        remedy: "Delete the comment.",
        section: .memoryManagement, securitySeverity: nil)
    }
  }
}
