"""The programs that the browser tests write, and the addresses that carry them."""

import base64
import zlib

CLEAN = """#include <stdlib.h>

int main(void) {
  int *p = malloc(4);
  if (p == NULL) return 1;
  *p = 1;

  free(p);
  return 0;
}
"""

LEAK = """#include <stdio.h>
#include <stdlib.h>

int main(void) {
  int *numbers = malloc(40);
  if (numbers == NULL) return 1;
  numbers[0] = 42;
  int *alias = numbers;
  printf("the first is %d\\n", alias[0]);
  return 0;
}
"""

DOUBLE_FREE = """#include <stdio.h>
#include <stdlib.h>

int main(void) {
  char *text = malloc(16);
  if (text == NULL) return 1;
  char *copy = text;
  puts("before");
  free(copy);
  free(text);
  return 0;
}
"""

CYCLE = """#include <iostream>
#include <memory>
#include <string>

struct Person {
  std::string name;
  std::shared_ptr<Person> best_friend;
  explicit Person(std::string name) : name(std::move(name)) {}
};

int main() {
  auto ann = std::make_shared<Person>("Ann");
  auto bob = std::make_shared<Person>("Bob");
  ann->best_friend = bob;
  bob->best_friend = ann;
  std::cout << ann->name << " and " << bob->name << "\\n";
}
"""

GREETING = """#include <stdio.h>

int main(void) {
  char name[32];
  if (scanf("%31s", name) != 1) return 3;
  printf("hello <b>%s</b>\\n", name);
  return 7;
}
"""

MISMATCH = """#include <stdlib.h>

int main() {
  int *several = new int[4];
  several[0] = 1;
  delete several;
}
"""


def address(server, language, source):
    """The playground with this program in it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(source.encode()) + packer.flush()
    return f"{server}/playground#{language}.z.{base64.urlsafe_b64encode(packed).decode().rstrip('=')}"
