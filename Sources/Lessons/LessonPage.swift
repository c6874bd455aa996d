/// The rendered lesson: one HTML page with all sections and all articles.
package enum LessonPage {
  package static var html: String? { LessonResources.text(at: "lesson.html") }
}
