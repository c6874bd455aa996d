extension Fixture {
  /// What a reader would stumble over: a bad case that says nothing, a good one that expects something, a bad one
  /// without a good twin, a reference to a case that does not exist.
  package func inconsistencies() -> [String] {
    var result: [String] = []
    let names = Set(cases.map(\.name))
    let goodTopics = cases.filter(\.isGood).map { $0.name.dropFirst("good_".count) }
    if cases.isEmpty { result.append("\(name): no bad_… or good_… function and no main") }
    if cases.count != names.count { result.append("\(name): two cases of the same name") }
    for entry in cases {
      let expected = expectedRules(of: entry.name)
      if entry.isBad, expected.isEmpty { result.append("\(name): \(entry.name) expects nothing") }
      if entry.isGood, !expected.isEmpty { result.append("\(name): \(entry.name) expects a finding") }
      let topic = entry.name.dropFirst("bad_".count)
      if entry.isBad, !goodTopics.contains(where: { $0.hasPrefix(topic) || topic.hasPrefix($0) }) {
        result.append("\(name): \(entry.name) has no good twin (good_\(topic))")
      }
    }
    for file in files {
      for annotation in file.annotations {
        for unknown in annotation.cases where !names.contains(unknown) {
          result.append("\(name): line \(annotation.line) names \(unknown), which does not exist")
        }
      }
    }
    return result
  }
}
