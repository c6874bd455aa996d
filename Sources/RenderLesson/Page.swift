import Findings

/// The lesson page: the lesson itself, then one article a rule, in one document that needs nothing else: no script, no
/// request, no font.
struct Page {
  let lesson: LessonText
  /// In the order of the catalogue.
  let articles: [(rule: Rule, text: LessonText)]

  var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(escapeHTML(lesson.title)) · Ownscope</title>
    <style>
    \(PageStyle.text)
    </style>
    </head>
    <body>
    <a class="skip" href="#main">Skip to the lesson</a>
    <nav aria-labelledby="contents">
    <p class="name" id="contents">Contents</p>
    <ul>
    \(lines(lesson.headings.filter { $0.level == 2 }) { entry($0.id, escapeHTML($0.title)) })
    </ul>
    <p class="name" id="rule-list">Rules</p>
    <ul aria-labelledby="rule-list">
    \(lines(articles) { entry($0.rule.lessonAnchor, escapeHTML($0.text.title)) })
    </ul>
    </nav>
    <main id="main" tabindex="-1">
    <article aria-labelledby="\(LessonText.slug(lesson.title))">
    \(lesson.html)</article>
    <section aria-labelledby="rules">
    <h2 id="rules">The rules</h2>
    <p>Each article tells what a rule is about, shows a program with the flaw and the same program without, and how to
    see the flaw happen. The programs are complete: save them under the name above them and run the commands.</p>
    \(lines(articles, article))
    </section>
    </main>
    <footer>
    <p>Ownscope follows the ownership of memory through C and C++. <a href="#contents">Back to the contents</a></p>
    </footer>
    </body>
    </html>

    """
  }

  private func entry(_ anchor: String, _ title: String) -> String {
    "<li><a href=\"#\(anchor)\">\(title)</a></li>"
  }

  /// The article's own id is the rule's; headings inside carry it in front so that ids stay unique.
  private func article(_ article: (rule: Rule, text: LessonText)) -> String {
    let id = article.rule.lessonAnchor
    let info = article.rule.info
    let weaknesses = info.cwe.map {
      ", <a href=\"https://cwe.mitre.org/data/definitions/\($0).html\">CWE-\($0)</a>"
    }
    return """
      <article id="\(id)" aria-labelledby="\(id)-title">
      <h3 id="\(id)-title">\(escapeHTML(article.text.title))</h3>
      <p class="facts"><code>\(article.rule.diagnosticName)</code>,
      \(info.defaultSeverity.rawValue)\(weaknesses.joined());
      taught under <a href="#\(info.section.rawValue)">\(escapeHTML(info.section.title))</a></p>
      \(article.text.html)</article>
      """
  }

  private func lines<T>(_ items: [T], _ line: (T) -> String) -> String {
    items.map(line).joined(separator: "\n")
  }

  /// The first thing on the page that would not work, if any. `path` is blamed where no one place is to blame.
  func fault(in html: String, path: String) -> LessonError? {
    let ids = html.split(separator: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    var known: Set<Substring> = []
    for id in ids where !known.insert(id).inserted {
      return LessonError(path: path, message: "two elements have the id '\(id)'")
    }
    for section in LessonSection.allCases where !known.contains(section.rawValue[...]) {
      return LessonError(path: path, message: "the section '\(section.title)' is missing")
    }
    let targets = (articles.map(\.text) + [lesson]).flatMap(\.targets)
    return targets.first { !known.contains($0.anchor[...]) }?.error
  }
}
