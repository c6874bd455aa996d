import Findings
import TestSupport
import Testing
import Workspace

@Suite struct ConfigurationTests {
  private func read(_ yaml: String) throws(ConfigurationError) -> Configuration {
    try Configuration(yaml: yaml, path: "/p/.ownscope.yaml")
  }

  @Test func everyKeyIsRead() throws {
    let configuration = try read(
      """
      rules:
        leak: warning
        ownscope-double-free: off
        unused-suppression: on
      exclude:
        - third_party
        - "src/*_generated.c"
      libraries: [zlib]
      lesson: https://example.org/lesson
      models:
        families:
          - 'pool: memory "pool memory" taken, returned by pool_free'
        functions:
          - pool_alloc(value) -> new pool?
          - pool_free(release pool?)
      """)
    #expect(configuration.severities == [.leak: .warning])
    #expect(configuration.disabledRules == [.doubleFree])
    #expect(configuration.excludedPaths.map(\.text) == ["third_party", "src/*_generated.c"])
    #expect(configuration.librarySets == ["zlib"])
    #expect(configuration.lessonBaseURL == "https://example.org/lesson")
    #expect(configuration.families.map(\.name) == ["pool"])
    #expect(configuration.functions.map(\.name) == ["pool_alloc", "pool_free"])
  }

  @Test(arguments: ["", "# nothing\n", "rules:\nexclude:\n"])
  func emptyFilesAndKeysMeanDefaults(_ yaml: String) throws {
    let configuration = try read(yaml)
    #expect(configuration.severities.isEmpty && configuration.excludedPaths.isEmpty)
  }

  @Test(arguments: [
    ("ruls:\n  leak: off\n", 1, "no key is called 'ruls'; there are: rules, exclude"),
    ("exclude: []\nrules:\n  leek: off\n", 3, "no rule is called 'leek'"),
    ("rules:\n  leak: fatal\n", 2, "no severity is called 'fatal'"),
    ("exclude: src\n", 1, "expected a list"),
    ("exclude:\n  - a\n  - b: c\n", 3, "expected a text"),
    ("rules:\n  - leak\n", 2, "expected keys with values"),
    ("libraries:\n  - zlib\n  - zlob\n", 3, "no library set is called 'zlob'"),
    ("lesson: lesson.html\n", 1, "expected a URL"),
    ("models:\n  functions:\n    - f(release pool\n", 3, "in the model row"),
    ("models:\n  famlies: []\n", 2, "no key is called 'famlies'"),
    ("rules:\n  leak: [off\nexclude:\n", 3, "not YAML"),
    ("rules:\n  leak: off\nrules:\n  leak: on\n", 1, "twice"),
    ("rules:\n\tleak: off\n", 2, "not YAML"),
  ])
  func mistakesAreNamedWithTheirLine(_ yaml: String, _ line: Int, _ part: String) {
    let error = #expect(throws: ConfigurationError.self) { try read(yaml) }
    #expect(error?.line == line, "\(error?.text ?? "")")
    #expect(error?.text.contains(part) == true, "\(error?.text ?? "")")
    #expect(error?.text.hasPrefix("/p/.ownscope.yaml:") == true)
  }

  @Test func theNearestFileWins() throws {
    let sandbox = try Sandbox([
      ".ownscope.yaml": "rules: {leak: off}", "a/.ownscope.yaml": "rules: {double-free: off}", "a/b/x.c": "",
      "c/x.c": "",
    ])
    #expect(try Configuration.find(named: nil, from: sandbox["a/b"]).disabledRules == [.doubleFree])
    #expect(try Configuration.find(named: nil, from: sandbox["c"]).disabledRules == [.leak])
    #expect(try Configuration.find(named: "../.ownscope.yaml", from: sandbox["a"]).disabledRules == [.leak])
    #expect(throws: ConfigurationError.self) {
      try Configuration.find(named: "none.yaml", from: sandbox.path)
    }
  }

  @Test(arguments: [
    ("third_party", "third_party/x/a.c", true), ("third_party", "src/third_party/a.c", true),
    ("third_party", "src/third_party.c", false), ("*.gen.c", "src/a.gen.c", true),
    ("src/*.c", "src/a.c", true),
    ("src/*.c", "src/x/a.c", false), ("src/**/a.c", "src/x/y/a.c", true), ("src/**", "src/a.c", true),
    ("src/", "lib/src/a.c", true), ("./src/x", "src/x/a.c", true), ("a?.c", "ab.c", true),
    ("a?.c", "a.c", false),
  ])
  func patternsMatchAsInAnIgnoreFile(_ pattern: String, _ path: String, _ matches: Bool) {
    #expect(PathPattern(pattern).matches(path) == matches)
  }

  @Test func rulesAreSelectedByList() throws {
    var configuration = Configuration()
    configuration.disabledRules = [.leak]
    var selection = RuleSelection(configuration: configuration)
    #expect(!selection.enabled.contains(.leak) && selection.enabled.contains(.doubleFree))
    try selection.apply("-double-free, -ownscope-use-after-free")
    #expect(!selection.enabled.contains(.doubleFree) && !selection.enabled.contains(.useAfterFree))
    try selection.apply("leak,invalid-free")
    #expect(selection.enabled == [.leak, .invalidFree])
    let error = #expect(throws: RuleSelection.UnknownRule.self) { try selection.apply("leek") }
    #expect(error?.message.contains("'leek'; there are: leak, double-free") == true)
  }
}
