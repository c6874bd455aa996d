import ClangFrontend
import OwnershipIR

/// A class of the standard library that is followed by meaning and never by its body: other people's templates are
/// deep, differ between libraries, and every false alarm in them would be ours.
///
/// Each has a layout of our own within its real size (`fields`), and bodies made for the functions that are called
/// (`FunctionLowering.lowerStandard…`), so that the analysis sees memory, counts and elements as in any other code.
struct StandardClass {
  enum Kind {
    case uniquePointer, sharedPointer, weakPointer, sharedFromThis
    /// Elements in one block: `vector`.
    case vector
    /// Elements in nodes of their own: `list`, `deque`, `set`, `map` and their like.
    case list, forwardList, deque, set, map, multiset, multimap
    case unorderedSet, unorderedMap, unorderedMultiset, unorderedMultimap
    case stack, queue, priorityQueue
    case array, pair, tuple, optional, variant, any
    case string, stringView, span, initializerList
    case function
    /// The iterator of `vector` and `string`, of node containers, and what their reverse ones wrap.
    case pointerIterator, nodeIterator
    case mutex, lock, thread, stream
  }

  var kind: Kind
  /// The canonical type.
  var type: ClangType
  /// Template arguments, defaults included.
  var arguments: [ClangType]
}

extension StandardClass {
  /// nil for classes that are not the standard library's, or whose meaning is not known here.
  init?(_ type: ClangType) {
    let canonical = type.canonical
    let declaration = canonical.declaration
    guard declaration.isInStandardLibrary, let kind = Self.kinds[declaration.name] else { return nil }
    self.kind = kind
    self.type = canonical
    arguments = canonical.templateArguments
  }

  private static let kinds: [String: Kind] = [
    "unique_ptr": .uniquePointer, "shared_ptr": .sharedPointer, "__shared_ptr": .sharedPointer,
    "weak_ptr": .weakPointer, "__weak_ptr": .weakPointer, "enable_shared_from_this": .sharedFromThis,
    "vector": .vector, "list": .list, "forward_list": .forwardList, "deque": .deque, "set": .set, "map": .map,
    "multiset": .multiset, "multimap": .multimap, "unordered_set": .unorderedSet, "unordered_map": .unorderedMap,
    "unordered_multiset": .unorderedMultiset, "unordered_multimap": .unorderedMultimap, "stack": .stack,
    "queue": .queue, "priority_queue": .priorityQueue, "array": .array, "pair": .pair, "tuple": .tuple,
    "optional": .optional, "variant": .variant, "any": .any, "basic_string": .string,
    "basic_string_view": .stringView, "span": .span, "initializer_list": .initializerList, "function": .function,
    "__normal_iterator": .pointerIterator, "_List_iterator": .nodeIterator, "_List_const_iterator": .nodeIterator,
    "_Fwd_list_iterator": .nodeIterator, "_Fwd_list_const_iterator": .nodeIterator,
    "_Rb_tree_iterator": .nodeIterator, "_Rb_tree_const_iterator": .nodeIterator, "_Node_iterator": .nodeIterator,
    "_Node_const_iterator": .nodeIterator, "_Deque_iterator": .nodeIterator,
  ]
}

/// What the lowering asks about a standard class. Everything else about them is in this folder.
extension StandardClass {
  /// The layout that the bodies here work on; nil: the class keeps its real fields (`pair`, `array`,
  /// `initializer_list`).
  func fields(_ module: inout ModuleBuilder) -> [Field]? { nil }

  /// Whether default construction, copying, moving or destruction does more than nothing or copying bytes.
  func hasEffect(_ special: SpecialMember, _ module: inout ModuleBuilder) -> Bool { false }
}

extension FunctionLowering {
  /// Fills in the body of a function of the standard library that the program calls (a member of one of the
  /// classes, or a free function such as `make_unique`). `function` is its number, `locals` and the entry block are
  /// ready; false when its meaning is not known: then it stays a call that may do anything with what it is given.
  mutating func lowerStandardFunction(_ declaration: Declaration, _ standard: StandardClass?) -> Bool { false }

  /// The same for a special member that no declaration names.
  mutating func lowerStandardSpecial(_ standard: StandardClass, _ special: SpecialMember) -> Bool { false }
}
