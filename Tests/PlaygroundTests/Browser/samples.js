// Answers of `ownscope/ownership`, made small: ranges are one place, `at(line)` or `at(line, character)`.

export const at = (line, character = 2, length = 5) => ({
  start: { line, character }, end: { line, character: character + length },
});

export const step = (role, line, text = '', order = line) => ({ role, range: at(line), text, order });

export const object = (id, kind, name, steps = [], origin = steps[0]?.range ?? at(id)) => ({
  id, kind, name, noun: 'memory', allocator: kind === 'heap' ? 'malloc' : '', releasedBy: [], origin, steps,
});

export const edge = (from, place, to, hold = 'raw', isCertain = true) => ({ from, place, to, hold, isCertain });

export const state = (object, ...statuses) => ({ object, statuses, owners: null, observers: null });

export const result = (objects, pictures, findings = []) => ({
  function: 'main', range: { start: { line: 0, character: 4 }, end: { line: 20, character: 1 } }, isComplete: true,
  objects, pictures, findings,
});

export const finding = (rule, line, story, extra = {}) => ({
  rule, message: `\`p\` ${rule}`, fingerprint: `${rule}${line}`, range: at(line), story, ...extra,
});

/** `p = malloc(); q = p; free(q); free(p);` on lines 2, 3, 4 and 5 (0-based). */
export function doubleFree() {
  const memory = object(1, 'heap', 'p', [
    step('aliased', 2, 'p', 2), step('allocated', 2, 'malloc', 1), step('aliased', 3, 'q'),
    step('released', 4, 'free', 6), step('passed', 4, 'free', 5), step('named', 5, 'p'), step('passed', 5, 'free'),
  ]);
  const holders = [edge(0, 'p', 1), edge(2, 'q', 1)];
  return result(
    [object(0, 'stack', 'p', [], at(2, 0)), memory, object(2, 'stack', 'q', [], at(3, 0))],
    [
      { line: 2, objects: [state(1, 'owned')], edges: [holders[0]] },
      { line: 3, objects: [state(1, 'owned')], edges: holders },
      { line: 4, objects: [state(1, 'released')], edges: holders },
    ],
    [finding('double-free', 5, [{ role: 'allocated', range: at(2), text: 'allocated here', uri: '' }])]);
}

/** Two objects that own each other, made on lines 2 and 3; the function ends on line 20. */
export function cycle() {
  const counted = (id, owners) => ({ object: id, statuses: ['shared'], owners, observers: 0 });
  const inside = [edge(1, 'ann->friend', 3, 'strong'), edge(3, 'bob->friend', 1, 'strong')];
  const outside = [edge(0, 'ann', 1, 'strong'), edge(2, 'bob', 3, 'strong')];
  return result(
    [
      object(0, 'stack', 'ann', [], at(2, 0)), object(1, 'heap', '', [step('allocated', 2, 'make_shared')]),
      object(2, 'stack', 'bob', [], at(3, 0)), object(3, 'heap', '', [step('allocated', 3, 'make_shared')]),
    ],
    [
      { line: 5, objects: [counted(1, 2), counted(3, 2)], edges: [...outside, ...inside] },
      { line: 20, objects: [counted(1, 1), counted(3, 1)], edges: [...outside, ...inside] },
    ],
    [finding('reference-cycle', 20, [
      { role: 'allocated', range: at(2), text: '', uri: '' }, { role: 'allocated', range: at(3), text: '', uri: '' },
      { role: 'lost', range: at(20), text: '', uri: '' },
    ], { ring: ['bob->friend', 'ann->friend'] })]);
}
