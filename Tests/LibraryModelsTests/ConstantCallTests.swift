import Testing

@testable import LibraryModels

@Suite("Calls with constant arguments")
struct ConstantCallTests {
  private func call(_ name: String, _ arguments: ConstantCall.Argument...) -> ClosedRange<Int64>? {
    ConstantCall(name: name, arguments: arguments).result
  }

  private func text(_ string: String) -> ConstantCall.Argument { .text(Array(string.utf8)) }

  @Test func stringsAreMeasuredAndCompared() {
    #expect(call("strlen", text("a\0b")) == 1...1)
    #expect(call("strcmp", text("abc"), text("abc")) == 0...0)
    #expect(call("strcmp", text("ab"), text("abc"))!.upperBound < 0)
    #expect(call("strcmp", text("\u{e9}"), text("z"))!.lowerBound > 0, "bytes compare as unsigned")
    #expect(call("strncmp", text("abx"), text("aby"), .number(2)) == 0...0)
    #expect(call("memcmp", text("abx"), text("aby"), .number(2)) == 0...0)
    #expect(call("memcmp", text("abx"), text("aby"), .number(3))?.upperBound == -1)
    #expect(call("memcmp", text("ab"), text("ab"), .number(3)) == 0...0, "with the null at the end")
    #expect(call("memcmp", text("ab"), text("ab"), .number(4)) == nil, "nobody knows what lies behind")
    #expect(call("memcmp", text("b"), text("ab"), .number(4))?.lowerBound == 1)
    #expect(call("strncasecmp", text("ABx"), text("abY"), .number(3))!.upperBound < 0)
    #expect(call("strncmp", text("a"), text("b"), .number(-1)) == nil)
  }

  @Test func numbersAndLetters() {
    #expect(call("atoi", text(" -12x")) == -12...(-12))
    #expect(call("atoi", text("x")) == 0...0)
    #expect(call("atoi", text("99999999999")) == nil, "undefined by the standard")
    #expect(call("toupper", .number(97)) == 65...65)
    #expect(call("isdigit", .number(48))!.lowerBound == 1)
    #expect(call("isspace", .number(65)) == 0...0)
    #expect(call("abs", .number(.min)) == nil)
    #expect(call("isxdigit", .number(71)) == 0...0)
    #expect(call("ispunct", .number(95))!.lowerBound == 1)
  }

  /// `isspace` and `isdigit` as macros test these bits.
  @Test func tablesOfCharacters() {
    #expect(call("__ctype_b_loc", .number(32)) == 0x6001...0x6001, "space, print, blank")
    #expect(call("__ctype_b_loc", .number(10)) == 0x2002...0x2002, "space, control")
    #expect(
      call("__ctype_b_loc", .number(65)) == 0xD508...0xD508, "upper, alpha, hexadecimal, print, graph, alnum")
    #expect(call("__ctype_b_loc", .number(200)) == nil, "hangs on the locale")
    #expect(call("__ctype_tolower_loc", .number(65)) == 97...97)
  }

  @Test func whatIsNotKnownHereStaysOpen() {
    #expect(call("getenv", text("HOME")) == nil)
    #expect(call("strlen", .number(0)) == nil)
    #expect(call("strcmp", text("a")) == nil)
  }
}
