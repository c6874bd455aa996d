/// A JSON value whose objects keep the order their members were written in, so that the same report is the
/// same bytes on every run.
package indirect enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  package struct Member: Sendable, Hashable {
    package var name: String
    package var value: JSONValue
    package init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }
}

// MARK: - Reading

extension JSONValue {
  /// The member called `name`; the last one where a name is repeated (as most readers take it).
  package subscript(_ name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }

  package subscript(_ index: Int) -> JSONValue? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  package var stringValue: String? {
    if case .string(let text) = self { text } else { nil }
  }
  package var integerValue: Int? {
    if case .integer(let number) = self { number } else { nil }
  }
  package var boolValue: Bool? {
    if case .bool(let flag) = self { flag } else { nil }
  }
  package var arrayValue: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }
  package var members: [Member]? {
    if case .object(let members) = self { members } else { nil }
  }
}

// MARK: - Building

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }

  /// Adds a member at the end when `value` is there; does nothing for other kinds of value.
  package mutating func append(_ name: String, _ value: JSONValue?) {
    guard let value, case .object(var members) = self else { return }
    members.append(Member(name, value))
    self = .object(members)
  }
}
