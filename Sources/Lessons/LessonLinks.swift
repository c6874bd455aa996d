import Findings

/// Where the lesson is: on the web when the configuration says so, else the page that ships with the program.
package struct LessonLinks: Sendable, Hashable {
  /// Without an anchor; empty when there is no lesson anywhere.
  package let page: String

  package init(baseURL: String? = nil) {
    page = baseURL ?? Self.shippedPage
  }

  package func url(of rule: Rule) -> String { page.isEmpty ? "" : page + "#" + rule.lessonAnchor }

  package func url(of section: LessonSection) -> String { page.isEmpty ? "" : page + "#" + section.rawValue }

  /// The rendered page as a `file:` URL.
  private static let shippedPage: String = {
    guard let directory = LessonResources.directory else { return "" }
    return "file://" + percentEncoded(directory + "/lesson.html")
  }()

  /// RFC 3986: everything but unreserved characters and slashes becomes `%XX`.
  private static func percentEncoded(_ path: String) -> String {
    var text = ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let hex = String(byte, radix: 16, uppercase: true)
        text += "%" + (hex.count == 1 ? "0" : "") + hex
      }
    }
    return text
  }
}
