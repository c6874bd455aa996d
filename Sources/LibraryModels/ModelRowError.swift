/// Why a row could not be read, and where in it.
package struct ModelRowError: Error, Sendable, Hashable, CustomStringConvertible {
  package var message: String
  /// 1-based, in bytes of UTF-8.
  package var column: Int
  /// The row as it was given.
  package var row: String

  package init(message: String, column: Int, row: String) {
    self.message = message
    self.column = column
    self.row = row
  }

  package var description: String { "\(message) (column \(column) of “\(row)”)" }
}
