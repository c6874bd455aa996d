/// Places in the tables of a module that has followed changes of its text, where something was that the text no longer
/// has: other numbers stay as they are.
extension Function {
  package static let vanished = Function(
    usr: "", linkKey: "", name: .empty, qualifiedName: .empty, span: .none, parameters: [],
    returnType: .unknown,
    attributes: FunctionAttributes())

  package var isVanished: Bool { linkKey.isEmpty && self == .vanished }
}

extension Global {
  package static let vanished = Global(
    usr: "", linkKey: "", name: .empty, type: .unknown, span: .none, isInternal: true, isConst: false,
    isDefined: false)

  package var isVanished: Bool { linkKey.isEmpty && self == .vanished }
}

extension Record {
  package static let vanished = Record(usr: "", name: .empty, isUnion: false, fields: [])

  package var isVanished: Bool { usr.isEmpty && self == .vanished }
}
