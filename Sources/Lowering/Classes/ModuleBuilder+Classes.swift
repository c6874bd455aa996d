import ClangFrontend
import OwnershipIR

extension ModuleBuilder {
  /// The facts of a class type; read when this is the first sight of it.
  mutating func classFacts(_ type: ClangType) -> ClassFacts? {
    guard let record = recordIndex(type) else { return nil }
    return types.classes[record]
  }

  mutating func recordIndex(_ type: ClangType) -> Int? {
    let id = typeID(type.withoutReference.canonical)
    guard case .record(let record) = types[id].kind else { return nil }
    return record
  }

  // MARK: Reading a class

  /// Reads bases, virtual functions and special members; the fields of bases become fields of the class.
  mutating func readClass(_ type: ClangType, into record: Int, ownFields: inout [Field]) {
    guard unit.isCPlusPlus, types.classes[record] == nil else { return }
    let declaration = type.declaration.definition ?? type.declaration
    var facts = ClassFacts(type: type)
    facts.standard = StandardClass(type)
    let template = declaration.specializedTemplate
    readMembers(of: declaration, template: template, into: &facts)
    if facts.standard == nil {
      placeBases(of: declaration, template: template, into: &facts)
      inheritSlots(of: template ?? declaration, into: &facts)
    }
    var fields: [Field] = []
    if facts.isPolymorphic, !facts.bases.contains(where: { $0.offset == 0 && isPolymorphic($0.record) }) {
      fields.append(Field(name: strings.intern("vtable"), type: addressType, offset: 0))
    }
    for base in facts.bases {
      guard let offset = base.offset else { continue }
      fields += types.records[base.record].fields.map {
        Field(name: $0.name, type: $0.type, offset: $0.offset + offset, span: $0.span)
      }
    }
    for field in fields + ownFields {
      let size = max(types[field.type].size, 0)
      facts.dataSize = max(facts.dataSize, (field.offset & 0xffff_ffff) + size)
    }
    if type.isPlainOldData { facts.dataSize = max(facts.dataSize, type.size) }
    ownFields = fields + ownFields
    types.records[record].bases = facts.bases.map(\.record)
    if let destructor = writtenDestructor(facts.members, record) {
      types.records[record].destructor = destructor
    }
    types.classes[record] = facts
  }

  func isPolymorphic(_ record: Int) -> Bool { types.classes[record]?.isPolymorphic ?? false }

  private mutating func readMembers(
    of declaration: Declaration, template: Declaration?, into facts: inout ClassFacts
  ) {
    for member in declaration.children {
      if member.isConstructor { facts.members.hasConstructor = true }
      guard let special = SpecialMember(member) else { continue }
      facts.members.declared[special] = member
    }
    guard let template else { return }
    for member in template.children {
      if member.isConstructor { facts.members.hasConstructor = true }
      guard let special = SpecialMember(member), !member.isDefaulted else { continue }
      facts.members.inTemplate.insert(special)
      if member.isDeleted { facts.members.deletedInTemplate.insert(special) }
    }
  }

  /// Places base subobjects as the Itanium C++ ABI does for what is not virtual: the first polymorphic base shares
  /// the table of the class and comes first, the others follow, aligned, in the order of the source.
  private mutating func placeBases(
    of declaration: Declaration, template: Declaration?, into facts: inout ClassFacts
  ) {
    var bases = declaration.bases
    if bases.isEmpty, let template {
      bases = template.bases.flatMap { base in
        if base.type.canonical.size >= 0 { return [base] }
        return instanceBases(base.type, of: template, in: facts.type).map {
          var instance = base
          instance.type = $0
          return instance
        }
      }
    }
    // An implicit instantiation shows no members of its own.
    let members = template?.children ?? declaration.children
    let declaresVirtual = members.contains { $0.kind == .function && $0.isVirtual }
    var subobjects: [BaseSubobject] = []
    for base in bases {
      guard let record = recordIndex(base.type) else { continue }
      subobjects.append(
        BaseSubobject(type: base.type.canonical, record: record, offset: base.isVirtual ? nil : 0))
    }
    facts.isPolymorphic =
      declaresVirtual || subobjects.contains { isPolymorphic($0.record) || $0.offset == nil }
    let primary = subobjects.firstIndex { $0.offset != nil && isPolymorphic($0.record) }
    var end: Int64 = facts.isPolymorphic ? 8 : 0
    if let primary { end = max(8, dataSize(subobjects[primary].record)) }
    for index in subobjects.indices where subobjects[index].offset != nil && index != primary {
      let size = dataSize(subobjects[index].record)
      guard size > 0 else { continue }
      let alignment = subobjects[index].type.alignment
      end = (end + alignment - 1) / alignment * alignment
      subobjects[index].offset = end
      end += size
    }
    facts.bases = subobjects
  }

