import Findings
import OwnershipIR

/// A flaw as the executor saw it: values and events of its arena, not yet words.
struct FindingDraft {
  struct Key: Hashable {
    var rule: Rule
    var module: Int
    var span: Span
    var origin: Span
  }

  var rule: Rule
  var detail: Detail
  /// Where it goes wrong, in a file of `module`; inside a callee when `depth` is not 0.
  var module: Int
  var span: Span
  var name: StringID
  var depth: UInt8
  var object: ValueID
  /// The allocation (or first access), and the release or end of scope, as events.
  var origin: EventID
  var end: EventID
  var lastEvent: EventID
  var state: State
  /// For a flaw of a callee that this function makes happen: the functions the path goes through, innermost first.
  var through: [UInt32] = []
  var key: Key
  /// What the user calls the memory, found while something still held it.
  var holderName: String?
  /// The releasing function of a release that goes wrong (program number + 1; 0 for the language itself).
  var releaser: UInt32?
  /// `invalid-free`: what the release would have been right for.
  var releasedAs = FamilyID.unknown
  /// It happens in a thread that was just started: at no time that the code around tells.
  var isConcurrent = false
  /// Where the analysed function was.
  var point: FlawedPoints.Point
  /// `reference-cycle`: who owns whom.
  var ring: [RingEdge] = []

  /// What exactly happened, where one rule covers several cases.
  enum Detail: Hashable {
    case plain
    /// `dangling-pointer`: a dead local is used, returned, or left in memory that lives on.
    case used, returned
    case storedBeyond(StringID)
    /// `leak`: how the last reference went.
    case overwritten(StringID)
    case scopeEnd, resultDropped, ownerFreed, reallocFailed
    /// `mismatched-deallocation`: the family it came from and the one it was released to.
    case families(FamilyID, FamilyID)
    /// `invalid-free`.
    case stackFree, staticFree, literalFree, functionFree
    case interiorFree(Int64)
    case allocaFree, borrowedFree
    /// `double-free` of a counted object: the reference that is given back is somebody else's.
    case overRelease
    /// `use-after-free` by handing it to a function.
    case passed(UInt32)
  }
}

extension Executor {
  /// Remembers a flaw on the path of `state`.
  func report(
    _ rule: Rule, object: ValueID, at span: Span, name: StringID, _ state: State,
    detail: FindingDraft.Detail = .plain, releaser: UInt32? = nil, releasedAs: FamilyID = .unknown,
    in module: Int? = nil, holder: String? = nil, ring: [RingEdge] = []
  ) {
    var module = module ?? moduleIndex
    var (span, name) = (span, name)
    if span == .none {
      let place = events.visible(
        PathEvent(kind: .accessed, module: UInt16(module), span: .none, name: name, parent: state.lastEvent))
      if Int(place.module) != module { name = .empty }
      (module, span) = (Int(place.module), place.span)
    }
    let record = state.object(object)
    let origin = record?.origin ?? .none
    let originSpan = origin.isNone ? Span.none : events[origin].span
    context.points.report(rule)
    if state.isApproximate, context.points.passes(context.points.current) { return }
    var draft = FindingDraft(
      rule: rule, detail: detail, module: module, span: span, name: name, depth: depth, object: object,
      origin: origin, end: record?.end ?? .none, lastEvent: state.lastEvent, state: state,
      key: FindingDraft.Key(rule: rule, module: module, span: span, origin: originSpan), point: context.points.current)
    draft.releaser = releaser
    draft.releasedAs = releasedAs
    draft.ring = ring
    draft.holderName = holder
    let node = arena[object]
    if let name = nameOfStorage(node) { draft.holderName = name }
    if rule == .leak || rule == .resourceLeak, let naming = namingState {
      draft.holderName = nameOfHolder(of: object, naming)
    }
    if state.isApproximate { context.addUncertain(draft) } else { context.add(draft) }
  }

  /// The variable that an object is, in whatever frame.
  private func nameOfStorage(_ node: ValueNode) -> String? {
    switch node.tag {
    case .local where Int(node.a) < context.frameCodes.count:
      let code = context.frameCodes[Int(node.a)]
      guard Int(node.b) < code.body.locals.count else { return nil }
      let name = code.module[code.body.locals[Int(node.b)].name]
      return name.isEmpty && node.a != frame ? nil : name
    case .global:
      let global = context.global(node.a)
      let module = program.modules[global.module]
      return module[module.globals[global.index].name]
    default: return nil
    }
  }
}
