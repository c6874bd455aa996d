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
    case reverseIterator
    /// `mutex`, `lock_guard` and streams: they own nothing that the analysis follows.
    case mutex, lock, thread, stream
    /// A number or pointer that threads share: one field, its value.
    case atomic
    /// Classes without state: allocators, comparisons, tags.
    case empty
    case defaultDelete, referenceWrapper
    /// What `mem_fn` gives: a pointer to a member function.
    case memberFunction
    /// No class of anybody's, but bodies that ours need: what deletes the object of a `shared_ptr`, and what calls,
    /// copies and deletes that of a `function` or an `any`, and what a `thread` runs. `arguments` say for what types.
    case sharedDestroyer, callableInvoker, valueCopier, valueDestroyer, threadRoutine
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
    guard let kind = declaration.withName({ Self.kinds[String(decoding: $0, as: UTF8.self)] }),
      declaration.isInStandardLibrary
    else { return nil }
    let arguments = canonical.templateArguments
    // Bits behind proxies.
    if kind == .vector, arguments.first?.canonical.kind == .boolean { return nil }
    self.init(kind: kind, type: canonical, arguments: arguments)
  }

  private static let kinds: [String: Kind] = [
    "unique_ptr": .uniquePointer, "shared_ptr": .sharedPointer, "__shared_ptr": .sharedPointer,
    "__shared_ptr_access": .sharedPointer, "weak_ptr": .weakPointer, "__weak_ptr": .weakPointer,
    "enable_shared_from_this": .sharedFromThis, "default_delete": .defaultDelete,
    "vector": .vector, "list": .list, "forward_list": .forwardList, "deque": .deque, "set": .set, "map": .map,
    "multiset": .multiset, "multimap": .multimap, "unordered_set": .unorderedSet,
    "unordered_map": .unorderedMap,
    "unordered_multiset": .unorderedMultiset, "unordered_multimap": .unorderedMultimap, "stack": .stack,
    "queue": .queue, "priority_queue": .priorityQueue, "array": .array, "pair": .pair, "tuple": .tuple,
    "optional": .optional, "variant": .variant, "any": .any, "basic_string": .string,
    "basic_string_view": .stringView, "span": .span, "initializer_list": .initializerList,
    "function": .function, "_Mem_fn": .memberFunction, "_Mem_fn_base": .memberFunction,
    "__normal_iterator": .pointerIterator, "_List_iterator": .nodeIterator,
    "_List_const_iterator": .nodeIterator,
    "_Fwd_list_iterator": .nodeIterator, "_Fwd_list_const_iterator": .nodeIterator,
    "_Rb_tree_iterator": .nodeIterator, "_Rb_tree_const_iterator": .nodeIterator,
    "_Node_iterator": .nodeIterator,
    "_Node_const_iterator": .nodeIterator, "_Node_iterator_base": .nodeIterator,
    "_Deque_iterator": .nodeIterator,
    "reverse_iterator": .reverseIterator, "reference_wrapper": .referenceWrapper,
    "mutex": .mutex, "recursive_mutex": .mutex, "timed_mutex": .mutex, "shared_mutex": .mutex,
    "__mutex_base": .mutex, "condition_variable": .mutex, "once_flag": .mutex,
    "lock_guard": .lock, "unique_lock": .lock, "scoped_lock": .lock, "shared_lock": .lock,
    "thread": .thread,
    "atomic": .atomic, "__atomic_base": .atomic, "atomic_flag": .atomic,
    "basic_ostream": .stream, "basic_istream": .stream, "basic_iostream": .stream, "basic_ios": .stream,
    "ios_base": .stream, "basic_ofstream": .stream, "basic_ifstream": .stream, "basic_fstream": .stream,
    "basic_ostringstream": .stream, "basic_istringstream": .stream, "basic_stringstream": .stream,
    "allocator": .empty, "less": .empty, "greater": .empty, "hash": .empty, "equal_to": .empty,
    "char_traits": .empty, "nothrow_t": .empty, "in_place_t": .empty, "nullopt_t": .empty,
    "monostate": .empty,
    "piecewise_construct_t": .empty, "strong_ordering": .empty, "weak_ordering": .empty,
    "partial_ordering": .empty, "random_access_iterator_tag": .empty,
  ]
}
