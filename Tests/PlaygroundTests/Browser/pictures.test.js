// The drawings, without a browser: `node --test`.

import assert from 'node:assert/strict';
import test from 'node:test';

import { lanes, nameOf } from '../../../Sources/Playground/Resources/web/ownership.js';
import { stackAndHeap } from '../../../Sources/Playground/Resources/web/picture-heap.js';
import { holderOf, ring } from '../../../Sources/Playground/Resources/web/picture-ring.js';
import { shortened, wrapped } from '../../../Sources/Playground/Resources/web/picture-text.js';
import { timeline } from '../../../Sources/Playground/Resources/web/picture-timeline.js';
import { elementsOf, textOf, toMarkup } from '../../../Sources/Playground/Resources/web/tree.js';
import { at, cycle, doubleFree, edge, finding, object, result, state, step } from './samples.js';

const classed = (picture, ...names) => elementsOf(picture.drawing, ({ attributes }) =>
  names.every((name) => String(attributes.class ?? '').split(' ').includes(name)));

/** Every drawing has a name and a description, and no style that a strict policy forbids. */
function isSound(picture) {
  const [title] = elementsOf(picture.drawing, ({ tag }) => tag === 'title');
  const [description] = elementsOf(picture.drawing, ({ tag }) => tag === 'desc');
  assert.ok(textOf(title).length > 5);
  assert.equal(textOf(description), picture.words.join('. '));
  assert.equal(picture.drawing.attributes['aria-labelledby'], `${title.attributes.id} ${description.attributes.id}`);
  assert.doesNotMatch(toMarkup(picture.drawing), /style=|NaN|undefined|Infinity/);
}

test('a timeline goes from the allocation over aliases to the release and the fault', () => {
  const picture = timeline(doubleFree(), { width: 400, line: 3 });
  isSound(picture);
  assert.deepEqual(picture.words, [
    'Line 3: made by malloc, p refers to it', 'Line 4: q refers to it', 'Line 5: released by free', 'Line 6: p double-free',
  ]);
  for (const role of ['allocated', 'aliased', 'released', 'fault']) assert.equal(classed(picture, 'mark', role).length, 1, role);
  assert.deepEqual(classed(picture, 'row', 'current').map((row) => row.attributes['data-line']), [3]);
  const [alive] = classed(picture, 'lane', 'alive');
  const [dead] = classed(picture, 'lane', 'dead');
  assert.ok(alive.attributes.y1 < alive.attributes.y2, 'the lane goes down');
  assert.equal(alive.attributes.y2, dead.attributes.y1, 'what follows the release is another kind of line');
});

test('rows are chosen with the pointer and with the keyboard', () => {
  const chosen = [];
  const picture = timeline(doubleFree(), { choose: (line) => chosen.push(line) });
  const row = classed(picture, 'row')[2];
  row.attributes.onclick();
  row.attributes.onkeydown({ key: 'Enter', preventDefault() {} });
  row.attributes.onkeydown({ key: 'x', preventDefault() {} });
  assert.deepEqual(chosen, [4, 4]);
  assert.equal(row.attributes.tabindex, 0);
});

test('rows do not overlap, however long their texts are', () => {
  const facts = doubleFree();
  facts.findings[0].message = 'a very long message that has to be broken into several lines '.repeat(3);
  const bands = classed(timeline(facts, { width: 260 }), 'band').map(({ attributes }) => attributes);
  bands.slice(1).forEach((band, index) => assert.ok(band.y >= bands[index].y + bands[index].height));
});

test('variables that only name memory have no lane; a function without memory has no timeline', () => {
  assert.deepEqual(lanes(doubleFree()).map(({ id }) => id), [1]);
  assert.equal(timeline(result([object(0, 'stack', 'n')], [])), null);
});

test('where there are more objects than room, those with findings stay', () => {
  const objects = Array.from({ length: 30 }, (_, id) => object(id, 'heap', `p${id}`, [step('allocated', id, 'malloc')]));
  const facts = result(objects, [], [finding('leak', 29, [{ role: 'allocated', range: at(29), text: '', uri: '' }])]);
  const picture = timeline(facts, { width: 320 });
  isSound(picture);
  assert.equal(picture.words.at(-1), '25 more objects not drawn');
  assert.equal(classed(picture, 'mark', 'fault').length, 1);
  for (const text of classed(picture, 'told')) assert.ok(text.attributes.x + 14 * 6 < 320);
});

test('a fault that no story ties to an object is marked where the object is touched', () => {
  const local = object(0, 'stack', 'local', [step('passed', 4, 'free')], at(1));
  const picture = timeline(result([local], [], [finding('invalid-free', 4, [])]));
  assert.equal(classed(picture, 'mark', 'fault').length, 1);
});

test('stack left, heap right, an arrow for each place', () => {
  const picture = stackAndHeap(doubleFree(), 3, { width: 400 });
  isSound(picture);
  assert.deepEqual(picture.words, ['p refers to p', 'q refers to p', 'p: owned']);
  const boxes = classed(picture, 'box');
  assert.equal(boxes.length, 3);
  const left = (name) => classed(picture, 'box', name).map((box) => box.children.find(({ tag }) => tag === 'rect').attributes);
  for (const variable of left('stack')) for (const block of left('heap')) assert.ok(variable.x + variable.width < block.x);
  for (const box of [...left('stack'), ...left('heap')]) assert.ok(box.x >= 0 && box.x + box.width <= 400);
  assert.equal(classed(picture, 'arrow', 'raw').length, 2);
  assert.equal(classed(picture, 'arrow', 'dangling').length, 0);
});

