import OwnershipIR

/// The files of a program through their versions.
struct FollowedFiles {
  private struct File {
    /// As it was lowered last: by it is seen whether the next one is another.
    var lowered: Module
    /// Begun when the file changes for the first time.
    var lineage: ModuleLineage?
    var module: Module { lineage?.module ?? lowered }
  }

  private var files: [String: File] = [:]

  /// The modules with the numbers and offsets that they had before, as far as they are the same. Files that are not
  /// among them are forgotten.
  mutating func follow(_ modules: [Module]) -> [Module] {
    var kept: [String: File] = [:]
    kept.reserveCapacity(modules.count)
    let result = modules.map { module in
      // A file that is there twice is not followed.
      guard kept[module.path] == nil else { return module }
      var file = files.removeValue(forKey: module.path) ?? File(lowered: module)
      if file.lowered != module {
        var lineage = file.lineage ?? ModuleLineage(file.lowered)
        file.lineage = nil
        _ = lineage.advance(to: module)
        file = File(lowered: module, lineage: lineage)
      }
      kept[module.path] = file
      return file.module
    }
    files = kept
    return result
  }
}
