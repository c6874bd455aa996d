import ClangFrontend
import OwnershipIR

/// What the lowering must know of a C++ class beyond its fields: where base subobjects lie, what is dispatched
/// dynamically, and which members the language supplies. One an entry of `TypeTable.records`, read on first sight.
struct ClassFacts {
  /// The class's canonical type.
  var type: ClangType
  var bases: [BaseSubobject] = []
  /// It, or a base, has virtual functions: it starts with a pointer to a table of them, as in the Itanium ABI.
  var isPolymorphic = false
  /// Functions of the primary table in order.
  var slots: [VirtualSlot] = []
  /// Bytes in use, without tail padding that a derived class may fill.
  var dataSize: Int64 = 0
  var members = SpecialMembers()
  var standard: StandardClass?
}

/// A direct base class within its derived class.
struct BaseSubobject {
  var type: ClangType
  /// Index into the records.
  var record: Int
  /// In bytes; nil for virtual bases, whose place depends on the complete object.
  var offset: Int64?
}

/// One entry of a table of virtual functions.
struct VirtualSlot {
  /// The first declaration of the function up the hierarchy, by identity; 0 for the destructor.
  var root: UInt
  /// What is called for an object of exactly this class.
  var method: Declaration?
}

/// The members that the language supplies where the class does not declare them.
enum SpecialMember: String, CaseIterable {
  case defaultConstructor, copyConstructor, moveConstructor, copyAssignment, moveAssignment, destructor
}

/// What the class itself declares of them.
struct SpecialMembers {
  /// Declarations by kind.
  var declared: [SpecialMember: Declaration] = [:]
  /// Declared in the template that the class is an instance of: not to be seen as an instance unless something
  /// calls it.
  var inTemplate: Set<SpecialMember> = []
  /// Those of them that are `= delete`: nothing can run them.
  var deletedInTemplate: Set<SpecialMember> = []
  /// The class has some constructor of its own.
  var hasConstructor = false
}

/// A body that is lowered when the functions written in the file are done: what they turned out to need.
enum PendingBody {
  /// An instance of a template, a method of a local class or of a closure.
  case written(Declaration)
  /// A member that the language supplies.
  case special(SpecialMember, ClangType)
  /// A constructor that the class takes over from a base, for parameters of these types.
  case inherited(ClangType, [ClangType])
  /// A function of the standard library whose meaning is known; `isRead` where the caller only reads what the reference
  /// leads to that the function gives.
  case standard(StandardClass?, Declaration, isRead: Bool)
  /// The same without a declaration at hand.
  case standardSpecial(StandardClass, SpecialMember)
  /// Calls the closure's function without a closure: what a lambda that captures nothing is as a plain function.
  case invoker(FunctionID)
  /// Adjusts `this` from a base subobject and calls the function.
  case thunk(FunctionID, offset: Int64)
  /// Calls what the object's table has in place of the virtual function.
  case dispatcher(FunctionID, slot: Int)
}
