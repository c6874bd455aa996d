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
// An inventory of parts: what is in stock, who ordered it, and what it costs.
class Part{n} {{
 public:
  explicit Part{n}(std::string name) : name_(std::move(name)) {{}}
  virtual ~Part{n}() = default;
  virtual double price() const {{ return 0; }}
  const std::string &name() const {{ return name_; }}

 private:
  std::string name_;
}};

class Bolt{n} final : public Part{n} {{
 public:
  Bolt{n}(std::string name, double length) : Part{n}(std::move(name)), length_(length) {{}}
  double price() const override {{ return length_ < 10 ? 0.1 : 0.1 + 0.01 * (length_ - 10); }}

 private:
  double length_;
}};

// Grows by hand, as older code does.
class Samples{n} {{
 public:
  explicit Samples{n}(int capacity) : data_(new double[capacity]), capacity_(capacity) {{}}
  ~Samples{n}() {{ delete[] data_; }}
  Samples{n}(const Samples{n} &) = delete;
  Samples{n} &operator=(const Samples{n} &) = delete;

  void add(double value) {{
    if (count_ == capacity_) {{
      double *larger = new double[2 * capacity_];
      for (int i = 0; i < count_; i++) larger[i] = data_[i];
      delete[] data_;
      data_ = larger;
      capacity_ *= 2;
    }}
    data_[count_++] = value;
  }}
  double mean() const {{
    double sum = 0;
    for (int i = 0; i < count_; i++) sum += data_[i];
    return count_ > 0 ? sum / count_ : 0;
  }}

 private:
  double *data_;
  int capacity_;
  int count_ = 0;
}};

class Inventory{n} {{
 public:
  void add(std::unique_ptr<Part{n}> part, int count) {{
    stock_[part->name()] += count;
    parts_.push_back(std::move(part));
  }}
  bool take(const std::string &name, int count) {{
    auto found = stock_.find(name);
    if (found == stock_.end() || found->second < count) return false;
    found->second -= count;
    if (found->second == 0) stock_.erase(found);
    return true;
  }}
  const Part{n} *cheapest() const {{
    const Part{n} *best = nullptr;
    for (const auto &part : parts_)
      if (best == nullptr || part->price() < best->price()) best = part.get();
    return best;
  }}
  double worth() const {{
    double sum = 0;
    for (const auto &part : parts_) {{
      auto found = stock_.find(part->name());
      if (found != stock_.end()) sum += part->price() * found->second;
    }}
    return sum;
  }}

 private:
  std::vector<std::unique_ptr<Part{n}>> parts_;
  std::map<std::string, int> stock_;
}};

struct Node{n} {{
  std::string text;
  Node{n} *left = nullptr;
  Node{n} *right = nullptr;
}};

static Node{n} *insert{n}(Node{n} *root, const std::string &text) {{
  if (root == nullptr) {{
    Node{n} *node = new Node{n};
    node->text = text;
    return node;
  }}
  if (text < root->text) {{
    root->left = insert{n}(root->left, text);
  }} else if (root->text < text) {{
    root->right = insert{n}(root->right, text);
  }}
  return root;
}}

static void drop{n}(Node{n} *root) {{
  if (root == nullptr) return;
  drop{n}(root->left);
  drop{n}(root->right);
  delete root;
}}

static int depth{n}(const Node{n} *root) {{
  if (root == nullptr) return 0;
  int left = depth{n}(root->left);
  int right = depth{n}(root->right);
  return 1 + (left < right ? right : left);
}}

static std::string joined{n}(const std::vector<std::string> &words, char separator) {{
  std::string text;
  for (const auto &word : words) {{
    if (!text.empty()) text += separator;
    text += word;
  }}
  return text;
}}

double run{n}(int count) {{
  Inventory{n} inventory;
  Samples{n} samples(4);
  Node{n} *names = nullptr;
  std::vector<std::string> words;
  for (int i = 0; i < count; i++) {{
    std::string name = "bolt " + std::to_string(i % 7);
    names = insert{n}(names, name);
    words.push_back(name);
    samples.add(i);
    inventory.add(std::make_unique<Bolt{n}>(name, i), 3);
  }}
  auto sample = std::make_shared<Bolt{n}>("sample", 12);
  const Part{n} *best = inventory.cheapest();
  double result = inventory.worth() + samples.mean() + sample->price() + depth{n}(names);
  if (best != nullptr && inventory.take(best->name(), 1)) result += best->price();
  if (joined{n}(words, ',').size() > 100) result = -result;
  drop{n}(names);
  return result;
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
