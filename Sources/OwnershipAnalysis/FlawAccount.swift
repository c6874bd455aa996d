import Findings
import OwnershipIR

/// What one function's analysis has to say of a flaw, on its own feet: the path and the object, but no places and no
/// words. Those are made from the tables of the program when all is told (`StoryTeller`), so that an account outlives
/// the analysis that gave it, and is right again when the text around it has moved.
struct FlawAccount: Sendable {
  var rule: Rule
  var detail: FindingDraft.Detail
  /// Where it goes wrong, in a file of `module`.
  var module: Int
  var span: Span
  var name: StringID
  var depth: UInt8
  var object: ValueID
  /// The object is a variable or temporary.
  var isOfLocal: Bool
  /// Family of the object, and references that are held here beyond the first.
  var family: FamilyID
  var references: Int16
  /// The whole path, oldest step first, as the user can see it.
  var path: [PathEvent]
  var origin: PathEvent?
  var end: PathEvent?
  /// The function that the finding counts for.
  var owner: UInt32
  var through: [UInt32]
  var key: FindingDraft.Key
  var holderName: String?
  var releaser: UInt32?
  var releasedAs: FamilyID
  var isConcurrent: Bool
  var ring: [RingEdge]

  init(_ draft: FindingDraft, _ context: AnalysisContext) {
    let events = context.events
    rule = draft.rule
    detail = draft.detail
    module = draft.module
    span = draft.span
    name = draft.name
    depth = draft.depth
    object = draft.object
    isOfLocal = context.arena[draft.object].tag == .local
    let record = draft.state.object(draft.object)
    family = record?.family ?? .unknown
    references = record?.references ?? 0
    path = events.path(to: draft.lastEvent).map(events.visible)
    origin = draft.origin.isNone ? nil : events.visible(events[draft.origin])
    end = draft.end.isNone ? nil : events.visible(events[draft.end])
    owner = draft.through.first ?? context.function
    through = draft.through
    key = draft.key
    holderName = draft.holderName
    releaser = draft.releaser
    releasedAs = draft.releasedAs
    isConcurrent = draft.isConcurrent
    ring = draft.ring
  }
}
