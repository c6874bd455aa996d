import ClangFrontend
import OwnershipIR

/// The block behind the owners of one object: {owners, observers and one for all owners, the object, what deletes
/// it, its deleter}. Counts are plain numbers in memory, so that a cycle of owners is what it is: blocks that only
/// each other reach.
enum SharedControl {
  static let strong: Int64 = 0
  static let weak: Int64 = 8
  static let managed: Int64 = 16
  static let destroyer: Int64 = 24
  static let deleter: Int64 = 32
  static let name = "std::shared_ptr control block"
}

extension ModuleBuilder {
  /// The control block's type.
  mutating func controlType() -> TypeID {
    let usr = "ownscope@shared-control"
    let record: Int
    if let known = types.records.firstIndex(where: { $0.usr == usr }) {
      record = known
    } else {
      record = types.addOwnRecord(
        Record(
          usr: usr, name: strings.intern(SharedControl.name), isUnion: false, isOpaque: true,
          fields: [
            Field(name: strings.intern("strong"), type: wordType, offset: SharedControl.strong),
            Field(name: strings.intern("weak"), type: wordType, offset: SharedControl.weak),
            Field(name: strings.intern("managed"), type: addressType, offset: SharedControl.managed),
            Field(name: strings.intern("destroyer"), type: addressType, offset: SharedControl.destroyer),
          ]))
    }
    return types.add(
      TypeInfo(kind: .record(record), size: 32, spelling: strings.intern(SharedControl.name)))
  }

  /// A function of ours, one for each meaning and type. Types of different scopes may be spelled alike.
  mutating func ownFunction(
    _ name: String, _ standard: StandardClass, parameters: [Parameter], result: TypeID
  ) -> FunctionID {
    let identities = standard.arguments.map { "\($0.canonical.unqualified.canonical.identity)" }
    let known = "ownscope@\(name)<\(identities.joined(separator: ","))>"
    return function(known, pending: .standardSpecial(standard, .destructor)) { module in
      let types = standard.arguments.map(\.spelling).joined(separator: ", ")
      let key = "ownscope@\(name)<\(types)>#\(module.functions.count)"
      var attributes = FunctionAttributes()
      attributes.isSystem = true
      // Types without linkage have equal names in different files.
      attributes.isInternal = true
      let interned = module.strings.intern(name)
      return Function(
        usr: key, linkKey: "\(module.unit.path)#\(key)", name: interned, qualifiedName: interned, span: .none,
        parameters: parameters, returnType: result, attributes: attributes)
    }
  }
}

extension FunctionLowering {
  /// What deletes the object of a control block; with a deleter of the user's, that is called.
  private mutating func destroyer(
    of pointee: ClangType, isArray: Bool, deleter: ClangType?
  ) -> FunctionID {
    var arguments = [pointee]
    if let deleter { arguments.append(deleter) }
    let standard = StandardClass(kind: .sharedDestroyer, type: pointee, arguments: arguments)
    return module.ownFunction(
      isArray ? "delete[]" : "delete", standard,
      parameters: [Parameter(name: module.strings.intern("control"), type: module.addressType)],
      result: module.typeID(ofVoid: ()))
  }

  mutating func lowerSharedDestroyer(_ standard: StandardClass) {
    let pointee = standard.arguments[0]
    let managed = pointerVariable(readPointer(object(0, offset: SharedControl.managed)))
    if standard.arguments.count > 1 {
      let deleter = standard.arguments[1]
      callDeleter(at: object(0, offset: SharedControl.deleter), deleter, get(managed), to: pointee)
      emitDestroy(at: object(0, offset: SharedControl.deleter), deleter, span: .none)
    } else {
      let isArray = module.strings[module.functions[function.int].name] == "delete[]"
      emitDelete(get(managed), pointee: pointee, isArray: isArray, span: .none, name: .empty)
    }
  }

  /// A control block with one owner for the object in `managed`.
  mutating func newControl(
    for managed: BodyVariable, _ pointee: ClangType, isArray: Bool, deleter: BodySource? = nil
  ) -> BodyVariable {
    let size = SharedControl.deleter + max(deleter.map { $0.type.size } ?? 0, 0)
    let control = pointerVariable(
      allocate(.integer(size), module.controlType(), form: .control, name: SharedControl.name))
    writeWord(.integer(1), to: at(control, SharedControl.strong))
    writeWord(.integer(1), to: at(control, SharedControl.weak))
    writePointer(get(managed), to: at(control, SharedControl.managed))
    var deleterType = deleter?.type
    if deleterType?.kind == .function { deleterType = nil }
    let destroyer = destroyer(of: pointee, isArray: isArray, deleter: deleterType)
    writePointer(.function(destroyer), to: at(control, SharedControl.destroyer))
    if let deleter {
      convert(deleter, to: .pointer(control, SharedControl.deleter), deleter.type)
    }
    return control
  }

  // MARK: Counting

  enum Counted {
    case strong, weak
    var offset: Int64 { self == .strong ? SharedControl.strong : SharedControl.weak }
  }

  /// One more owner, or observer, of what the control block (not null) stands for.
  mutating func retain(_ control: BodyVariable, _ counted: Counted) {
    // An owner that exists counts: there is at least one.
    if counted == .strong { assumePositive(readWord(at(control, counted.offset))) }
    let count = binary(.add, readWord(at(control, counted.offset)), .integer(1))
    writeWord(count, to: at(control, counted.offset))
  }

  /// One fewer; the last owner deletes the object, the last of all frees the block.
  mutating func release(_ control: BodyVariable, _ counted: Counted) {
    ifNotZero(get(control)) { lowering in
      lowering.assumePositive(lowering.readWord(lowering.at(control, counted.offset)))
      let count = lowering.wordVariable(
        lowering.binary(.subtract, lowering.readWord(lowering.at(control, counted.offset)), .integer(1)))
      lowering.writeWord(lowering.get(count), to: lowering.at(control, counted.offset))
      lowering.ifZero(lowering.get(count)) { lowering in
        guard counted == .strong else {
          return lowering.deallocate(lowering.get(control), form: .control, name: SharedControl.name)
        }
        let destroyer = lowering.readPointer(lowering.at(control, SharedControl.destroyer))
        lowering.callIndirectly(
          destroyer, [lowering.get(control)], resultType: lowering.module.typeID(ofVoid: ()))
        let observers = lowering.wordVariable(
          lowering.binary(
            .subtract, lowering.readWord(lowering.at(control, SharedControl.weak)), .integer(1)))
        lowering.writeWord(lowering.get(observers), to: lowering.at(control, SharedControl.weak))
        lowering.ifZero(lowering.get(observers)) { lowering in
          lowering.deallocate(lowering.get(control), form: .control, name: SharedControl.name)
        }
      }
    }
  }
}

extension TypeTable {
  /// A record that no source declares.
  mutating func addOwnRecord(_ record: Record) -> Int {
    var layout = RecordLayout()
    layout.isRead = true
    records.append(record)
    layouts.append(layout)
    classes.append(nil)
    clangTypes.append(nil)
    return records.count - 1
  }
}
