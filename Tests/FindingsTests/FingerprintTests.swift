import Findings
import Testing

@testable import struct Findings.SHA256

@Suite struct FingerprintTests {
  private let root = ProjectRoot(path: "/project")

  private func print(_ findings: [Finding], root: ProjectRoot? = nil) -> [String] {
    Fingerprint.assign(to: findings, root: root ?? self.root).map(\.hex)
  }

  @Test func movedLinesChangeNothing() {
    #expect(print([finding(line: 3)]) == print([finding(line: 40)]))
  }

  @Test func theSameProjectElsewhereHasTheSameFingerprints() {
    let here = finding(path: "/project/src/a.c", functionKey: "/project/src/a.c#c:a.c@F@f")
    let there = finding(path: "/home/x/p/src/a.c", functionKey: "/home/x/p/src/a.c#c:a.c@F@f")
    #expect(print([here]) == print([there], root: ProjectRoot(path: "/home/x/p/")))
  }

  @Test func everyPartCounts() {
    let variants = [
      finding(), finding(.doubleFree), finding(path: "/project/src/b.c"), finding(functionKey: "c:@F@g"),
      finding(identity: ["q", "malloc"]), finding(identity: ["pm", "alloc"]),
    ]
    #expect(Set(variants.flatMap { print([$0]) }).count == variants.count)
  }

  @Test func findingsAlikeAreNumberedInOrder() {
    let two = print([finding(line: 3), finding(line: 9)])
    #expect(two[0] != two[1])
    #expect(two[0] == print([finding(line: 3)])[0])
  }

  /// Examples of FIPS 180-4, and one whose padding needs a block of its own.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func digestsAreThoseOfTheStandard(_ text: String, _ expected: String) {
    #expect(SHA256.hexDigest(of: Array(text.utf8)) == expected)
  }
}
