/// `ownscope/ownership`, an extension: what ownership does in the function around a place, for whoever draws pictures of
/// it (a timeline, stack and heap, a ring). Null outside of functions and where a function is too large to be followed.
/// Lines are 0-based, like all places of the protocol. Fields may be added at any time.
package struct OwnershipRequest: LSPRequest {
  package static let method = "ownscope/ownership"
  package typealias Response = OwnershipResult?
  package var textDocument: TextDocumentIdentifier
  package var position: Position

  package init(textDocument: TextDocumentIdentifier, position: Position) {
    self.textDocument = textDocument
    self.position = position
  }
}

package struct OwnershipResult: Codable, Sendable, Hashable {
  /// The function's name, and its range from the name to the closing brace.
  package var function: String
  package var range: LSPRange
  /// Every path was followed.
  package var isComplete: Bool
  /// By number: the object with the id n is the n-th.
  package var objects: [Object]
  /// What memory looks like after each line on which something was done, in the order of lines.
  package var pictures: [Picture]
  /// Findings that stand in the function, with their stories.
  package var findings: [Finding]

  package init(
    function: String, range: LSPRange, isComplete: Bool, objects: [Object], pictures: [Picture],
    findings: [Finding]
  ) {
    self.function = function
    self.range = range
    self.isComplete = isComplete
    self.objects = objects
    self.pictures = pictures
    self.findings = findings
  }

  /// A piece of memory or a resource.
  package struct Object: Codable, Sendable, Hashable {
    package var id: Int
    /// `heap`, `stack`, `static`, `callers`, `globals`, `lent` or `library`.
    package var kind: String
    /// The variable that it is, or the first name that it has; may be empty.
    package var name: String
    /// What it is: memory, stream, descriptor; what made it, and what releases it, as they are written.
    package var noun: String
    package var allocator: String
    package var releasedBy: [String]
    /// Where it was made, or where this function called what made it.
    package var origin: LSPRange?
    /// Its life, in the order of the text.
    package var steps: [Step]

    package init(
      id: Int, kind: String, name: String, noun: String, allocator: String, releasedBy: [String], origin: LSPRange?,
      steps: [Step]
    ) {
      self.id = id
      self.kind = kind
      self.name = name
      self.noun = noun
      self.allocator = allocator
      self.releasedBy = releasedBy
      self.origin = origin
      self.steps = steps
    }
  }

  /// Something that happens to an object.
  package struct Step: Codable, Sendable, Hashable {
    /// `allocated`, `aliased`, `stored`, `passed`, `handed-over`, `moved`, `shared`, `unshared`, `released`, `used`,
    /// `named`, `returned`, `lost` or `scope-end`.
    package var role: String
    package var range: LSPRange
    /// The place, or the function that does it; may be empty.
    package var text: String
    /// Of two steps of one path the earlier has the smaller number (but for the way back of a loop).
    package var order: Int

    package init(role: String, range: LSPRange, text: String, order: Int) {
      self.role = role
      self.range = range
      self.text = text
      self.order = order
    }
  }

  /// Stack and heap after a line.
  package struct Picture: Codable, Sendable, Hashable {
    package var line: Int
    package var objects: [State]
    package var edges: [Edge]

    package init(line: Int, objects: [State], edges: [Edge]) {
      self.line = line
      self.objects = objects
      self.edges = edges
    }

    /// An object, with its status on each of the paths: `owned`, `shared`, `counted`, `borrowed`, `escaped`, `released`,
    /// `ended`, `moved`, `storage`, `null` or `untracked`.
    package struct State: Codable, Sendable, Hashable {
      package var object: Int
      package var statuses: [String]
      /// Owners and observers of a shared object, where they are known and the same on all paths.
      package var owners: Int?
      package var observers: Int?

      package init(object: Int, statuses: [String], owners: Int?, observers: Int?) {
        self.object = object
        self.statuses = statuses
        self.owners = owners
        self.observers = observers
      }
    }

    /// A place that has hold of an object.
    package struct Edge: Codable, Sendable, Hashable {
      /// The object that the place is in: a stack object is a variable.
      package var from: Int
      package var place: String
      package var to: Int
      /// `raw`, `sole`, `strong`, `weak` or `whole`.
      package var hold: String
      /// On every path that comes here.
      package var isCertain: Bool

      package init(from: Int, place: String, to: Int, hold: String, isCertain: Bool) {
        self.from = from
        self.place = place
        self.to = to
        self.hold = hold
        self.isCertain = isCertain
      }
    }
  }

  /// A finding.
  package struct Finding: Codable, Sendable, Hashable {
    package var rule: String
    package var message: String
    package var fingerprint: String
    package var range: LSPRange
    package var story: [StoryStep]
    /// Of a reference cycle: its owners as expressions, the one to make weak first.
    package var ring: [String]?

    package init(
      rule: String, message: String, fingerprint: String, range: LSPRange, story: [StoryStep], ring: [String]?
    ) {
      self.rule = rule
      self.message = message
      self.fingerprint = fingerprint
      self.range = range
      self.story = story
      self.ring = ring
    }

    package struct StoryStep: Codable, Sendable, Hashable {
      package var role: String
      package var uri: String
      package var range: LSPRange
      package var text: String

      package init(role: String, uri: String, range: LSPRange, text: String) {
        self.role = role
        self.uri = uri
        self.range = range
        self.text = text
      }
    }
  }
}
