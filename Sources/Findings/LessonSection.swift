/// The sections of the Memory Management lesson that rules point into; the raw value is the anchor on the
/// page.
package enum LessonSection: String, CaseIterable, Sendable, Hashable {
  case memoryManagement = "memory-management"
  case stackVsHeap = "stack-vs-heap"
  case manualVsAutomatic = "manual-vs-automatic-management"
  case countingVsCollection = "reference-counting-vs-garbage-collection"
  case tryItYourself = "try-it-yourself"

  package var title: String {
    switch self {
    case .memoryManagement: "Memory Management"
    case .stackVsHeap: "Stack vs Heap"
    case .manualVsAutomatic: "Manual vs Automatic Management"
    case .countingVsCollection: "Reference Counting vs Garbage Collection"
    case .tryItYourself: "Try It Yourself"
    }
  }
}
