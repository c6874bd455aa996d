/// The lesson page: the lesson itself, then one article a rule, in one document that needs nothing else.
struct Page {
  struct Article {
    var id: String
    var blocks: [MarkdownBlock]

    var title: String {
      for case .heading(level: 1, let text) in blocks { return text }
      return id
    }
  }

  var lesson: [MarkdownBlock]
  var rules: [Article]

  var html: String {
    let title = Article(id: "lesson", blocks: lesson).title
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(HTML.escape(title)) · Ownscope</title>
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      <a class="skip" href="#main">Skip to the lesson</a>
      <nav aria-label="Contents">
      <h2 id="contents">Contents</h2>
      <ul>
      \(sections)
      </ul>
      <h2 id="rules">Rules</h2>
      <ul>
      \(rules.map { "<li><a href=\"#\($0.id)\">\(HTML.inline($0.title))</a></li>" }.joined(separator: "\n"))
      </ul>
      </nav>
      <main id="main">
      <article>
      \(HTML.render(lesson, levelShift: 0, idPrefix: ""))</article>
      \(rules.map(article).joined(separator: "\n"))
      </main>
      </body>
      </html>

      """
  }

  private var sections: String {
    var items: [String] = []
    for case .heading(level: 2, let text) in lesson {
      items.append("<li><a href=\"#\(HTML.slug(text))\">\(HTML.inline(text))</a></li>")
    }
    return items.joined(separator: "\n")
  }

  /// The article's own id is the rule's; headings inside carry it in front so that ids stay unique.
  private func article(_ rule: Article) -> String {
    """
    <article id="\(rule.id)" aria-labelledby="\(rule.id)-title">
    <h2 id="\(rule.id)-title">\(HTML.inline(rule.title)) <code>\(rule.id)</code></h2>
    \(HTML.render(Array(rule.blocks.dropFirst()), levelShift: 1, idPrefix: "\(rule.id)-"))</article>
    """
  }

  private static let style = """
    :root { color-scheme: light dark; }
    body { margin: 0 auto; max-width: 46rem; padding: 1rem; font: 1.05rem/1.6 system-ui, sans-serif; }
    h1, h2, h3 { line-height: 1.25; }
    article { border-top: 1px solid; margin-top: 2rem; }
    pre { overflow-x: auto; padding: .75rem; border: 1px solid; border-radius: .3rem; line-height: 1.4; }
    code { font-family: ui-monospace, monospace; font-size: .95em; }
    .skip { position: absolute; left: -99rem; }
    .skip:focus { position: static; }
    :target { outline: .15rem solid; outline-offset: .5rem; }
    """
}
