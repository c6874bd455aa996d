/// Writes the text form of the IR: one declaration or instruction a line, symbols by name.
///
/// `ModuleParser` reads the same form back. Spans are comments (`; @12:5`): a parsed module's spans point into
/// the text it was parsed from.
struct ModulePrinter {
  let module: Module
  let names: SymbolNames
  let showsSpans: Bool

  init(_ module: Module, spans: Bool) {
    self.module = module
    self.names = SymbolNames(module)
    self.showsSpans = spans
  }
}

extension Module {
  /// The whole module as text.
  package func printed(spans: Bool = false) -> String {
    let printer = ModulePrinter(self, spans: spans)
    var sections = ["module \(quote(path, with: "\"")) \(language.rawValue)"]
    sections.append(types.indices.dropFirst().map(printer.type).joined(separator: "\n"))
    sections.append(contentsOf: records.indices.map(printer.record))
    sections.append(globals.indices.map { printer.global(GlobalID($0)) }.joined(separator: "\n"))
    sections.append(contentsOf: functions.indices.map { printer.function(FunctionID($0)) })
    return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  /// One function as text, with its body when it has one.
  package func printed(function: FunctionID, spans: Bool = false) -> String {
    ModulePrinter(self, spans: spans).function(function) + "\n"
  }
}

extension ModulePrinter {
  func type(_ index: Int) -> String {
    let info = module.types[index]
    let kind =
      switch info.kind {
      case .unknown: "unknown"
      case .void: "void"
      case .integer(let signed): signed ? "signed" : "unsigned"
      case .floating: "floating"
      case .pointer(let pointee, let isConst): "pointer\(isConst ? " const" : "") #\(pointee.index)"
      case .array(let element, let count): "array #\(element.index)" + (count.map { " x \($0)" } ?? "")
      case .record(let record): "record #\(record)"
      case .function(let result, let parameters, let isVariadic):
        "function #\(result.index) ("
          + (parameters.map { "#\($0.index)" } + (isVariadic ? ["..."] : [])).joined(separator: ", ") + ")"
      }
    let spelling = quote(module[info.spelling], with: "'")
    return "type #\(index) \(spelling) size \(info.size) = \(kind)"
  }

  func record(_ index: Int) -> String {
    let record = module.records[index]
    var head = "record #\(index)"
    if record.isOpaque { head += " opaque" }
    head += " \(record.isUnion ? "union" : "struct") \(quoteName(record.name))"
    if record.qualifiedName != .empty { head += " as \(quoteName(record.qualifiedName))" }
    head += " usr \(quoteText(record.usr))"
    if !record.bases.isEmpty { head += " bases " + record.bases.map { "#\($0)" }.joined(separator: ", ") }
    if !record.destructor.isEmpty { head += " destructor \(quoteText(record.destructor))" }
    if record.holdings != nil { head += " library" }
    let holdings = (record.holdings ?? []).map { "  holds \($0.kind) \(typeName($0.type))" }
    let fields = record.fields.map {
      "  \($0.offset): \(names.types[$0.type.int]) \(quoteName($0.name))" + comment($0.span)
    }
    return (["\(head) {" + comment(record.span)] + holdings + fields + ["}"]).joined(separator: "\n")
  }

  func global(_ id: GlobalID) -> String {
    let global = module.globals[id.int]
    var flags: [String] = []
    if global.isInternal { flags.append("internal") }
    if global.isConst { flags.append("const") }
    if global.isDefined { flags.append("defined") }
    if global.isThreadLocal { flags.append("threadlocal") }
    if !global.initializerIsComplete { flags.append("incomplete") }
    var line = "global \(names.globals[id.int]) \(typeName(global.type))"
    if !flags.isEmpty { line += " [\(flags.joined(separator: ", "))]" }
    line += keys(usr: global.usr, linkKey: global.linkKey, default: "c:@" + module[global.name])
    if let owner = global.ownerFunction { line += " in \(names.functions[owner.int])" }
    if !global.initializer.isEmpty {
      let cells = global.initializer.map { cell in
        "\(cell.offset): \(operand(cell.value, locals: []))" + (cell.isLasting ? " lasting" : "")
      }
      line += " = { \(cells.joined(separator: ", ")) }"
    }
    return line + comment(global.span)
  }

  /// The keys across modules, where they are not what the name alone says.
  func keys(usr: String, linkKey: String, default standard: String) -> String {
    (usr == standard ? "" : " usr \(quoteText(usr))") + (linkKey == usr ? "" : " key \(quoteText(linkKey))")
  }

  /// The type's spelling; an id out of range (which the verifier reports) shows its number.
  func typeName(_ id: TypeID) -> String {
    id.int < names.types.count ? names.types[id.int] : "'?'#\(id.index)"
  }

  func quoteText(_ text: String) -> String { quote(text, with: "\"") }
  func quoteName(_ id: StringID) -> String { quote(module[id], with: "`") }

  /// ` ; @line:column`, with the file's path where it is not the main file; empty when spans are not wanted.
  func comment(_ span: Span) -> String {
    guard showsSpans, span != .none, span.file.int < module.files.count else { return "" }
    let start = module.range(of: span).start
    let file = span.file.index == 0 ? "" : module.files[span.file.int].path + ":"
    return "  ; @\(file)\(start.line):\(start.column)"
  }
}
