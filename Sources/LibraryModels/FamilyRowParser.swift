// A family's row.
//
//     NAME: KIND "NOUN" ACQUIRED, RELEASED by FUNCTION, … [; TRAIT]…
//
//     FILE: handle "stream" opened, closed by fclose
//     fd: descriptor "file descriptor" opened, closed by close
//     alloca: memory "stack memory" allocated, released by nothing; losable
//
// KIND is `memory`, `handle` (a pointer to something opaque) or `descriptor` (a number that is not negative).
// TRAIT is `counted` (every owner releases once), `partial` (a part may be released), `losable` (losing it is
// no flaw) or `same as F, …` (families that may be released in each other's way).

/// Reads the row of an allocation family, as users write it and as the shipped tables have it.
package func parseFamilyRow(_ text: String) throws(ModelRowError) -> AllocationFamily {
  var text = text
  let outcome = text.withUTF8 { bytes -> Result<AllocationFamily, ModelRowError> in
    do throws(ModelRowError) {
      return .success(try parseFamilyRow(bytes, from: 0, to: bytes.count))
    } catch { return .failure(error) }
  }
  return try outcome.get()
}

func parseFamilyRow(
  _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int
) throws(ModelRowError) -> AllocationFamily {
  var scanner = RowScanner(bytes, from: start, to: end)

  var name = scanner.word { $0.isFamilyMark }
  if name.hasSuffix(":") {
    name.removeLast()
  } else {
    throw scanner.error("expected “:” after the family's name, found \(scanner.found())")
  }
  guard !name.isEmpty else { throw scanner.error("the family's name is missing", at: start) }

  let kindPlace = scanner.place
  let kindWord = scanner.word()
  guard let kind = AllocationFamily.Kind(rawValue: kindWord) else {
    throw scanner.error(
      "expected memory, handle or descriptor, found \(kindWord.isEmpty ? scanner.found() : "“\(kindWord)”")",
      at: kindPlace)
  }

  guard scanner.take(UInt8(ascii: "\"")) else {
    throw scanner.error("expected what a sentence calls it, in double quotes, found \(scanner.found())")
  }
  let noun = scanner.text(upTo: UInt8(ascii: "\""))
  guard scanner.take(UInt8(ascii: "\"")), !noun.isEmpty else {
    throw scanner.error("the name in double quotes is empty or does not end")
  }

  let acquired = scanner.word()
  guard !acquired.isEmpty, scanner.take(UInt8(ascii: ",")) else {
    throw scanner.error("expected two verbs, such as “opened, closed”, found \(scanner.found())")
  }
  let released = scanner.word()
  guard !released.isEmpty, scanner.take("by ") else {
    throw scanner.error("expected “by” and the functions that release it, found \(scanner.found())")
  }

  var family = AllocationFamily(
    name: name, kind: kind, releasedBy: try functionNames(&scanner), noun: noun, acquiredVerb: acquired,
    releasedVerb: released)
  while scanner.take(UInt8(ascii: ";")) { try trait(&scanner, of: &family) }
  if !scanner.isAtEnd { throw scanner.error("expected “;” and a trait, found \(scanner.found())") }
  return family
}

/// Names separated by commas; they may have blanks inside (`operator delete`). `nothing` is the empty list.
private func functionNames(_ scanner: inout RowScanner) throws(ModelRowError) -> [String] {
  var names: [String] = []
  repeat {
    scanner.skipBlanks()
    let first = scanner.index
    while scanner.index < scanner.end, scanner.bytes[scanner.index] != UInt8(ascii: ","),
      scanner.bytes[scanner.index] != UInt8(ascii: ";")
    {
      scanner.index += 1
    }
    var last = scanner.index
    while last > first, scanner.bytes[last - 1] == .blank { last -= 1 }
    guard last > first else { throw scanner.error("the name of a function is missing", at: first) }
    names.append(scanner.text(first, last))
  } while scanner.take(UInt8(ascii: ","))
  return names == ["nothing"] ? [] : names
}

private func trait(
  _ scanner: inout RowScanner, of family: inout AllocationFamily
) throws(ModelRowError) {
  let place = scanner.place
  switch scanner.word() {
  case "counted": family.traits.insert(.counted)
  case "partial": family.traits.insert(.partial)
  case "losable": family.traits.insert(.losable)
  case "same":
    guard scanner.take("as ") else { throw scanner.error("expected “as” and a family after “same”") }
    repeat {
      let other = scanner.word { $0.isFamilyMark }
      guard !other.isEmpty else { throw scanner.error("a family is missing after “same as”") }
      family.interchangeableWith.append(other)
    } while scanner.take(UInt8(ascii: ","))
  case let other:
    throw scanner.error(
      "“\(other)” is no trait\(closest(to: other, in: ["counted", "partial", "losable", "same as"]))",
      at: place)
  }
}