test('variables appear when they are declared', () => {
  assert.equal(classed(stackAndHeap(doubleFree(), 2), 'box', 'stack').length, 1);
  assert.equal(stackAndHeap(result([], []), 3), null);
});

test('arrows to released memory dangle', () => {
  const picture = stackAndHeap(doubleFree(), 5);
  assert.equal(classed(picture, 'arrow', 'dangling').length, 2);
  assert.equal(classed(picture, 'box', 'heap', 'gone').length, 1);
  assert.match(picture.words[0], /which is gone/);
});

test('memory that is released on some paths only is not gone', () => {
  const facts = doubleFree();
  facts.pictures[2].objects = [state(1, 'owned', 'released')];
  const picture = stackAndHeap(facts, 4);
  assert.equal(classed(picture, 'arrow', 'dangling').length, 0);
  assert.ok(picture.words.includes('p: owned or released'));
});

test('weak and uncertain arrows are told apart, fields are slots of their box', () => {
  const node = object(1, 'heap', 'node', [step('allocated', 1, 'new')]);
  const other = object(2, 'heap', 'other', [step('allocated', 2, 'new')]);
  const facts = result([object(0, 'stack', 'node', [], at(1)), node, other], [{
    line: 3, objects: [state(1, 'owned'), state(2, 'owned')],
    edges: [edge(0, 'node', 1, 'sole'), edge(1, 'node->next', 2, 'strong'), edge(1, 'node->back', 2, 'weak', false)],
  }]);
  const picture = stackAndHeap(facts, 3);
  isSound(picture);
  assert.deepEqual(classed(picture, 'field').map(textOf), ['next', 'back']);
  assert.equal(classed(picture, 'arrow', 'weak', 'maybe').length, 1);
  assert.ok(picture.words.includes('node->back observes other on some paths'));
});

test('where the function ends, its variables and their arrows go and what they owned is lost', () => {
  const facts = cycle();
  const before = stackAndHeap(facts, 5);
  assert.equal(classed(before, 'arrow', 'strong').length, 4);
  const after = stackAndHeap(facts, 20, { lost: facts.findings[0] });
  isSound(after);
  assert.equal(classed(after, 'arrow', 'strong').length, 2);
  assert.equal(classed(after, 'box', 'stack', 'gone').length, 2);
  assert.equal(classed(after, 'box', 'heap', 'lost').length, 2);
  assert.ok(after.words.includes('ann: 1 owner, lost'));
});

test('an early return ends variables as well', () => {
  const facts = doubleFree();
  facts.findings = [finding('leak', 3, [{ role: 'allocated', range: at(2), text: '', uri: '' }])];
  assert.equal(classed(stackAndHeap(facts, 3, { lost: facts.findings[0] }), 'arrow').length, 0);
  assert.equal(classed(stackAndHeap(facts, 3), 'arrow').length, 2);
});

test('a ring has its objects with their counts and the edge to weaken', () => {
  const facts = cycle();
  const picture = ring(facts.findings[0], facts);
  isSound(picture);
  assert.deepEqual(picture.words, [
    'bob->friend owns ann (1 owner left): make this one weak', 'ann->friend owns bob (1 owner left)',
  ]);
  assert.equal(classed(picture, 'to-weaken').length, 1);
  assert.equal(classed(picture, 'box').length, 2);
});

test('rings of one, three and nine objects stay inside the drawing', () => {
  for (const size of [1, 3, 9]) {
    const owners = Array.from({ length: size }, (_, index) => `node${index}->next`);
    const picture = ring({ ring: owners }, cycle(), { width: 300 });
    isSound(picture);
    for (const { children } of classed(picture, 'box')) {
      const box = children.find(({ tag }) => tag === 'rect').attributes;
      assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= 300 && box.y + box.height <= picture.drawing.attributes.height);
    }
    assert.equal(classed(picture, 'way').length, size);
  }
  assert.equal(ring({ ring: null }, cycle()), null);
});

test('names: its own, that of a holder, that of its place', () => {
  const facts = cycle();
  assert.equal(nameOf(facts.objects[1], facts), 'ann');
  assert.equal(nameOf(object(7, 'heap', '', [step('allocated', 4)]), facts), 'memory of line 5');
  assert.equal(holderOf('bob->best_friend'), 'bob');
  assert.equal(holderOf('this->list.head'), 'this->list');
  assert.equal(holderOf('alone'), 'alone');
});

test('what people wrote stays text', () => {
  const facts = doubleFree();
  facts.objects[1].name = '<script>"&';
  const markup = toMarkup(timeline(facts).drawing) + toMarkup(stackAndHeap(facts, 3).drawing);
  assert.ok(!markup.includes('<script'));
  assert.ok(markup.includes('&lt;script&gt;&quot;&amp;'));
});

test('long texts are broken at spaces and shortened', () => {
  assert.deepEqual(wrapped('one two three four', 8, 2), ['one two', 'three …']);
  assert.deepEqual(wrapped('', 8, 2), ['']);
  assert.equal(shortened('abcdefgh', 5), 'abcd…');
});
