import SourceText

/// Stack and heap after a line: variables and objects, and who has hold of what, joined over the paths.
package struct HeapPicture: Sendable, Hashable {
  package var path: String
  /// 1-based.
  package var line: Int
  package var objects: [ObjectPicture]
  package var edges: [HeapEdge]
}

/// An object of a picture, with its status on each of the paths.
package struct ObjectPicture: Sendable, Hashable {
  package var object: Int
  package var statuses: [OwnershipStatus]
}

/// A place that has hold of an object.
package struct HeapEdge: Sendable, Hashable {
  /// The object that the place is in: a stack object is a variable.
  package var from: Int
  /// The place as the user writes it: `list->head`.
  package var place: String
  package var to: Int
  package var hold: Hold
  /// On every path that comes here.
  package var isCertain: Bool
}
