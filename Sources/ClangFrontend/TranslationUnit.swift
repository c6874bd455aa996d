import CLibClang
import Foundation

/// One parsed source file with everything it includes.
///
/// Belongs to one thread at a time; libclang's own objects are not made for more.
package final class TranslationUnit {
  package let path: String
  /// Language of the main file.
  package let isCPlusPlus: Bool
  /// The driver refused the caller's flags, and only those that decide how the text is read were kept.
  package let usedMinimalFlags: Bool
  package var diagnostics: [FrontendDiagnostic] {
    if let known = knownDiagnostics { return known }
    let read = readDiagnostics()
    knownDiagnostics = read
    return read
  }
  private var knownDiagnostics: [FrontendDiagnostic]?
  /// See `deallocatorAttributes`.
  var refusedAttributes: [RefusedAttribute] {
    if let known = knownRefusedAttributes { return known }
    let read = readRefusedAttributes()
    knownRefusedAttributes = read
    return read
  }
  private var knownRefusedAttributes: [RefusedAttribute]?

  /// Functions in headers have no bodies: see `ParseOptions.withoutHeaderBodies`.
  package let leavesOutHeaderBodies: Bool
  /// What stands behind the source to be referred to, and where the source ends.
  package private(set) var probes: [InstanceProbe]
  private(set) var sourceSize: UInt32
  var knownMembers: [InstanceProbe: Declaration]?
  /// By the identity of the class; see `instantiatedMember`.
  var instantiatedMembers: [UInt: [Declaration]]?

  let index: CXIndex
  let unit: CXTranslationUnit
  @exclusivity(unchecked) var fileTable = FileTable()

  /// Parses the file at `path`, with `unsavedFiles` in the place of files on disk. What the `probes` refer to can be
  /// asked for by `member(_:)`.
  package init(
    path: String, arguments: [String], unsavedFiles: [UnsavedFile] = [], options: ParseOptions = .batch,
    probes: [InstanceProbe] = []
  ) throws(ParseFailure) {
    if !unsavedFiles.contains(where: { $0.path == path }) { try Self.checkReadable(path) }
    self.path = path
    _ = Self.runsOnCallersThread
    guard let index = clang_createIndex(0, 0) else { throw .crashed(path: path) }
    SpareStack.useForHandlers()
    let (files, size) = Self.addingProbes(probes, to: path, unsavedFiles)
    self.probes = size == nil ? [] : probes
    sourceSize = size ?? .max
    leavesOutHeaderBodies = options.isSuperset(of: .withoutHeaderBodies)
    let access = self.probes.isEmpty ? [] : [InstanceProbe.neededFlag]
    let driverArguments = DriverArguments(path: path, flags: arguments + access)
    isCPlusPlus = driverArguments.isCPlusPlus

    var (unit, code) = Self.parse(index, driverArguments.full, files, options)
    var refused = false
    // A flag that the driver refuses, or a processor or target that this libclang does not know.
    for arguments in [driverArguments.minimal, driverArguments.forThisMachine]
    where code != CXError_Success && code != CXError_Crashed {
      refused = true
      (unit, code) = Self.parse(index, arguments, files, options)
    }
    usedMinimalFlags = refused
    guard let unit, code == CXError_Success else {
      clang_disposeIndex(index)
      throw code == CXError_Crashed ? .crashed(path: path) : .refused(path: path)
    }
    self.index = index
    self.unit = unit
  }

  deinit {
    clang_disposeTranslationUnit(unit)
    clang_disposeIndex(index)
  }

  /// Parses again, with these buffers instead of the files on disk, and with these probes instead of those of before:
  /// a unit that was parsed without any needs `InstanceProbe.neededFlag` among its arguments. Everything read from the
  /// unit before (declarations, trees, files' contents) is void afterwards; when it fails, so is the unit.
  package func reparse(unsavedFiles: [UnsavedFile], probes: [InstanceProbe]) throws(ParseFailure) {
    let (files, size) = Self.addingProbes(probes, to: path, unsavedFiles)
    self.probes = size == nil ? [] : probes
    sourceSize = size ?? .max
    knownMembers = nil
    instantiatedMembers = nil
    let code = withUnsaved(files) { unsaved in
      runOnLargeStack {
        clang_reparseTranslationUnit(
          unit, UInt32(unsaved.count), unsaved.baseAddress, clang_defaultReparseOptions(unit))
      }
    }
    fileTable = FileTable()
    knownDiagnostics = nil
    knownRefusedAttributes = nil
    if code != 0 { throw .crashed(path: path) }
  }

  private static func checkReadable(_ path: String) throws(ParseFailure) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw .notFound(path: path)
    }
    if isDirectory.boolValue { throw .isDirectory(path: path) }
    guard access(path, R_OK) == 0 else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
  }

  /// The files with the probes behind the source, and how long the source itself is; nil when it is no text.
  private static func addingProbes(
    _ probes: [InstanceProbe], to path: String, _ unsavedFiles: [UnsavedFile]
  ) -> (files: [UnsavedFile], size: UInt32?) {
    if probes.isEmpty { return (unsavedFiles, nil) }
    let unsaved = unsavedFiles.first { $0.path == path }?.contents
    guard let source = unsaved ?? (try? String(contentsOfFile: path, encoding: .utf8)) else {
      return (unsavedFiles, nil)
    }
    let probed = UnsavedFile(path: path, contents: source + InstanceProbe.text(of: probes))
    return (unsavedFiles.filter { $0.path != path } + [probed], UInt32(source.utf8.count))
  }

  /// libclang parses on a thread of its own with 8 MB of stack, whatever the caller has; this tells it to stay
  /// on the caller's, which `runOnLargeStack` provides.
  private static let runsOnCallersThread: Void = { setenv("LIBCLANG_NOTHREADS", "1", 1) }()

  private static func parse(
    _ index: CXIndex, _ arguments: [String], _ unsavedFiles: [UnsavedFile], _ options: ParseOptions
  ) -> (CXTranslationUnit?, CXErrorCode) {
    var unit: CXTranslationUnit?
    let code = withCStrings(arguments) { argv in
      withUnsaved(unsavedFiles) { unsaved in
        runOnLargeStack {
          clang_parseTranslationUnit2FullArgv(
            index, nil, argv.baseAddress, Int32(argv.count), unsaved.baseAddress, UInt32(unsaved.count),
            options.rawValue, &unit)
        }
      }
    }
    return (unit, code)
  }
}

/// Calls `body` with the strings as C strings.
func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafeMutableBufferPointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
  var copies = strings.map { UnsafePointer(strdup($0)) }
  defer { for copy in copies { free(UnsafeMutablePointer(mutating: copy)) } }
  return copies.withUnsafeMutableBufferPointer { body($0) }
}

/// Calls `body` with the unsaved files in libclang's form.
func withUnsaved<Result>(
  _ files: [UnsavedFile], _ body: (UnsafeMutableBufferPointer<CXUnsavedFile>) -> Result
) -> Result {
  var raw = files.map { file in
    CXUnsavedFile(
      Filename: strdup(file.path), Contents: strdup(file.contents), Length: UInt(file.contents.utf8.count))
  }
  defer {
    for file in raw {
      free(UnsafeMutablePointer(mutating: file.Filename))
      free(UnsafeMutablePointer(mutating: file.Contents))
    }
  }
  return raw.withUnsafeMutableBufferPointer { body($0) }
}
