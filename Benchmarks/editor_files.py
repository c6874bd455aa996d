"""The files that the editor benchmark types into: made by rule, so that everybody measures the same."""

C_FUNCTION = """
struct item_{n} {{
  char *name;
  int *values;
  size_t count;
  struct item_{n} *next;
}};

static struct item_{n} *item_{n}_create(const char *name, size_t count) {{
  struct item_{n} *item = malloc(sizeof *item);
  if (item == NULL) return NULL;
  item->name = strdup(name);
  item->values = calloc(count, sizeof *item->values);
  if (item->name == NULL || item->values == NULL) {{
    free(item->name);
    free(item->values);
    free(item);
    return NULL;
  }}
  item->count = count;
  item->next = NULL;
  return item;
}}

static void item_{n}_destroy(struct item_{n} *item) {{
  while (item != NULL) {{
    struct item_{n} *next = item->next;
    free(item->name);
    free(item->values);
    free(item);
    item = next;
  }}
}}

int run_{n}(int argc, char **argv) {{
  struct item_{n} *head = NULL;
  int total = 0;
  for (int i = 0; i < argc; i++) {{
    struct item_{n} *item = item_{n}_create(argv[i], 8);
    if (item == NULL) break;
    item->next = head;
    head = item;
  }}
  for (struct item_{n} *item = head; item != NULL; item = item->next)
    for (size_t i = 0; i < item->count; i++) total += item->values[i];
  item_{n}_destroy(head);
  return total;
}}
"""

CPP_CLASS = """
class Shape{n} {{
 public:
  explicit Shape{n}(std::string name) : name_(std::move(name)) {{}}
  virtual ~Shape{n}() = default;
  virtual double area() const {{ return 0; }}
  const std::string &name() const {{ return name_; }}

 private:
  std::string name_;
}};

class Box{n} final : public Shape{n} {{
 public:
  Box{n}(double w, double h) : Shape{n}("box"), w_(w), h_(h) {{}}
  double area() const override {{ return w_ * h_; }}

 private:
  double w_, h_;
}};

class Store{n} {{
 public:
  void add(std::unique_ptr<Shape{n}> shape) {{
    index_[shape->name()] = shapes_.size();
    shapes_.push_back(std::move(shape));
  }}
  double total() const {{
    double sum = 0;
    for (const auto &shape : shapes_) sum += shape->area();
    return sum;
  }}

 private:
  std::vector<std::unique_ptr<Shape{n}>> shapes_;
  std::map<std::string, std::size_t> index_;
}};

double run{n}(int count) {{
  Store{n} store;
  for (int i = 0; i < count; i++) store.add(std::make_unique<Box{n}>(i, i + 1));
  auto extra = std::make_shared<Box{n}>(1, 2);
  return store.total() + extra->area();
}}
"""


def c_file(lines):
    """About so many lines of C that allocate, link, fail and release; correct."""
    return _repeat("#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n", C_FUNCTION, lines)


def cpp_file(lines):
    """About so many lines of C++ with the usual headers; correct."""
    return _repeat("#include <map>\n#include <memory>\n#include <string>\n#include <vector>\n", CPP_CLASS, lines)


def _repeat(head, part, lines):
    text, number = head, 0
    while text.count("\n") < lines:
        text += part.format(n=number)
        number += 1
    return text
