// The ownership timeline of a function: time goes down as the code does, a lane an object, from where it is made to
// where it is released. Each kind of step has a shape of its own, not a colour alone.

import { h } from './tree.js';
import { count, describe, faultsOf, lanes, nameOf } from './ownership.js';
import { CODE_LETTER, LETTER, shortened, wrapped } from './picture-text.js';

const LANE = 26;
const LEFT = 46;
const LINE_HEIGHT = 16;
const LONGEST_NAME = 14;
/** Pixels that texts need beside the lanes. */
const LEAST_TEXT = 130;

/** Which step stands for a row where several happen to one object. */
const WEIGHT = [
  'lost', 'released', 'allocated', 'moved', 'handed-over', 'returned', 'shared', 'unshared', 'stored', 'scope-end',
  'aliased', 'passed', 'used',
];

/** These say little beside a finding. */
const QUIET = new Set(['lost', 'passed', 'used']);

/**
 * The drawing and the same in words. `options`: `width` in pixels, `line` to mark (0-based), `choose(line)` called for
 * a row that is chosen. Null when the function has no object to follow.
 */
export function timeline(result, { width = 360, line = -1, choose = null } = {}) {
  const all = lanes(result);
  const objects = foremost(all, result, Math.max(3, Math.floor((width - LEFT - LEAST_TEXT) / LANE)));
  if (objects.length === 0) return null;
  const names = objects.map((object) => nameOf(object, result));
  const rows = rowsOf(result, objects, names);

  // Names of lanes lean, so that they may be longer than lanes are wide.
  const top = 26 + Math.max(...names.map((name) => Math.min(name.length, LONGEST_NAME))) * CODE_LETTER * 0.5;
  const textLeft = LEFT + objects.length * LANE + 8;
  const columns = Math.max(14, Math.floor((width - textLeft - 6) / LETTER));
  let y = top;
  for (const row of rows) {
    row.lines = row.texts.flatMap((text) => wrapped(text, columns, 4));
    row.top = y;
    row.height = Math.max(1, row.lines.length) * LINE_HEIGHT + 10;
    row.middle = y + 5 + LINE_HEIGHT / 2;
    y += row.height;
  }

  const left = all.length - objects.length;
  const words = [...rows.map(sentenceOf), ...(left > 0 ? [`${count(left, 'more object')} not drawn`] : [])];
  const drawing = h('svg', {
    class: 'picture timeline', viewBox: `0 0 ${width} ${y + 6}`, width, height: y + 6, role: 'group',
    'aria-labelledby': 'timeline-title timeline-desc',
  },
  h('title', { id: 'timeline-title' }, `Ownership timeline of ${result.function}`),
  h('desc', { id: 'timeline-desc' }, words.join('. ')),
  rows.map((row) => rowShape(row, { width, line, choose, textLeft })),
  objects.map((object, lane) => laneShape(rows, lane, names[lane], top)),
  rows.map((row) => row.marks.map((mark) => mark && markShape(mark, laneX(mark.lane), row.middle))));
  return { drawing, words };
}

/** The objects that there is room for: those that a finding speaks of before others, in their own order. */
function foremost(objects, result, room) {
  const faulty = objects.filter((object) => faultsOf(object, result).length > 0);
  const kept = new Set([...new Set([...faulty, ...objects])].slice(0, room));
  return objects.filter((object) => kept.has(object));
}

function sentenceOf(row) {
  return `Line ${row.line + 1}: ${row.texts.join('; ')}`;
}

/** A row for each line on which something happens: its text, and the mark on each lane. */
function rowsOf(result, objects, names) {
  const rows = new Map();
  const rowAt = (line) => {
    if (!rows.has(line)) rows.set(line, { line, texts: [], marks: [], faults: [] });
    return rows.get(line);
  };
  objects.forEach((object, lane) => {
    const faults = faultsOf(object, result);
    const byLine = new Map();
    for (const step of object.steps) {
      if (!WEIGHT.includes(step.role) || isOperator(step)) continue;
      byLine.set(step.range.start.line, [...(byLine.get(step.range.start.line) ?? []), step]);
    }
    for (const [line, steps] of byLine) {
      steps.sort((one, other) => WEIGHT.indexOf(one.role) - WEIGHT.indexOf(other.role) || one.order - other.order);
      const row = rowAt(line);
      row.marks[lane] = { lane, role: steps[0].role };
      // Where something is wrong, the finding's own words say what.
      if (faults.some(({ range }) => range.start.line === line) && QUIET.has(steps[0].role)) continue;
      const subject = objects.length > 1 ? `${names[lane]}: ` : '';
      row.texts.push(subject + [...new Set(worthTelling(steps).map(describe))].join(', '));
    }
    for (const fault of faults) {
      const row = rowAt(fault.range.start.line);
      row.marks[lane] = { ...(row.marks[lane] ?? { lane, role: 'used' }), rule: fault.rule, message: fault.message };
      if (!row.faults.includes(fault)) row.faults.push(fault);
    }
  });
  for (const row of rows.values()) {
    row.texts.unshift(...row.faults.map((fault) => fault.message.replaceAll('`', '')));
  }
  return [...rows.values()].sort((one, other) => one.line - other.line);
}

