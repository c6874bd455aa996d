import ClangFrontend
import OwnershipIR

/// Which expression initialises which part of an object.
struct InitializerPlan {
  struct Element {
    var node: NodeID
    var offset: Int64
    var type: TypeID
  }
  /// In the order of the source: a later element overrides an earlier one of the same place.
  var elements: [Element] = []
  /// Every scalar of the object is given, so that nothing needs zeroing first.
  var isComplete = true
}

extension FunctionLowering {
  func initializerPlan(_ list: NodeID, _ type: TypeID) -> InitializerPlan {
    var plan = InitializerPlan()
    let items = Array(tree.children(list))
    switch module.types[type].kind {
    case .record(let index):
      let fields = module.types.records[index].fields
      for (item, field) in zip(items, fields) {
        plan.elements.append(.init(node: item, offset: field.offset, type: field.type))
      }
      plan.isComplete = items.count >= fields.count
    case .array(let element, let count):
      let stride = max(module.types[element].size, 0)
      for (index, item) in items.enumerated() {
        plan.elements.append(.init(node: item, offset: Int64(index) * stride, type: element))
      }
      plan.isComplete = Int64(items.count) == count
    default:
      if let item = items.first { plan.elements.append(.init(node: item, offset: 0, type: type)) }
    }
    return plan
  }
}
