import CLibClang
import Foundation

/// Base classes of instances whose template writes them by its parameters: libclang shows them only as they are written
/// there. They are written out with the arguments of the instance and asked for by that name.
extension InstanceProbe {
  /// One probe for each base class that `written`, a base of the `template`, stands for in its instance `type`; a pack
  /// stands for several. Nil when they cannot be written.
  package static func bases(_ written: ClangType, of template: Declaration, in type: ClangType) -> [InstanceProbe]? {
    guard let name = name(of: written.canonical.unqualified), let given = arguments(of: type) else { return nil }
    let parameters = template.templateParameters
    // More arguments than parameters: the last is a pack.
    if given.count > parameters.count, let pack = parameters.indices.last,
      name.contains("\(typeParameter)\(pack)")
    {
      return given[pack...].map { InstanceProbe(type, base: replaced(name, parameters, Array(given[..<pack]) + [$0])) }
        .compactMap(\.self)
    }
    guard given.count >= parameters.count else { return nil }
    return InstanceProbe(type, base: replaced(name, parameters, given)).map { [$0] }
  }

  /// The base classes that are the instance's arguments themselves (`struct overloaded : Ts…`): they need no name, so
  /// closures are among them. Nil when the base is written in any other way.
  package static func argumentsAsBases(_ written: ClangType, of template: Declaration, in type: ClangType)
    -> [ClangType]?
  {
    var name = written.canonical.unqualified.spelling
    if name.hasSuffix("...") { name = String(name.dropLast(3)) }
    guard name.hasPrefix(typeParameter), let number = Int(name.dropFirst(typeParameter.count)) else { return nil }
    let given = type.canonical.templateArguments
    let parameters = template.templateParameters
    guard number < given.count, given[number].kind == .record else { return nil }
    if number == parameters.count - 1 { return given[number...].map(\.canonical) }
    return given.count == parameters.count ? [given[number].canonical] : nil
  }

  private init?(_ type: ClangType, base: String) { self.init(type, .base(base)) }

  /// The arguments of an instance as they are written: `int` and `3` of `Ring<int, 3>`.
  private static func arguments(of type: ClangType) -> [String]? {
    guard let spelling = name(of: type.canonical.unqualified), spelling.hasSuffix(">") else { return nil }
    var arguments: [String] = []
    var depth = 0
    var current = ""
    for character in spelling.dropLast().reversed() {
      switch character {
      case ">", ")", "]": depth += 1
      case "<" where depth == 0:
        return ([current] + arguments).map { $0.trimmingCharacters(in: .whitespaces) }
      case "<", "(", "[": depth -= 1
      case "," where depth == 0:
        arguments.insert(current, at: 0)
        current = ""
        continue
      default: break
      }
      current = String(character) + current
    }
    return nil
  }

  /// The compiler writes parameters that are types by their numbers, and others by their names.
  private static func replaced(_ name: String, _ parameters: [String], _ arguments: [String]) -> String {
    var result = ""
    var word = ""
    func flush() {
      if word.hasPrefix(typeParameter), let number = Int(word.dropFirst(typeParameter.count)),
        number < arguments.count
      {
        result += arguments[number]
      } else if let number = parameters.firstIndex(of: word), number < arguments.count {
        result += arguments[number]
      } else {
        result += word
      }
      word = ""
    }
    for character in name {
      if character.isLetter || character.isNumber || character == "_" || character == "-" {
        word.append(character)
      } else {
        flush()
        result.append(character)
      }
    }
    flush()
    return result
  }

  private static let typeParameter = "type-parameter-0-"
}

extension Declaration {
  /// The names of a class template's parameters, in order.
  fileprivate var templateParameters: [String] {
    children.filter {
      [CXCursor_TemplateTypeParameter, CXCursor_NonTypeTemplateParameter, CXCursor_TemplateTemplateParameter]
        .contains($0.cursor.kind)
    }.map(\.name)
  }
}
