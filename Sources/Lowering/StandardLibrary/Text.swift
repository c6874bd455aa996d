import ClangFrontend
import OwnershipIR

/// `string` and views. A string counts as lying inside its object, as short ones do: its only field is the literal
/// whose text it has, where that is known, so that equal keys can be told from different ones.
extension FunctionLowering {
  /// Where the characters of a string are.
  static let characters: Int64 = 16

  mutating func lowerString(_ special: SpecialMember) {
    switch special {
    case .defaultConstructor: writePointer(.string(.empty), to: this())
    case .copyConstructor: textStep(.copied, parameter(1))
    case .moveConstructor: textStep(.taken, parameter(1))
    case .copyAssignment: textStep(.assigned, parameter(1))
    case .moveAssignment: textStep(.exchanged, parameter(1))
    case .destructor: break
    }
  }

  /// What copying or moving does to a string; nil for objects of other types.
  mutating func textStep(_ special: SpecialMember, _ type: ClangType) -> TextStep? {
    guard module.classFacts(type)?.standard?.kind == .string else { return nil }
    switch special {
    case .copyConstructor: return .copied
    case .moveConstructor: return .taken
    case .copyAssignment: return .assigned
    case .moveAssignment: return .exchanged
    case .defaultConstructor, .destructor: return nil
    }
  }

  private mutating func textStep(_ step: TextStep, _ amount: Operand) {
    emit(.text(step, this(), amount), span: .none)
  }

  mutating func lowerString(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    readTexts(call)
    if call.isConstructor {
      if call.count == 1 {
        makeString(from: source(call, 0), to: .object(0, 0))
      } else {
        forgetText(.object(0, 0))
      }
      if let length = lengthGiven(call, from: 0) { textStep(.made, length) }
      return true
    }
    switch call.name {
    case "operator=", "assign":
      if call.standard(0)?.kind == .string, call.count == 1 {
        textStep(call.parameters[0].isRValueReference ? .exchanged : .assigned, parameter(1))
      } else {
        let length = lengthGiven(call, from: 0)
        textStep(length == nil ? .changed : .replaced, length ?? .integer(0))
        if call.count == 1 { makeString(from: source(call, 0), to: .object(0, 0)) }
      }
      finishWithThis()
    case "append", "operator+=", "push_back", "insert":
      let length = lengthGiven(call, from: call.name == "insert" ? 1 : 0)
      textStep(length == nil ? .changed : .grown, length ?? .integer(0))
      finishText(call)
    case "replace", "pop_back", "erase":
      textStep(.changed, .integer(0))
      finishText(call)
    case "resize", "reserve":
      let isShrinking = call.count == 0
      textStep(isShrinking ? .shrunk : .reserved, isShrinking ? .integer(0) : parameter(1))
      finishText(call)
    case "clear", "shrink_to_fit":
      textStep(call.name == "clear" ? .cleared : .shrunk, .integer(0))
      finishText(call)
    case "swap": swapWords(this(), object(1), count: 1)
    case "c_str", "data", "front", "back", "operator[]", "at":
      // Whoever gets hold of the characters may write them, unless they are const.
      if !call.isRead, call.result.canonical.pointee.isConst == false {
        textStep(.written, .integer(0))
      } else {
        touchText()
      }
      finish(reference(character(call)))
    case "begin", "end", "cbegin", "cend":
      touchText()
      writePointer(reference(this(Self.characters)), to: result())
    case "operator T":
      guard let view = StandardClass(call.result), view.kind == .stringView else { return false }
      let length = lengthOfText(.object(0, 0), standard)
      writePointer(reference(this(Self.characters)), to: result())
      writeWord(length, to: result(8))
    case "compare" where call.count == 1 && call.type(0).kind == .pointer:
      let text = pointerVariable(readPointer(this()))
      finish(binary(.compareTexts, get(text), parameter(1)))
    case "size", "length": finish(lengthOfText(.object(0, 0), standard))
    case "empty": finish(isZero(lengthOfText(.object(0, 0), standard)))
    default:
      touchText()
      finishText(call)
    }
    return true
  }

