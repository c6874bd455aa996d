import Synchronization

/// Lets a number of parties in at a time. The others wait in the order they came, and are told their place.
package final class Turnstile: Sendable {
  private struct Party {
    var number: Int
    var onPlace: @Sendable (Int) -> Void
    var onTurn: @Sendable () -> Void
  }

  private struct State {
    var nextNumber = 0
    var inside: Set<Int> = []
    var waiting: [Party] = []
  }
  private let state = Mutex(State())
  private let capacity: Int
  private let longestQueue: Int

  package init(capacity: Int, longestQueue: Int) {
    self.capacity = capacity
    self.longestQueue = longestQueue
  }

  package var insideCount: Int { state.withLock { $0.inside.count } }
  package var waitingCount: Int { state.withLock { $0.waiting.count } }

  /// Joins. `onTurn` is called when it is this party's turn, perhaps at once; `onPlace` with its place, counted from 1,
  /// when it has to wait and whenever that changes. Returns what to leave with; nil when too many wait already.
  package func join(
    onPlace: @escaping @Sendable (Int) -> Void, onTurn: @escaping @Sendable () -> Void
  ) -> Ticket? {
    enum Decision {
      case enter(Int)
      case wait(Int, place: Int)
      case refuse
    }
    let decision = state.withLock { state -> Decision in
      let number = state.nextNumber
      state.nextNumber += 1
      if state.inside.count < capacity {
        state.inside.insert(number)
        return .enter(number)
      }
      guard state.waiting.count < longestQueue else { return .refuse }
      state.waiting.append(Party(number: number, onPlace: onPlace, onTurn: onTurn))
      return .wait(number, place: state.waiting.count)
    }
    switch decision {
    case .enter(let number):
      onTurn()
      return Ticket(turnstile: self, number: number)
    case .wait(let number, let place):
      onPlace(place)
      return Ticket(turnstile: self, number: number)
    case .refuse: return nil
    }
  }

  /// The right to be inside or in the queue.
  package struct Ticket: Sendable {
    fileprivate let turnstile: Turnstile
    fileprivate let number: Int

    /// Makes room for the next one. More than once is once.
    package func leave() { turnstile.leave(number) }
  }

  private func leave(_ number: Int) {
    let (entering, moved) = state.withLock { state -> ([Party], [(Party, Int)]) in
      var changedFrom = state.waiting.count
      if let place = state.waiting.firstIndex(where: { $0.number == number }) {
        state.waiting.remove(at: place)
        changedFrom = place
      }
      state.inside.remove(number)
      var entering: [Party] = []
      while state.inside.count < capacity, !state.waiting.isEmpty {
        let next = state.waiting.removeFirst()
        state.inside.insert(next.number)
        entering.append(next)
        changedFrom = 0
      }
      let moved = state.waiting.enumerated().dropFirst(changedFrom).map { ($0.element, $0.offset + 1) }
      return (entering, moved)
    }
    for party in entering { party.onTurn() }
    for (party, place) in moved { party.onPlace(place) }
  }
}
