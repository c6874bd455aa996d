// Programs to begin with, and the menu of examples that the server offers.

import { fill, h } from './tree.js';

/** What stands in a tab at first: a program with one flaw. */
export const EXAMPLE = {
  c: `#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  int *numbers = malloc(10 * sizeof *numbers);
  if (numbers == NULL) return 1;
  for (int i = 0; i < 10; i++) numbers[i] = i * i;
  if (argc > 1) {
    puts("too many arguments");
    return 1;
  }
  printf("the last one is %d\\n", numbers[9]);
  free(numbers);
  return 0;
}
`,
  cpp: `#include <iostream>
#include <memory>
#include <string>

struct Person {
  std::string name;
  std::shared_ptr<Person> best_friend;
  explicit Person(std::string name) : name(std::move(name)) {}
  ~Person() { std::cout << name << " is gone\\n"; }
};

int main() {
  auto ann = std::make_shared<Person>("Ann");
  auto bob = std::make_shared<Person>("Bob");
  ann->best_friend = bob;
  bob->best_friend = ann;
}
`,
};

/** Fills the menu; resolves to the examples, none when the server has none. */
export async function loadExamples(menu) {
  let examples = [];
  try {
    const answer = await fetch('/examples.json');
    if (answer.ok) examples = await answer.json();
  } catch {
    // Without examples the page is still a page.
  }
  const groups = [...new Set(examples.map(({ group }) => group))];
  fill(menu, h('option', { value: '' }, 'Choose …'), groups.map((group) => h('optgroup', { label: group },
    examples.filter((example) => example.group === group).map(({ id, title }) => h('option', { value: id }, title)))));
  menu.closest('label').hidden = examples.length === 0;
  return examples;
}