  /// How many characters the parameters from the given one on stand for: a text, so many of a text, so many times a
  /// character, or one character. Nil where that is not among what they say.
  private mutating func lengthGiven(_ call: StandardCall, from index: Int) -> Operand? {
    let rest = call.count - index
    guard rest == 1 || rest == 2 else { return nil }
    let type = call.type(index)
    if type.kind == .pointer {
      if rest == 1 { return parameter(call.local(index)) }
      return isNumber(call.type(index + 1)) ? parameter(call.local(index + 1)) : nil
    }
    guard isNumber(type) else { return nil }
    if rest == 1 { return call.isConstructor ? nil : .integer(1) }
    return isNumber(call.type(index + 1)) ? parameter(call.local(index)) : nil
  }

  private func isNumber(_ type: ClangType) -> Bool {
    type.kind == .signedInteger || type.kind == .unsignedInteger
  }

  /// The character that a member gives: the first, one by its number, or the last, and nobody knows which that is. All
  /// of them count as lying inside the object.
  private mutating func character(_ call: StandardCall) -> Address {
    let index: Operand
    switch call.name {
    case "operator[]" where call.count == 1, "at" where call.count == 1: index = parameter(1)
    case "back": index = anything()
    default: return this(Self.characters)
    }
    var address = this(Self.characters)
    address.index = binary(.and, index, .integer(15))
    address.stride = 1
    return address
  }

  /// Whether what is done to the reference that the member gives decides what it does: one that is only read leaves the
  /// characters as they are.
  static func givesCharacter(_ member: Declaration) -> Bool {
    switch member.name {
    case "operator[]", "at", "front", "back":
      member.isMethod && member.isInStandardLibrary && member.resultType.canonical.pointee.isConst == false
        && StandardClass(member.semanticParent.type)?.kind == .string
    default: false
    }
  }

  private mutating func finishText(_ call: StandardCall) {
    if call.result.isReference { return finishWithThis() }
    finishWithAnything()
  }

  /// Constructs a string: from another one, from characters, or from what is not known.
  mutating func makeString(from source: BodySource, to place: BodyPlace) {
    if StandardClass(source.type)?.kind == .string {
      return writePointer(readPointer(address(source.place)), to: address(place))
    }
    let type = source.type
    guard type.kind == .pointer || type.kind == .constantArray else { return forgetText(place) }
    // The same characters somewhere else may be others by the time somebody asks: literals alone stay.
    writePointer(literal(value(of: source)), to: address(place))
  }

  /// What the string says is not known any more.
  mutating func forgetText(_ place: BodyPlace) {
    emit(.text(.changed, address(place), .integer(0)), span: .none)
  }

  /// The object is read: it must be alive.
  private mutating func touchText() { _ = readPointer(this()) }

  /// The characters that a call is given, by their address or by a view, are read: they must be alive.
  mutating func readTexts(_ call: StandardCall) {
    for index in 0..<call.count {
      let local = call.local(index)
      if call.standard(index)?.kind == .stringView {
        readText(.object(local, 0))
      } else if call.type(index).kind == .pointer, call.type(index).pointee.canonical.size == 1 {
        ifNotZero(parameter(local)) { $0.touch($0.parameter(local)) }
      }
    }
  }

  /// The same of the characters that the view there shows; one that shows nothing has no address.
  private mutating func readText(_ view: BodyPlace) {
    ifNotZero(readPointer(address(view))) { $0.touch($0.readPointer($0.address(view))) }
  }

  mutating func touch(_ pointer: Operand) {
    _ = read(Address(base: pointer), module.byteType)
  }

  // MARK: How long

  /// The length of the string there: that of the literal it was made from, as long as nothing changed it.
  private mutating func lengthOfText(_ place: BodyPlace, _ standard: StandardClass) -> Operand {
    let text = readPointer(address(place))
    return length(of: text, standard)
  }

  /// The length of a text of narrow characters.
  private mutating func length(of characters: Operand, _ standard: StandardClass) -> Operand {
    guard standard.arguments.first?.canonical.size == 1 else { return anything() }
    let register = newRegister()
    emit(.unary(register, .length, characters), span: .none)
    return .register(register)
  }

  // MARK: What cannot be decided

  /// Nobody knows what: a path that goes by it is approximate.
  mutating func unknowable() -> Operand { literal(.integer(0)) }

  /// A literal's address as it is; unknowable for any other characters, which may change.
  mutating func literal(_ characters: Operand) -> Operand {
    let register = newRegister()
    emit(.unary(register, .literal, characters), span: .none)
    return .register(register)
  }