  private func dataSize(_ record: Int) -> Int64 { types.classes[record]?.dataSize ?? 0 }

  // MARK: Virtual functions

  /// The primary table: that of the primary base with what the class overrides, then what it adds.
  private mutating func inheritSlots(of declaration: Declaration, into facts: inout ClassFacts) {
    guard facts.isPolymorphic else { return }
    if let primary = facts.bases.first(where: { $0.offset == 0 && isPolymorphic($0.record) }) {
      facts.slots = types.classes[primary.record]!.slots
    }
    for member in declaration.children where member.kind == .function && member.isVirtual {
      if member.isDestructor {
        setSlot(root: 0, member, in: &facts)
        continue
      }
      for root in roots(of: member) { setSlot(root: root, member, in: &facts) }
    }
    // A destructor that nobody wrote is virtual when a base's is: it has a slot already.
  }

  private func setSlot(root: UInt, _ method: Declaration, in facts: inout ClassFacts) {
    if let index = facts.slots.firstIndex(where: { $0.root == root }) {
      facts.slots[index].method = method
    } else if root == 0 || root == Self.rootIdentity(method) {
      facts.slots.append(VirtualSlot(root: root, method: method))
    }
  }

  /// Instances of one template share the functions of its tables.
  private static func rootIdentity(_ method: Declaration) -> UInt {
    (method.specializedTemplate ?? method).canonical.identity
  }

  /// The first declarations of a virtual method up the hierarchy.
  func roots(of method: Declaration) -> [UInt] {
    let overridden = method.canonical.overridden
    if overridden.isEmpty { return [Self.rootIdentity(method)] }
    var found: [UInt] = []
    for each in overridden {
      for root in roots(of: each) where !found.contains(root) { found.append(root) }
    }
    return found
  }

  /// Whether deleting an object of the class goes through its table.
  func hasVirtualDestructor(_ record: Int) -> Bool {
    types.classes[record]?.slots.contains { $0.root == 0 } ?? false
  }

  // MARK: Where a base is

  /// Bytes from an object of class `derived` to its subobject `base`; nil when there is none, or where it is
  /// depends on the complete object.
  func baseOffset(from derived: Int, to base: Int) -> Int64? {
    if derived == base { return 0 }
    guard let facts = types.classes[derived] else { return nil }
    for subobject in facts.bases {
      guard let offset = subobject.offset, let inner = baseOffset(from: subobject.record, to: base) else {
        continue
      }
      return offset + inner
    }
    return nil
  }
}

extension SpecialMember {
  /// Which of them the declaration is, if any.
  init?(_ member: Declaration) {
    if member.isDestructor {
      self = .destructor
    } else if member.isConstructor {
      if member.isCopyConstructor {
        self = .copyConstructor
      } else if member.isMoveConstructor {
        self = .moveConstructor
      } else if member.isDefaultConstructor {
        self = .defaultConstructor
      } else {
        return nil
      }
    } else if member.isMethod, member.isCopyAssignment {
      self = .copyAssignment
    } else if member.isMethod, member.isMoveAssignment {
      self = .moveAssignment
    } else {
      return nil
    }
  }

  var isAssignment: Bool { self == .copyAssignment || self == .moveAssignment }
  var isConstructor: Bool { self != .destructor && !isAssignment }
  /// Takes another object of the class.
  var hasSource: Bool { self != .destructor && self != .defaultConstructor }
  var isMove: Bool { self == .moveConstructor || self == .moveAssignment }
}
