import Findings
import Lessons

/// What renderers need besides the report itself.
package struct ReportContext: Sendable {
  package var links: LessonLinks
  package var sources: SourceTexts
  /// Version of the program, as `--version` shows it.
  package var version: String
  /// ANSI colours in text output.
  package var usesColor: Bool
  /// Paths in text output count from here: absolute, where the user stands.
  package var workingDirectory: String

  package init(
    links: LessonLinks = LessonLinks(), sources: SourceTexts = .onDisk, version: String,
    usesColor: Bool = false,
    workingDirectory: String
  ) {
    self.links = links
    self.sources = sources
    self.version = version
    self.usesColor = usesColor
    self.workingDirectory = workingDirectory
  }
}

extension LintReport {
  /// The report in `format`, with a newline at its end.
  package func rendered(as format: ReportFormat, in context: ReportContext) -> String {
    switch format {
    case .text: TextReport(report: self, context: context).text
    case .json: JSONReport(report: self, context: context).json.text() + "\n"
    case .sarif: SARIFReport(report: self, context: context).json.text() + "\n"
    case .github: GitHubReport(report: self).text
    case .gitlab: GitLabReport(report: self).json.text() + "\n"
    case .junit: JUnitReport(report: self, context: context).text
    }
  }
}
