'use strict';
// Walking through the story of a finding. A story is what `relatedInformation` tells, in its order, and at last the
// place of the finding itself. Works on plain objects with the fields of the editor's, so that it can be tested without
// one.

/** Advice and the echo of a finding at its allocation have this severity; they are no stories of their own. */
const HINT = 3;

const isBefore = (a, b) => a.line < b.line || (a.line === b.line && a.character < b.character);
const contains = (range, position) => !isBefore(position, range.start) && !isBefore(range.end, position);
const samePlace = (a, b) =>
  a.uri === b.uri && a.range.start.line === b.range.start.line && a.range.start.character === b.range.start.character;

/**
 * The stories in a file's diagnostics, from its top to its bottom.
 *
 * @param {string} uri the file
 * @param {Array<{range, message, severity, source, relatedInformation?, code?}>} diagnostics of any tools
 * @returns {Array<{key: string, steps: Array<{uri: string, range, text: string}>, lesson?: string}>}
 */
function storiesOf(uri, diagnostics) {
  const told = new Map();
  return diagnostics
    .filter((one) => one.source === 'ownscope' && one.severity !== HINT)
    .sort((a, b) => (isBefore(a.range.start, b.range.start) ? -1 : isBefore(b.range.start, a.range.start) ? 1 : 0))
    .map((one) => {
      const steps = (one.relatedInformation || []).map((step) => ({
        uri: step.location.uri.toString(),
        range: step.location.range,
        text: step.message,
      }));
      const effect = { uri, range: one.range, text: one.message };
      // Where the last step already is the place of the finding, its words are told there.
      const last = steps[steps.length - 1];
      if (last && samePlace(last, effect)) effect.text = `${last.text}: ${one.message}`;
      // Lines move while the reader edits, messages seldom do; of several equal ones the order tells which it is.
      const name = `${uri} ${one.message}`;
      told.set(name, (told.get(name) || 0) + 1);
      return {
        key: `${name} ${told.get(name)}`,
        steps: last && samePlace(last, effect) ? [...steps.slice(0, -1), effect] : [...steps, effect],
        lesson: lessonOf(one),
      };
    });
}

/** Where a diagnostic's rule is taught. */
function lessonOf(diagnostic) {
  const target = diagnostic.code && diagnostic.code.target;
  return target ? target.toString(true) : undefined;
}

/** Where the reader is in which story. */
class StoryWalk {
  constructor() {
    this.story = undefined;
    this.index = 0;
  }

  /**
   * Goes one step on (`1`) or back (`-1`).
   *
   * Stays in the story at hand while the cursor is where the last step led. Otherwise a story begins anew: the one that
   * has a step under the cursor, from that step on; else the next one below the cursor; else the first.
   *
   * @param {Array} stories of the file in front, and of the file where the story at hand is reported
   * @returns {{step, number: number, count: number, story}|undefined} undefined when there is no story
   */
  go(direction, stories, uri, position) {
    const current = this.story && stories.find((story) => story.key === this.story.key);
    if (current && this.index < current.steps.length && isAt(current.steps[this.index], uri, position)) {
      const next = this.index + direction;
      this.story = current;
      this.index = Math.min(Math.max(next, 0), current.steps.length - 1);
    } else {
      const start = startOf(stories, uri, position);
      if (!start) {
        this.story = undefined;
        return undefined;
      }
      this.story = start.story;
      const steps = this.story.steps.length;
      // From a step under the cursor the walk goes on; a new story begins at its beginning.
      this.index = start.index === undefined ? 0 : Math.min(Math.max(start.index + direction, 0), steps - 1);
    }
    return {
      step: this.story.steps[this.index],
      number: this.index + 1,
      count: this.story.steps.length,
      story: this.story,
    };
  }
}

function isAt(step, uri, position) {
  return step.uri === uri && contains(step.range, position);
}

function startOf(stories, uri, position) {
  // The finding itself first: that is where its message was read, and the story is told from its beginning.
  for (const story of stories) {
    if (isAt(story.steps[story.steps.length - 1], uri, position)) return { story };
  }
  for (const story of stories) {
    const index = story.steps.findIndex((step) => isAt(step, uri, position));
    if (index >= 0) return { story, index };
  }
  const below = stories.find((story) => {
    const effect = story.steps[story.steps.length - 1];
    return effect.uri === uri && isBefore(position, effect.range.start);
  });
  const story = below || stories[0];
  return story && { story };
}

/** The story whose finding or step is under the cursor, for its lesson. */
function storyAt(stories, uri, position) {
  return stories.find((story) => story.steps.some((step) => isAt(step, uri, position)));
}

module.exports = { storiesOf, storyAt, lessonOf, StoryWalk };
