/// ", did you mean “release”?" when a known word is at most two edits away, else empty.
func closest(to word: String, in known: [String]) -> String {
  let ranked = known.map { (distance: editDistance(word, $0), word: $0) }.min { $0.distance < $1.distance }
  guard let ranked, ranked.distance <= 2, ranked.distance < word.count else { return "" }
  return ", did you mean “\(ranked.word)”?"
}

/// Levenshtein distance: how many insertions, deletions and replacements make `a` into `b`.
private func editDistance(_ a: String, _ b: String) -> Int {
  let b = Array(b)
  var row = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for j in b.indices {
      let above = row[j + 1]
      row[j + 1] = min(above + 1, row[j] + 1, diagonal + (x == b[j] ? 0 : 1))
      diagonal = above
    }
  }
  return row[b.count]
}
