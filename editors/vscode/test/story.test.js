'use strict';
const assert = require('node:assert');
const test = require('node:test');
const { storiesOf, storyAt, StoryWalk } = require('../lib/story');

const range = (line, start, end) => ({ start: { line, character: start }, end: { line, character: end } });
const at = (line, character) => ({ line, character });

/** A leak that begins in another file and ends at line 20 of this one. */
const leak = {
  source: 'ownscope', severity: 0, message: 'never released', range: range(20, 2, 8),
  code: { value: 'ownscope-leak', target: 'file:///lesson.html#leak' },
  relatedInformation: [
    { location: { uri: 'file:///make.c', range: range(4, 9, 19) }, message: 'allocated here' },
    { location: { uri: 'file:///main.c', range: range(12, 4, 20) }, message: 'p refers to it' },
    { location: { uri: 'file:///main.c', range: range(20, 2, 8) }, message: 'the last reference is gone here' },
  ],
};
const twice = {
  source: 'ownscope', severity: 0, message: 'released twice', range: range(30, 2, 9),
  relatedInformation: [{ location: { uri: 'file:///main.c', range: range(28, 2, 9) }, message: 'released here' }],
};
const foreign = { source: 'clangd', severity: 1, message: 'unused', range: range(1, 0, 3), relatedInformation: [] };
const echo = { source: 'ownscope', severity: 3, message: 'see line 21', range: range(12, 4, 20), relatedInformation: [] };
const stories = storiesOf('file:///main.c', [twice, foreign, echo, leak]);

test('stories are the tool\'s own findings, from the top, without echoes and other tools', () => {
  assert.deepStrictEqual(stories.map((story) => story.steps.length), [3, 2]);
  assert.deepStrictEqual(stories[0].steps.map((step) => step.text), [
    'allocated here', 'p refers to it', 'the last reference is gone here: never released',
  ]);
  assert.strictEqual(stories[1].steps[1].text, 'released twice');
});

test('from the finding the story is told from its beginning to its end, and stops there', () => {
  const walk = new StoryWalk();
  const first = walk.go(1, stories, 'file:///main.c', at(20, 5));
  assert.deepStrictEqual([first.number, first.count, first.step.uri], [1, 3, 'file:///make.c']);
  const second = walk.go(1, stories, 'file:///make.c', at(4, 9));
  assert.deepStrictEqual([second.number, second.step.uri], [2, 'file:///main.c']);
  const third = walk.go(1, stories, 'file:///main.c', at(12, 4));
  assert.strictEqual(third.number, 3);
  assert.strictEqual(walk.go(1, stories, 'file:///main.c', at(20, 2)).number, 3);
  assert.strictEqual(walk.go(-1, stories, 'file:///main.c', at(20, 2)).number, 2);
  assert.strictEqual(walk.go(-1, stories, 'file:///main.c', at(12, 4)).number, 1);
  assert.strictEqual(walk.go(-1, stories, 'file:///make.c', at(4, 9)).number, 1);
});

test('from a step the walk goes on from there', () => {
  assert.strictEqual(new StoryWalk().go(1, stories, 'file:///main.c', at(12, 6)).number, 3);
  assert.strictEqual(new StoryWalk().go(-1, stories, 'file:///main.c', at(12, 6)).number, 1);
});

test('elsewhere the next story below begins, or the first', () => {
  assert.strictEqual(new StoryWalk().go(1, stories, 'file:///main.c', at(22, 0)).step.text, 'released here');
  assert.strictEqual(new StoryWalk().go(1, stories, 'file:///main.c', at(90, 0)).step.text, 'allocated here');
  assert.strictEqual(new StoryWalk().go(1, stories, 'file:///other.c', at(0, 0)).step.text, 'allocated here');
});

test('a story that was edited away is left', () => {
  const walk = new StoryWalk();
  walk.go(1, stories, 'file:///main.c', at(20, 5));
  const rest = stories.slice(1);
  assert.strictEqual(walk.go(1, rest, 'file:///make.c', at(4, 9)).step.text, 'released here');
  assert.strictEqual(walk.go(1, [], 'file:///make.c', at(4, 9)), undefined);
});

test('a story that got shorter while it was read goes on', () => {
  const walk = new StoryWalk();
  walk.go(1, stories, 'file:///main.c', at(20, 5));
  walk.go(1, stories, 'file:///make.c', at(4, 9));
  walk.go(1, stories, 'file:///main.c', at(12, 4));
  const shorter = storiesOf('file:///main.c', [{ ...leak, relatedInformation: leak.relatedInformation.slice(0, 1) }]);
  assert.strictEqual(walk.go(1, shorter, 'file:///main.c', at(20, 2)).number, 1);
});

test('two findings with the same words are two stories', () => {
  const second = { ...twice, range: range(40, 2, 9) };
  const both = storiesOf('file:///main.c', [twice, second]);
  assert.notStrictEqual(both[0].key, both[1].key);
  const walk = new StoryWalk();
  walk.go(1, both, 'file:///main.c', at(40, 2));
  assert.strictEqual(walk.go(1, both, 'file:///main.c', at(28, 2)).step.range.start.line, 40);
});

test('the lesson is that of the story under the cursor', () => {
  assert.strictEqual(storyAt(stories, 'file:///main.c', at(12, 6)).lesson, 'file:///lesson.html#leak');
  assert.strictEqual(storyAt(stories, 'file:///main.c', at(50, 0)), undefined);
});
