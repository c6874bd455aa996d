/// One example of the playground: a whole exercise of the lesson, or one case of a fixture with a `main` around it.
struct Example {
  var title: String
  var group: String
  /// Below `fixtures/`.
  var path: String
  /// The case without its `bad_`; nil for files that are programs.
  var topic: String?
}

/// What the playground offers to load: the exercises first, then a few of each kind of flaw.
let examples = [
  Example(title: "One free is missing", group: "The lesson", path: "lesson/missing_free.c"),
  Example(title: "A thousand elements, released", group: "The lesson", path: "lesson/thousand_elements.c"),
  Example(title: "Two references to one block", group: "The lesson", path: "lesson/two_references.c"),
  Example(title: "No delete", group: "The lesson", path: "lesson/without_delete.cpp"),
  Example(title: "Two friends, a reference cycle", group: "The lesson", path: "lesson/two_friends.cpp"),
  Example(title: "Two friends, one weak", group: "The lesson", path: "lesson/two_friends_weak.cpp"),
  Example(title: "An early return", group: "Leaks", path: "leak/early_return.c", topic: "return_before_free"),
  Example(
    title: "realloc over the only pointer", group: "Leaks", path: "leak/realloc.c", topic: "buffer_grows"),
  Example(title: "Assigned over", group: "Leaks", path: "leak/overwrite.c", topic: "assign_over"),
  Example(title: "Thrown past", group: "Leaks", path: "leak/exceptions.cpp", topic: "thrown_past"),
  Example(
    title: "A shallow copy", group: "Double free", path: "double-free/aliases.c", topic: "shallow_copy"),
  Example(
    title: "A class copied by its pointer", group: "Double free", path: "double-free/copies.cpp",
    topic: "copy"),
  Example(
    title: "A label used after its window", group: "Use after free", path: "use-after-free/objects.c",
    topic: "label_after_destroy"),
  Example(
    title: "A raw pointer after reset", group: "Use after free", path: "use-after-free/shared_owners.cpp",
    topic: "raw_after_reset"),
  Example(
    title: "The address of a local", group: "Dangling pointers", path: "dangling-pointer/returned.c",
    topic: "address_of_local"),
  Example(
    title: "A view of a temporary", group: "Dangling pointers",
    path: "dangling-pointer/strings_and_views.cpp",
    topic: "view_of_temporary"),
  Example(
    title: "free inside a block", group: "The wrong release", path: "invalid-free/interior.c",
    topic: "advanced_pointer"),
  Example(
    title: "An array given to delete", group: "The wrong release", path: "mismatched-deallocation/forms.cpp",
    topic: "array_with_delete"),
  Example(
    title: "A callback that owns its owner", group: "Cycles and owners",
    path: "reference-cycle/callbacks.cpp",
    topic: "captured_self"),
  Example(
    title: "Two unique owners", group: "Cycles and owners", path: "ownership-conflict/two_owners.cpp",
    topic: "two_unique"),
  Example(
    title: "Used after the move", group: "Cycles and owners", path: "use-after-move/owners.cpp",
    topic: "moved"),
  Example(
    title: "A file never closed", group: "Handles", path: "resource-leak/streams.c",
    topic: "stream_early_return"),
]
