/// A function of a text: where it begins, and its name.
package struct FunctionPlace: Sendable, Hashable {
  package var path: String
  /// Of the body's opening brace.
  package var offset: Int
  package var name: String
}

/// The functions of a text by byte offset.
package struct FunctionIndex: Sendable {
  private let path: String
  private let outline: Outline

  package init(path: String, bytes: [UInt8]) { self.init(path: path, outline: Outline(bytes)) }

  init(path: String, outline: Outline) {
    self.path = path
    self.outline = outline
  }

  /// The function whose body or signature is around the byte; nil outside of functions.
  package func function(at offset: Int) -> FunctionPlace? {
    for function in outline.functions {
      let body = outline.range(function.body)
      let start = outline.tokens[function.signature.lowerBound].range.lowerBound
      if (start..<body.upperBound).contains(offset) {
        return FunctionPlace(path: path, offset: body.lowerBound, name: outline.name(of: function) ?? "")
      }
    }
    return nil
  }
}

extension ProgramText {
  package func functionIndex(of path: String) -> FunctionIndex? {
    file(path).map { FunctionIndex(path: path, outline: $0.outline) }
  }

  package func bytes(of path: String) -> [UInt8]? { file(path)?.bytes }
}
