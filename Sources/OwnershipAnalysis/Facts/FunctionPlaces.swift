import OwnershipIR
import SourceText

/// Where the functions of a program stand, by file.
struct FunctionPlaces: Sendable {
  struct Place: Sendable {
    var function: UInt32
    /// From the name to the closing brace.
    var range: SourceRange
  }

  /// In the order of the text; one for each stretch of text, however many instances of a template it has.
  private let byPath: [String: [Place]]

  init(_ program: Program) {
    var found: [String: [SourceRange: UInt32]] = [:]
    for number in program.functions.indices where program.functions[number].isDefined {
      let (function, module) = program.declaration(of: UInt32(number))
      guard let body = function.body, !function.attributes.isSystem, function.span != .none,
        body.endSpan != .none,
        function.span.file == body.endSpan.file
      else { continue }
      let (name, brace) = (module.range(of: function.span), module.range(of: body.endSpan))
      if name.startOffset >= brace.endOffset { continue }
      let range = SourceRange(
        path: name.path, startOffset: name.startOffset, endOffset: brace.endOffset, start: name.start,
        end: brace.end)
      if found[range.path]?[range] == nil { found[range.path, default: [:]][range] = UInt32(number) }
    }
    byPath = found.mapValues { places in
      places.map { Place(function: $1, range: $0) }.sorted { $0.range < $1.range }
    }
  }

  func all(in path: String) -> [Place] { byPath[path] ?? [] }

  func innermost(in path: String, at offset: Int) -> Place? {
    all(in: path).filter { $0.range.startOffset <= offset && offset < $0.range.endOffset }
      .min { $0.range.endOffset - $0.range.startOffset < $1.range.endOffset - $1.range.startOffset }
  }
}
