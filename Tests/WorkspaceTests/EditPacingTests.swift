import Testing

@testable import Workspace

@Suite("When an edit is analysed")
struct EditPacingTests {
  @Test("A lone edit does not wait")
  func lone() {
    var pacing = EditPacing()
    pacing.edited(at: .seconds(1))
    #expect(pacing.due == .seconds(1))
    pacing.started()
    #expect(pacing.due == nil)
    pacing.edited(at: .seconds(2))
    #expect(pacing.due == .seconds(2))
  }

  @Test("Somebody who types is waited for, longer where a rebuild costs more")
  func burst() {
    var pacing = EditPacing()
    pacing.edited(at: .zero)
    pacing.started()
    pacing.edited(at: .milliseconds(30))
    #expect(pacing.due == .milliseconds(80))
    pacing.edited(at: .milliseconds(60))
    #expect(pacing.due == .milliseconds(110))
    for _ in 0..<20 { pacing.finished(taking: .seconds(10)) }
    pacing.edited(at: .milliseconds(90))
    #expect(pacing.due == .milliseconds(590))
    for _ in 0..<40 { pacing.finished(taking: .milliseconds(1)) }
    pacing.edited(at: .milliseconds(120))
    #expect(pacing.due == .milliseconds(160))
  }

  @Test("Who never pauses gets an answer all the same")
  func endless() {
    var pacing = EditPacing()
    pacing.edited(at: .zero)
    pacing.started()
    for step in 1...200 { pacing.edited(at: .milliseconds(step * 30)) }
    #expect(pacing.due == .milliseconds(30) + .seconds(2))
  }
}
