import Testing

@testable import LibraryModels

@Suite("Formats with constant arguments")
struct ConstantFormatTests {
  private func made(_ format: String, _ arguments: ConstantCall.Argument...) -> String? {
    ConstantFormat(format: Array(format.utf8), arguments: arguments).text.map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func plainConversionsAreFollowed() {
    #expect(made("none") == "none")
    #expect(made("100%%") == "100%")
    #expect(made("%d-%s.", .number(-7), .text(Array("ab\0c".utf8))) == "-7-ab.")
    #expect(made("%3d|%03u|%zu|%llx", .number(7), .number(7), .number(8), .number(255)) == "  7|007|8|ff")
    #expect(made("%c%4s", .number(65), .text(Array("x".utf8))) == "A   x")
  }

  @Test func othersAreNot() {
    #expect(made("%d") == nil, "without an argument")
    #expect(made("%s", .number(0)) == nil)
    #expect(made("%u", .number(-1)) == nil, "as wide as its type")
    #expect(made("%c", .number(0)) == nil, "ends the text")
    #expect(made("%-3d", .number(1)) == nil)
    #expect(made("%.2f", .number(1)) == nil)
    #expect(made("%*d", .number(1), .number(1)) == nil)
    #expect(made("%") == nil)
  }
}
