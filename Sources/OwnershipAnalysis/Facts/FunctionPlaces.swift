import OwnershipIR
import SourceText

/// Where the functions of a program stand, by file; a file is looked at when it is first asked for.
struct FunctionPlaces: Sendable {
  struct Place: Sendable {
    var function: UInt32
    /// From the name to the closing brace.
    var range: SourceRange
  }

  private let program: Program
  private var known: [String: [Place]] = [:]

  init(_ program: Program) { self.program = program }

  /// In the order of the text; one for each stretch of text, however many instances of a template it has.
  mutating func all(in path: String) -> [Place] {
    if let places = known[path] { return places }
    let places = places(in: path)
    known[path] = places
    return places
  }

  mutating func innermost(in path: String, at offset: Int) -> Place? {
    all(in: path).filter { $0.range.startOffset <= offset && offset < $0.range.endOffset }
      .min { $0.range.endOffset - $0.range.startOffset < $1.range.endOffset - $1.range.startOffset }
  }

  private func places(in path: String) -> [Place] {
    let numbers = program.modules.map { module in module.files.firstIndex { $0.path == path } }
    var found: [SourceRange: UInt32] = [:]
    for number in program.functions.indices where program.functions[number].isDefined {
      let definition = program.functions[number]
      guard let file = numbers[definition.module] else { continue }
      let (function, module) = program.declaration(of: UInt32(number))
      guard function.span.file.int == file, let body = function.body, !function.attributes.isSystem,
        function.span != .none, body.endSpan != .none, body.endSpan.file == function.span.file
      else { continue }
      let (name, brace) = (module.range(of: function.span), module.range(of: body.endSpan))
      if name.startOffset >= brace.endOffset { continue }
      let range = SourceRange(
        path: path, startOffset: name.startOffset, endOffset: brace.endOffset, start: name.start,
        end: brace.end)
      if found[range] == nil { found[range] = UInt32(number) }
    }
    return found.map { Place(function: $1, range: $0) }.sorted { $0.range < $1.range }
  }
}
