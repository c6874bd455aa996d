extension Summary {
  /// Whether no caller can tell the two apart, neither by what it does nor by what it tells. The site and the round at
  /// which a symbol came to be are the callee's own affair: a caller makes up symbols of its own.
  func isIdentical(to other: Summary) -> Bool {
    self === other
      || isTooLarge == other.isTooLarge && hasUnfollowedCalls == other.hasUnfollowedCalls
        && startsThreads == other.startsThreads && usesIncomplete == other.usesIncomplete
        && losesTexts == other.losesTexts
        && incomplete == other.incomplete
        && outcomes.elementsEqual(other.outcomes) { $0.isIdentical(to: $1) }
        && calledEntryValues.elementsEqual(other.calledEntryValues) { $0.isIdentical(to: $1) }
        && latent.elementsEqual(other.latent) { $0.isIdentical(to: $1) }
  }
}

extension Outcome {
  func isIdentical(to other: Outcome) -> Bool {
    // Objects are equal here when their states are; the steps that explain them are compared below.
    var (a, b) = (self, other)
    (a.nodes, b.nodes) = ([], [])
    return a == b && nodes.elementsEqual(other.nodes) { $0.saysTheSame(as: $1) }
      && objects.elementsEqual(other.objects) {
        PathEvent.areAlike($0.origin, $1.origin) && PathEvent.areAlike($0.end, $1.end)
      }
  }
}

extension ValueNode {
  fileprivate func saysTheSame(as other: ValueNode) -> Bool {
    tag == .symbol ? other.tag == .symbol && op == other.op : self == other
  }
}

extension LatentFinding {
  fileprivate func isIdentical(to other: LatentFinding) -> Bool {
    condition.isIdentical(to: other.condition) && rule == other.rule && detail == other.detail
      && module == other.module && span == other.span && name == other.name && object == other.object
      && events.elementsEqual(other.events) { PathEvent.areAlike($0, $1) && $0.object == $1.object }
      && PathEvent.areAlike(origin, other.origin) && PathEvent.areAlike(end, other.end)
      && through == other.through && holderName == other.holderName && releaser == other.releaser
      && releasedAs == other.releasedAs
      && key == other.key
  }
}

extension PathEvent {
  /// Equal but for what is set anew where a step is taken over into another analysis: the object and the step before.
  fileprivate static func areAlike(_ a: PathEvent?, _ b: PathEvent?) -> Bool {
    guard var a, var b else { return a == nil && b == nil }
    (a.object, b.object) = (.none, .none)
    (a.parent, b.parent) = (.none, .none)
    return a == b
  }
}
