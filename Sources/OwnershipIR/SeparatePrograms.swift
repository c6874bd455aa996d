/// Keeps files apart that define the same: two programs with a `main` each, tests with helpers of one name, two classes
/// `Node` in two exercises.
///
/// A linker would refuse such files together, so they belong to different programs, whatever they are named with in one
/// call. The first file by path has the definition that others without one of their own mean; each further one gets
/// its own under a key with its path in front, like things that are visible in their file only. What headers define is
/// the same everywhere and stays one.
package func separatingPrograms(_ modules: [Module]) -> [Module] {
  var owners: [String: Int] = [:]
  var separate: [Int] = []
  let order = modules.indices.sorted { modules[$0].path < modules[$1].path }
  for index in order {
    var isSeparate = false
    for key in modules[index].ownFunctionKeys where owners[key, default: index] != index { isSeparate = true }
    if isSeparate { separate.append(index) }
    for key in modules[index].ownFunctionKeys where owners[key] == nil { owners[key] = index }
  }
  if separate.isEmpty { return modules }
  var globalOwners: [String: Int] = [:]
  for index in order {
    for key in modules[index].ownGlobalKeys where globalOwners[key] == nil { globalOwners[key] = index }
  }
  var result = modules
  for index in separate {
    result[index].rename(functions: { owners[$0] != index }, globals: { globalOwners[$0] != index })
  }
  return result
}

extension Module {
  /// The keys of what the main file itself defines for others to use.
  fileprivate var ownFunctionKeys: [String] {
    functions.filter { isOwn($0) }.map(\.linkKey)
  }

  fileprivate var ownGlobalKeys: [String] {
    globals.filter { isOwn($0) }.map(\.linkKey)
  }

  private func isOwn(_ function: Function) -> Bool {
    function.body != nil && !function.attributes.isInternal && !function.attributes.isSystem
      && function.span != .none && function.span.file.int == 0
  }

  private func isOwn(_ global: Global) -> Bool {
    global.isDefined && !global.isInternal && global.span != .none && global.span.file.int == 0
  }

  fileprivate mutating func rename(functions isTaken: (String) -> Bool, globals isTakenGlobal: (String) -> Bool) {
    var renamed: Set<Int> = []
    for index in functions.indices where isOwn(functions[index]) && isTaken(functions[index].linkKey) {
      functions[index].linkKey = "\(path)#\(functions[index].linkKey)"
      renamed.insert(index)
    }
    for index in globals.indices {
      // Tables of virtual functions have no place: they are the file's own where one of their functions is.
      let isOwnTable =
        !globals[index].isInternal && globals[index].span == .none
        && globals[index].initializer.contains { cell in
          if case .function(let id) = cell.value { renamed.contains(id.int) } else { false }
        }
      if isOwnTable || isOwn(globals[index]) && isTakenGlobal(globals[index].linkKey) {
        globals[index].linkKey = "\(path)#\(globals[index].linkKey)"
      }
    }
  }
}