  /// Whether two strings are equal: decided for literals, unknowable for the rest.
  mutating func textsAreEqual(_ a: BodyPlace, _ b: BodyPlace) -> Operand {
    let first = pointerVariable(literal(readPointer(address(a))))
    let second = literal(readPointer(address(b)))
    return binary(.equal, get(first), second)
  }

  /// `a == b`, `a < b` and so on of strings and characters.
  mutating func compareTexts(_ call: StandardCall) -> Bool {
    let operations: [String: BinaryOperator] = [
      "operator==": .equal, "operator!=": .notEqual, "operator<": .less, "operator<=": .lessOrEqual,
      "operator>": .greater, "operator>=": .greaterOrEqual,
    ]
    guard call.count == 2, let operation = operations[call.name], let first = characters(of: call, 0) else {
      return false
    }
    let held = pointerVariable(first)
    guard let second = characters(of: call, 1) else { return false }
    finish(binary(operation, binary(.compareTexts, get(held), second), .integer(0)))
    return true
  }

  /// What tells the text of a string or of a pointer to narrow characters; nil for everything else.
  private mutating func characters(of call: StandardCall, _ index: Int) -> Operand? {
    if let standard = call.standard(index) {
      guard standard.kind == .string, standard.arguments.first?.canonical.size == 1 else { return nil }
      return readPointer(object(index))
    }
    let type = call.type(index)
    guard type.kind == .pointer, type.pointee.canonical.size == 1 else { return nil }
    return parameter(index)
  }

  // MARK: Views

  mutating func makeView(from source: BodySource, to place: BodyPlace) {
    let standard = StandardClass(source.type)
    switch standard?.kind {
    case .string:
      let length = lengthOfText(source.place, standard!)
      writePointer(reference(address(source.place.advanced(by: Self.characters))), to: address(place))
      writeWord(length, to: address(place.advanced(by: 8)))
    case .vector:
      writePointer(readPointer(address(source.place)), to: address(place))
      writeWord(readWord(address(source.place.advanced(by: 8))), to: address(place.advanced(by: 8)))
    case .stringView, .span, .initializerList:
      emit(
        .copy(to: address(place), from: address(source.place), type: module.typeID(source.type)), span: .none)
    case .array:
      writePointer(reference(address(source.place)), to: address(place))
      writeWord(anything(), to: address(place.advanced(by: 8)))
    default:
      writePointer(value(of: source), to: address(place))
      writeWord(
        source.type.elementCount.map { .integer($0) } ?? anything(), to: address(place.advanced(by: 8)))
    }
  }

  mutating func lowerView(_ call: StandardCall, _ standard: StandardClass) -> Bool {
    let element = standard.arguments.first?.canonical.size ?? 1
    if call.isConstructor {
      guard call.count > 0 else {
        lowerZeroed(.defaultConstructor, standard)
        return true
      }
      makeView(from: source(call, 0), to: .object(0, 0))
      if call.count == 1, call.type(0).kind == .pointer, standard.kind == .stringView {
        writeWord(length(of: readPointer(this()), standard), to: this(8))
      }
      if call.count > 1, !call.type(1).isRecord { writeWord(value(of: source(call, 1)), to: this(8)) }
      return true
    }
    if standard.kind == .stringView { readTexts(call) }
    switch call.name {
    case "data", "front": finish(readPointer(this()))
    case "begin", "cbegin", "end", "cend":
      let start = readPointer(this())
      let isStart = call.name == "begin" || call.name == "cbegin"
      let place = Address(
        base: start, index: isStart ? .integer(0) : readWord(this(8)), stride: max(element, 1))
      let pointer = reference(place)
      if returnSlot != nil { writePointer(pointer, to: result()) } else { finish(pointer) }
    case "operator[]", "at":
      let index = parameter(1)
      finish(reference(Address(base: readPointer(this()), index: index, stride: max(element, 1))))
    case "back":
      finish(reference(Address(base: readPointer(this()), index: anything(), stride: max(element, 1))))
    case "substr", "subspan", "first", "last":
      writePointer(readPointer(this()), to: result())
      writeWord(anything(), to: result(8))
    case "size", "length": finish(readWord(this(8)))
    case "empty": finish(isZero(readWord(this(8))))
    case "remove_prefix", "remove_suffix": writeWord(anything(), to: this(8))
    case "swap": swapWords(this(), object(1), count: 2)
    case "operator=":
      lowerBytes(.copyAssignment, standard)
      finishWithThis()
    default:
      readText(.object(0, 0))
      finishText(call)
    }
    return true
  }
}
