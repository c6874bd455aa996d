extension Module {
  /// The control-flow graph of a function in Graphviz's dot language; empty for a function without a body.
  package func graphviz(of id: FunctionID, spans: Bool = false) -> String {
    guard let body = functions[id.int].body else { return "" }
    let printer = ModulePrinter(self, spans: spans)
    let locals = SymbolNames.locals(of: body, in: self)
    let title = quote(self[functions[id.int].qualifiedName], with: "\"")
    var lines = ["digraph \(title) {", "  node [shape=box, fontname=\"monospace\"];"]
    for (index, block) in body.blocks.enumerated() {
      var rows = ["b\(index):"]
      for instruction in block.instructions {
        rows.append(
          printer.instruction(instruction, body: body, locals: locals) + printer.comment(instruction.span))
      }
      rows.append(printer.terminator(block, locals: locals) + printer.comment(block.terminatorSpan))
      let label = rows.map { escapeForLabel($0) + "\\l" }.joined()
      lines.append("  b\(index) [label=\"\(label)\"];")
      for (target, label) in block.terminator.edges {
        lines.append("  b\(index) -> b\(target.index)" + (label.isEmpty ? ";" : " [label=\"\(label)\"];"))
      }
      if let unwind = block.unwind {
        lines.append("  b\(index) -> b\(unwind.index) [label=\"exception\", style=dashed];")
      }
    }
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }
}

extension Terminator {
  /// Successors with what an edge of the drawing says.
  fileprivate var edges: [(target: BlockID, label: String)] {
    switch self {
    case .goto(let target): [(target, "")]
    case .branch(_, let then, let otherwise): [(then, "true"), (otherwise, "false")]
    case .switch(_, let cases, let otherwise):
      cases.map { ($0.target, $0.low == $0.high ? "\($0.low)" : "\($0.low)...\($0.high)") }
        + [(otherwise, "default")]
    case .return, .resume, .unreachable, .unknown: []
    }
  }
}

/// Backslashes and quotes, as a string of the dot language wants them.
package func escapeForLabel(_ text: String) -> String {
  text.reduce(into: "") { result, character in
    if character == "\\" || character == "\"" { result.append("\\") }
    result.append(character)
  }
}
