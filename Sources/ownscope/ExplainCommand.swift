import ArgumentParser
import Findings
import Lessons
import Workspace

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explain a rule: what it means, an example, how to fix it.")

  @Argument(help: "A rule, such as leak. Without one, the rules are listed.")
  var rule: String?

  @OptionGroup var compile: ExplainOptions

  func run() throws {
    guard let name = rule else {
      Terminal.write(Self.catalogue)
      return
    }
    guard let rule = Rule(userName: name) else {
      throw CommandFailure(
        message:
          "no rule is called '\(name)'; there are: \(Rule.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    let configuration = try compile.configuration()
    let links = LessonLinks(baseURL: configuration.lessonBaseURL)
    Terminal.write(Self.page(rule, links))
  }

  private static var catalogue: String {
    let width = Rule.allCases.map(\.rawValue.count).max() ?? 0
    return Rule.allCases.map { rule in
      let id = rule.rawValue + String(repeating: " ", count: width - rule.rawValue.count)
      return "\(id)  \(rule.info.title)\n"
    }.joined()
  }

  private static func page(_ rule: Rule, _ links: LessonLinks) -> String {
    let info = rule.info
    let cwe = info.cwe.map { "CWE-\($0)" }.joined(separator: ", ")
    let facts = ["\(rule.diagnosticName), \(info.defaultSeverity.rawValue)", cwe].filter { !$0.isEmpty }
    let article =
      RuleExplanation(rule)?.markdown ?? "# \(info.title)\n\n\(info.explanation)\n\n\(info.remedy)\n"
    let link = links.url(of: rule)
    return TerminalMarkdown(usesColor: Terminal.wantsColor).render(
      article, subtitle: facts.joined(separator: ", "))
      + (link.isEmpty ? "" : "\nlesson: \(link)\n")
  }
}

struct ExplainOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Configuration that says where the lesson is.", valueName: "file"))
  var config: String?

  func configuration() throws(CommandFailure) -> Configuration {
    do {
      return try Configuration.find(named: config, from: Terminal.workingDirectory)
    } catch {
      throw CommandFailure(message: error.text)
    }
  }
}
