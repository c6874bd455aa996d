import SourceText

/// Facts of a function whose text has not changed, when what stands before it has: the same with other lines.
extension FunctionFacts {
  /// Nil when something that they name is gone.
  func moved(from old: FilePlaces, to new: FilePlaces) -> FunctionFacts? {
    var mover = Mover(old: old, new: new)
    let facts = mover.moved(self)
    return mover.isComplete ? facts : nil
  }

  private struct Mover {
    let old: FilePlaces
    let new: FilePlaces
    /// Everything was found again.
    var isComplete = true

    mutating func moved(_ facts: FunctionFacts) -> FunctionFacts {
      var facts = facts
      move(&facts.range)
      for index in facts.objects.indices {
        facts.objects[index].allocation = moved(facts.objects[index].allocation)
        facts.objects[index].call = moved(facts.objects[index].call)
      }
      for index in facts.mentions.indices {
        move(&facts.mentions[index].range)
        for status in facts.mentions[index].before.indices {
          move(&facts.mentions[index].before[status].status)
        }
        for status in facts.mentions[index].after.indices {
          move(&facts.mentions[index].after[status].status)
        }
      }
      for index in facts.lives.indices { move(&facts.lives[index].range) }
      for index in facts.scopeEnds.indices { move(&facts.scopeEnds[index].range) }
      for index in facts.moves.indices { move(&facts.moves[index].range) }
      for index in facts.pictures.indices { move(&facts.pictures[index]) }
      return facts
    }

    private mutating func move(_ range: inout SourceRange) {
      if let moved = new.moved(range, from: old) { range = moved } else { isComplete = false }
    }

    private mutating func moved(_ range: SourceRange?) -> SourceRange? {
      guard var range else { return nil }
      move(&range)
      return range
    }

    private mutating func move(_ status: inout OwnershipStatus) {
      switch status {
      case .moved(let places, var range):
        move(&range)
        status = .moved(to: places, at: range)
      case .released(var range, let function):
        move(&range)
        status = .released(at: range, by: function)
      case .ended(let range):
        status = .ended(at: moved(range))
      case .null, .owned, .shared, .counted, .borrowed, .escaped, .storage, .untracked:
        break
      }
    }

    private mutating func move(_ picture: inout HeapPicture) {
      if let line = new.moved(line: picture.line, of: picture.path, from: old) {
        picture.line = line
      } else {
        isComplete = false
      }
      for object in picture.objects.indices {
        for status in picture.objects[object].statuses.indices {
          move(&picture.objects[object].statuses[status])
        }
      }
    }
  }
}
