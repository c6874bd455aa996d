import TestSupport
import Testing

/// Rows that speak of owners where the functions' bodies are elsewhere: references counted by hand, owners by type,
/// results that refer to an argument, children of parents.
@Suite("Rows of owners") struct CountedRowsTests {
  /// Lines of the findings with their rules.
  private func findings(_ source: String, libraries: String, models: String = "", name: String = "a.cpp")
    throws
    -> [String]
  {
    let sandbox = try Sandbox([name: source, ".ownscope.yaml": "libraries: [\(libraries)]\n\(models)"])
    let result = try sandbox.ownscope("lint", name, "--format", "github")
    #expect(result.exitCode == 0 || result.exitCode == 2, "\(result.errors)")
    return result.output.split(separator: "\n").compactMap { line in
      guard let match = line.firstMatch(of: /line=(\d+),.*ownscope-([a-z-]+)/) else { return nil }
      return "\(match.1) \(match.2)"
    }
  }

  @Test("gsl::owner says who owns, in results and in parameters, where the set is asked for")
  func owners() throws {
    let source = """
      namespace gsl { template <class T> using owner = T; }
      struct Note { int pitch; };
      gsl::owner<Note *> make(int pitch);
      Note *find(int pitch);
      void keep(gsl::owner<Note *> note);
      void play(const Note *note);
      void lost() { Note *note = make(1); play(note); }
      void released() { Note *note = make(1); play(note); delete note; }
      void kept() { Note *note = make(1); keep(note); }
      void borrowed() { Note *note = find(1); play(note); }
      """
    #expect(try findings(source, libraries: "gsl") == ["7 leak"])
    #expect(try findings(source, libraries: "").isEmpty)
  }

  @Test("lifetimebound: a result refers to its argument")
  func bound() throws {
    let source = """
      struct Box { int *data; ~Box() { delete data; } };
      const int &larger(const int &a [[clang::lifetimebound]], int b);
      const int &other(const int &a, int b);
      const int &bad() { int local = 3; return larger(local, 4); }
      const int &good(const int &kept) { return larger(kept, 4); }
      const int &unknown() { int local = 3; return other(local, 4); }
      int freed() { int *p = new int(1); const int &r = larger(*p, 2); delete p; return r; }
      """
    #expect(try findings(source, libraries: "") == ["4 dangling-pointer", "7 use-after-free"])
  }

  @Test("Qt: a child is its parent's, an object without one is its maker's")
  func parents() throws {
    let source = """
      struct QObject {
        explicit QObject(QObject *parent = nullptr);
        virtual ~QObject();
        void setParent(QObject *parent);
        void deleteLater();
        int count() const;
      };
      struct QWidget : QObject { explicit QWidget(QWidget *parent = nullptr, int flags = 0); };
      struct QVBoxLayout : QObject { explicit QVBoxLayout(QWidget *parent = nullptr); void addWidget(QWidget *); };
      struct Dialog : QWidget { explicit Dialog(QWidget *parent) : QWidget(parent) {} };
      void lost() { auto *object = new QObject; (void)object; }
      void child(QObject *parent) { auto *object = new QObject(parent); (void)object; }
      void given(QObject *parent) { auto *object = new QObject; object->setParent(parent); }
      void later() { auto *object = new QObject; object->deleteLater(); }
      void widget(QWidget *parent) { new Dialog(parent); }
      void released() { auto *object = new QObject; delete object; }
      """
    #expect(try findings(source, libraries: "qt") == ["11 leak"])
  }

  @Test(
    "An interface's rows hold for every class behind it; a method that is declared again is the same method")
  func interfaces() throws {
    let source = """
      struct IUnknown { virtual long QueryInterface(int, void **) = 0; virtual unsigned long AddRef() = 0;
        virtual unsigned long Release() = 0; };
      struct IStream : IUnknown { unsigned long Release() override = 0; virtual int Read() = 0; };
      long OpenStream(IStream **stream);
      int lost() { IStream *s = nullptr; if (OpenStream(&s) < 0) return 1; s->AddRef(); s->Release();
        return 0; }
      int twice() { IStream *s = nullptr; if (OpenStream(&s) < 0) return 1; s->Release();
        s->Release(); return 0; }
      int unknown(IStream *s) { s->AddRef(); s->Release(); s->Release(); return s->Read(); }
      """
    let models = "models:\n  functions:\n    - 'OpenStream(out IUnknown) >= 0'\n"
    let found = try findings(source, libraries: "com", models: models)
    #expect(found == ["6 leak", "8 use-after-free"])
  }

  @Test("A row that was asked for is taken at its word, whatever the body says")
  func rowsOverBodies() throws {
    let source = """
      #include <stdlib.h>
      static int live;
      void *slot_take(void) { live++; return malloc(8); }
      void slot_give(void *slot) { if (--live == 0) abort(); (void)slot; }
      void lost(void) { void *slot = slot_take(); (void)slot; }
      void fine(void) { slot_give(slot_take()); }
      """
    let models = """
      models:
        families:
          - 'slot: memory "slot" taken, given back by slot_give'
        functions:
          - 'slot_take() -> new slot'
          - 'slot_give(release slot)'

      """
    // What the body of `slot_take` itself does is looked at all the same.
    #expect(
      try findings(
        source, libraries: "", models: models.replacing("given back", with: "returned"), name: "a.c") == [
          "5 leak"
        ])
  }

  @Test("What is not known of a count is nobody's to report")
  func unknownCounts() throws {
    let source = """
      typedef struct PyObject PyObject;
      void Py_INCREF(PyObject *); void Py_DECREF(PyObject *);
      PyObject *PyLong_FromLong(long); PyObject *PyList_GetItem(PyObject *, long);
      void anything(PyObject *); PyObject *from_somewhere(void);
      extern PyObject *kept;
      void twice(PyObject *o) { Py_DECREF(o); Py_DECREF(o); }
      void fetched(void) { PyObject *o = from_somewhere(); Py_DECREF(o); Py_DECREF(o); }
      void passed(void) { PyObject *o = PyLong_FromLong(1); anything(o); Py_DECREF(o); Py_DECREF(o); }
      void lent(PyObject *list) { PyObject *o = PyList_GetItem(list, 0); anything(o); Py_DECREF(o); }
      void stored(PyObject *list) { PyObject *o = PyList_GetItem(list, 0); Py_INCREF(o); kept = o; }
      void either(int c) { PyObject *o = PyLong_FromLong(1); if (!o) return; if (c) Py_INCREF(o); Py_DECREF(o);
        if (c) Py_DECREF(o); }
      PyObject *handed(void) { PyObject *o = PyLong_FromLong(1); return o; }
      """
    #expect(try findings(source, libraries: "python", name: "a.c").isEmpty)
  }
}
