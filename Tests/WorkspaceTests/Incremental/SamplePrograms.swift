/// Small programs in which much depends on what stands elsewhere.
enum SamplePrograms {
  static let c: [String: String] = [
    "list.h": """
    #include <stdlib.h>
    #include <string.h>
    struct list { struct list *next; char *text; union { int tag; char *note; } extra; };
    struct list *make_list(const char *text);
    struct list *copy_list(const char *text);
    void drop_list(struct list *list);
    void keep_list(struct list *list);
    int measure(struct list *list, int depth);
    static inline char *twin(const char *text) {
      char *copy = malloc(strlen(text) + 1);
      if (copy) strcpy(copy, text);
      return copy;
    }
    extern const int limit;
    """,
    "list.c": """
    #include "list.h"
    const int limit = 3;
    static struct list *kept;
    struct list *make_list(const char *text) {
      struct list *list = malloc(sizeof *list);
      if (!list) return NULL;
      list->text = twin(text);
      list->next = NULL;
      return list;
    }
    struct list *copy_list(const char *text) {
      if (limit > 2 && !text) return NULL;
      return make_list(text);
    }
    void drop_list(struct list *list) {
      if (!list) return;
      free(list->text);
      free(list);
    }
    void keep_list(struct list *list) {
      kept = list;
    }
    int measure(struct list *list, int depth) {
      if (!list || depth > limit) return 0;
      return 1 + measure(list->next, depth + 1);
    }
    """,
    "use.c": """
    #include "list.h"
    typedef void (*action)(struct list *);
    static const struct { const char *name; action run; } actions[] = { { "drop", drop_list }, { "keep", keep_list } };
    static void act(int which, struct list *list) {
      if (which < 0 || which > 1) return;
      actions[which].run(list);
    }
    static void fill(char **out) {
      *out = malloc(4);
    }
    int once(void) {
      struct list *list = make_list("a");
      int size = measure(list, 0);
      drop_list(list);
      return size;
    }
    int twice(int n) {
      struct list *list = copy_list("b");
      char *extra = NULL;
      fill(&extra);
      if (n > limit) {
        free(extra);
        drop_list(list);
        return 1;
      }
      act(n, list);
      free(extra);
      return 0;
    }
    static int even(int n, char *p);
    static int odd(int n, char *p) {
      if (n == 0) { free(p); return 0; }
      return even(n - 1, p);
    }
    static int even(int n, char *p) {
      if (n == 0) { free(p); return 1; }
      return odd(n - 1, p);
    }
    int parity(int n) {
      char *p = malloc(2);
      int result = even(n, p);
      return result;
    }
    """,
    "main.c": """
    #include "list.h"
    int once(void);
    int twice(int n);
    int parity(int n);
    int main(int argc, char **argv) {
      struct list *list = make_list(argv[0]);
      struct list *other = list;
      int sum = once() + twice(argc) + parity(argc);
      keep_list(other);
      if (argc > 5) {
        drop_list(list);
        return list->extra.tag;
      }
      drop_list(list);
      return sum;
    }
    """,
  ]

  static let cpp: [String: String] = [
    "box.h": """
    extern "C" void *malloc(unsigned long);
    extern "C" void free(void *);
    template <class T> class Box {
      T *held;
     public:
      explicit Box(T *p = nullptr) : held(p) {}
      Box(const Box &) = delete;
      Box(Box &&other) : held(other.held) { other.held = nullptr; }
      ~Box() { delete held; }
      T *get() const { return held; }
      T *release() {
        T *p = held;
        held = nullptr;
        return p;
      }
    };
    struct Shape {
      int *area = new int(1);
      virtual ~Shape() { delete area; }
      virtual int *cost() = 0;
    };
    Shape *make_shape(int kind);
    Shape *other_shape(int kind);
    """,
    "shapes.cpp": """
    #include "box.h"
    namespace {
    struct Round : Shape {
      char *name;
      Round() : name(new char[4]) {}
      ~Round() override {
        delete[] name;
      }
      int *cost() override { return new int(2); }
    };
    struct Flat : Shape {
      int *cost() override { return area; }
    };
    }
    Shape *make_shape(int kind) {
      if (kind == 0) return new Round;
      return new Flat;
    }
    Shape *other_shape(int kind) {
      Shape *shape = make_shape(kind);
      return shape;
    }
    """,
    "use.cpp": """
    #include "box.h"
    template <class F> int apply(F f, int n) {
      return f(n);
    }
    int total(int n) {
      Box<Shape> shape(make_shape(n));
      int *price = shape.get()->cost();
      int sum = *price;
      delete price;
      return sum;
    }
    int closures(int n) {
      int *cell = new int(n);
      auto first = [cell](int k) { return *cell + k; };
      auto second = [=](int k) {
        delete cell;
        return k;
      };
      int sum = apply(first, n);
      sum += apply(second, n);
      return sum;
    }
    int local(int n) {
      struct Guard {
        int *held;
        ~Guard() { delete held; }
      };
      Guard guard{new int(n)};
      union { int whole; char parts[4]; } mix;
      mix.whole = *guard.held;
      Box<int> box(new int(3));
      int *taken = box.release();
      mix.whole += *taken;
      delete taken;
      return mix.whole;
    }
    """,
  ]
}