/** Operators are calls in C++ only; what they do is told by other steps. */
function isOperator(step) {
  return step.role === 'passed' && step.text.startsWith('operator');
}

/** A call that releases is not told twice, nor is a use beside what it does. */
function worthTelling(steps) {
  const strong = steps.filter((step) => !['passed', 'used'].includes(step.role));
  if (strong.length === 0) return steps.slice(0, 2);
  return strong.slice(0, 3).sort((one, other) => one.order - other.order);
}

function laneX(lane) {
  return LEFT + lane * LANE + LANE / 2;
}

function laneShape(rows, lane, name, top) {
  const own = rows.filter((row) => row.marks[lane]);
  if (own.length === 0) return null;
  const x = laneX(lane);
  const end = own.find((row) => row.marks[lane].role === 'released') ?? own.at(-1);
  const line = (from, to, kind) => from < to
    && h('line', { class: `lane lane-${lane % 4} ${kind}`, x1: x, y1: from, x2: x, y2: to });
  return h('g', null,
    h('title', null, `The life of ${name}`),
    h('text', {
      class: 'lane-name', x, y: top - 12, transform: `rotate(-30 ${x} ${top - 12})`,
    }, shortened(name, LONGEST_NAME)),
    line(own[0].middle, end.middle, 'alive'),
    line(end.middle, own.at(-1).middle, 'dead'));
}

function rowShape(row, { width, line, choose, textLeft }) {
  const pick = choose && (() => choose(row.line));
  const classes = ['row', row.line === line && 'current', row.faults.length > 0 && 'faulty'].filter(Boolean).join(' ');
  let at = row.top + 5;
  return h('g', {
    class: classes, tabindex: choose && 0, role: choose && 'button', 'data-line': row.line,
    'aria-label': sentenceOf(row), onclick: pick,
    onkeydown: pick && ((event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      pick();
    }),
  },
  h('rect', { class: 'band', x: 1, y: row.top, width: width - 2, height: row.height, rx: 4 }),
  h('text', { class: 'line-number', x: LEFT - 10, y: row.middle + 4 }, String(row.line + 1)),
  row.lines.map((text) => h('text', { class: 'told', x: textLeft, y: (at += LINE_HEIGHT) - 4 }, text)));
}

/** The shape of a step; a fault is a triangle around it. */
function markShape(mark, x, y) {
  const title = h('title', null, mark.message ?? mark.role);
  if (mark.rule) {
    return h('g', { class: 'mark fault' }, title,
      h('path', { d: `M${x} ${y - 10}L${x + 10} ${y + 7}H${x - 10}Z` }),
      h('text', { class: 'sign', x, y: y + 5 }, '!'));
  }
  return h('g', { class: `mark ${mark.role}` }, title, SHAPES[mark.role]?.(x, y) ?? dot(x, y, 3));
}

const dot = (x, y, r) => h('circle', { cx: x, cy: y, r });
const sign = (x, y, text) => [dot(x, y, 8), h('text', { class: 'sign', x, y: y + 4 }, text)];

const SHAPES = {
  allocated: (x, y) => dot(x, y, 7),
  aliased: (x, y) => h('path', { class: 'open', d: `M${x} ${y}h9m-3 -3l3 3l-3 3` }),
  stored: (x, y) => h('rect', { x: x - 5, y: y - 5, width: 10, height: 10 }),
  shared: (x, y) => sign(x, y, '+'),
  unshared: (x, y) => sign(x, y, '−'),
  moved: (x, y) => h('path', { d: `M${x - 7} ${y - 6}L${x + 8} ${y}L${x - 7} ${y + 6}Z` }),
  'handed-over': (x, y) => h('path', { d: `M${x - 7} ${y - 6}L${x + 8} ${y}L${x - 7} ${y + 6}Z` }),
  returned: (x, y) => h('path', { d: `M${x - 6} ${y + 6}L${x} ${y - 8}L${x + 6} ${y + 6}Z` }),
  released: (x, y) => [
    h('rect', { x: x - 7, y: y - 7, width: 14, height: 14, rx: 2 }),
    h('path', { class: 'cross', d: `M${x - 4} ${y - 4}l8 8m0 -8l-8 8` }),
  ],
  lost: (x, y) => h('circle', { class: 'open broken', cx: x, cy: y, r: 7 }),
  'scope-end': (x, y) => h('path', { class: 'open', d: `M${x - 7} ${y}h14` }),
};
