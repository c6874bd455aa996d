import Findings
import Testing

@Suite struct ProjectRootTests {
  @Test(arguments: [
    ("/project/src/a.c", "src/a.c"), ("/project/./src//x/../a.c", "src/a.c"),
    ("/project/../other/a.c", "/project/../other/a.c"),
    ("/projects/a.c", "/projects/a.c"), ("src/a.c", "src/a.c"), ("./a.c", "a.c"),
  ])
  func relativePaths(_ path: String, _ expected: String) {
    #expect(ProjectRoot(path: "/project/").relativePath(of: path) == expected)
  }

  @Test func stepsUpToFilesNearby() {
    #expect(ProjectRoot(path: "/home/x/project").relativePath(of: "/home/x/shared/a.h") == "../shared/a.h")
  }

  @Test func knowsWhatLiesBelow() {
    let root = ProjectRoot(path: "/project")
    #expect(root.contains("/project/a.c"))
    #expect(!root.contains("/projects/a.c"))
    #expect(!root.contains("/project/../a.c"))
  }
}
