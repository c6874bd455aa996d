/// A shipped set of rows: a header for families, a table for functions, both as text.
///
/// Blank lines and lines that start with `//` are for the reader. The tables are part of the program and
/// every row is read by a test, so a row that cannot be read is a programming error.
struct ModelTable {
  var families: StaticString = ""
  var functions: [StaticString] = []

  func load(into library: inout ModelLibrary) {
    var familyRows: [AllocationFamily] = []
    forEachRow(of: families) { bytes, start, end in
      do throws(ModelRowError) {
        familyRows.append(try parseFamilyRow(bytes, from: start, to: end))
      } catch { preconditionFailure("a shipped family: \(error)") }
    }
    var rows: [FunctionModel] = []
    rows.reserveCapacity(1200)
    for table in functions {
      forEachRow(of: table) { bytes, start, end in
        var parser = ModelRowParser(bytes, from: start, to: end)
        do throws(ModelRowError) {
          rows.append(try parser.row())
        } catch { preconditionFailure("a shipped row: \(error)") }
      }
    }
    library.add(families: familyRows, functions: rows)
  }

  /// Calls `body` with the bounds of every line that holds a row.
  private func forEachRow(of text: StaticString, _ body: (UnsafeBufferPointer<UInt8>, Int, Int) -> Void) {
    text.withUTF8Buffer { bytes in
      var start = 0
      while start < bytes.count {
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
        let first = bytes[start..<end].firstIndex { $0 != .blank } ?? end
        if first < end, bytes[first] != UInt8(ascii: "/") { body(bytes, first, end) }
        start = end + 1
      }
    }
  }
}
