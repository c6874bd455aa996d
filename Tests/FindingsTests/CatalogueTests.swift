import Findings
import Testing

@Suite struct CatalogueTests {
  @Test(arguments: Rule.allCases)
  func everyRuleIsDescribed(_ rule: Rule) {
    let info = rule.info
    #expect(info.title.first?.isUppercase == true)
    #expect(info.explanation.hasSuffix(".") && info.remedy.hasSuffix("."))
    #expect(!info.explanation.contains("\n"))
    #expect(info.cwe.isEmpty == (rule == .unusedSuppression))
    #expect((info.securitySeverity == nil) == (info.defaultSeverity == .hint))
  }

  @Test(arguments: Rule.allCases)
  func namesAreReadWithAndWithoutPrefix(_ rule: Rule) {
    #expect(Rule(userName: rule.rawValue) == rule)
    #expect(Rule(userName: "ownscope-" + rule.rawValue) == rule)
  }

  @Test func otherNamesAreNone() {
    #expect(Rule(userName: "ownscope-") == nil)
    #expect(Rule(userName: "Leak") == nil)
  }
}
