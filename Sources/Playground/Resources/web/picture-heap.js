// Stack and heap after a line: variables left, memory right, an arrow for each place that has hold of something. Thick
// arrows own, thin ones only refer, dashed ones are weak, dotted ones lead to what is gone.

import { h } from './tree.js';
import { describeState, faultsOf, isDead, nameOf, pictureAt } from './ownership.js';
import { CODE_LETTER, LETTER, shortened } from './picture-text.js';

const HEADER = 24;
const SLOT = 20;
const GAP = 14;
const TOP = 30;

/** Room for arrows that go around the right side of a column. */
const MARGIN = 34;

/**
 * The drawing and the same in words. `line` is 0-based; `width` in pixels; `lost`: a finding whose object loses its last
 * reference here, or null. Null where nothing is known of the line.
 */
export function stackAndHeap(result, line, { width = 360, lost = null } = {}) {
  const picture = pictureAt(line, result) ?? { line, objects: [], edges: [] };
  const scene = sceneOf(result, picture, line, lost);
  if (scene.boxes.length === 0) return null;

  const gutter = Math.max(56, Math.min(110, width * 0.22));
  const leftWidth = Math.round((width - gutter - MARGIN) * 0.42);
  const rightWidth = width - gutter - leftWidth - MARGIN - 4;
  const columns = {
    stack: { x: 4, width: leftWidth, y: TOP }, heap: { x: 4 + leftWidth + gutter, width: rightWidth, y: TOP },
  };
  for (const box of scene.boxes) {
    const column = columns[box.side];
    Object.assign(box, { x: column.x, y: column.y, width: column.width, height: HEADER * box.titles + box.slots.length * SLOT });
    column.y += box.height + GAP;
  }
  const height = Math.max(columns.stack.y, columns.heap.y) + 4;
  const at = `after line ${line + 1}`;
  const drawing = h('svg', {
    class: 'picture heap', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img',
    'aria-labelledby': 'heap-title heap-desc',
  },
  h('title', { id: 'heap-title' }, `Stack and heap of ${result.function} ${at}`),
  h('desc', { id: 'heap-desc' }, scene.words.join('. ')),
  h('text', { class: 'column-name', x: columns.stack.x, y: 16 }, 'Stack'),
  h('text', { class: 'column-name', x: columns.heap.x, y: 16 }, 'Heap'),
  scene.boxes.map(boxShape),
  arrowsOf(scene).map(arrowShape));
  return { drawing, words: scene.words };
}

/** What is drawn: boxes with their slots, arrows between them, and sentences. */
function sceneOf(result, picture, line, lost) {
  const stateOf = new Map(picture.objects.map((state) => [state.object, state]));
  const isLost = (object) => !!lost && object.kind !== 'stack' && faultsOf(object, result).includes(lost);
  // Where the last reference goes while variables still hold it, the variables go: the function returns.
  const isOver = line >= result.range.end.line || picture.edges.some((edge) =>
    result.objects[edge.from]?.kind === 'stack' && result.objects[edge.to] && isLost(result.objects[edge.to]));
  const shown = new Map();
  const show = (id) => {
    const object = result.objects[id];
    if (!object || shown.has(id)) return;
    const state = stateOf.get(id);
    const side = object.kind === 'stack' ? 'stack' : 'heap';
    const isGone = isDead(state) || (isOver && side === 'stack');
    shown.set(id, {
      object, state, side, isGone, isLost: isLost(object), name: nameOf(object, result), slots: [], titles: 1,
    });
  };
  // Characters of literals and the like take part only when a plain pointer refers to them.
  const edges = picture.edges.filter((edge) => edge.hold !== 'whole' || result.objects[edge.to]?.kind !== 'static');
  for (const object of result.objects) {
    if (object.kind === 'stack' && object.name && object.origin && object.origin.start.line <= line) show(object.id);
  }
  for (const state of picture.objects) show(state.object);
  for (const edge of edges) [edge.from, edge.to].forEach(show);

  const boxes = [...shown.values()];
  const words = [];
  for (const edge of edges) {
    const from = shown.get(edge.from);
    const to = shown.get(edge.to);
    if (!from || !to || (isOver && from.side === 'stack')) continue;
    const field = fieldOf(edge.place, from.name);
    from.slots.push({ field, edge, to });
    words.push(`${edge.place || from.name} ${VERBS[edge.hold] ?? 'refers to'} ${to.name}`
      + `${to.isGone ? ', which is gone' : ''}${edge.isCertain ? '' : ' on some paths'}`);
  }
  for (const box of boxes) {
    // A variable that only holds one pointer is one line: its name and the arrow.
    const isPlain = box.side === 'stack' && box.slots.length <= 1 && (box.slots[0]?.field ?? '') === '';
    if (isPlain) for (const slot of box.slots) slot.isHeader = true;
    box.said = box.isGone && box.side === 'stack' ? 'out of scope' : describeState(box.state);
    if (box.isLost && !box.isGone) box.said = [box.said, 'lost'].filter(Boolean).join(', ');
    if (box.side === 'heap') box.titles = box.said ? 2 : 1;
    if (isPlain) Object.assign(box, { headerSlots: box.slots, slots: [] });
    if (box.said) words.push(`${box.name}: ${box.said}`);
  }
  return { boxes, words };
}

const VERBS = {
  raw: 'refers to', sole: 'is the only owner of', strong: 'is an owner of', weak: 'observes', whole: 'holds',
};

/** What is left of a place beside the name of the box that it is in. */
function fieldOf(place, name) {
  if (place === name) return '';
  const last = place.split(/->|\.(?=[A-Za-z_])/).at(-1);
  return last === name ? '' : last;
}

function boxShape(box) {
  const columns = Math.floor((box.width - 14) / CODE_LETTER);
  const letters = Math.floor((box.width - 14) / LETTER);
  const kind = box.side === 'heap' && box.object.kind !== 'heap' ? ` ${box.object.kind}` : '';
  const maker = box.object.steps.find(({ role }) => role === 'allocated')?.text || box.object.allocator;
  const made = maker && box.side === 'heap' ? ` (${maker})` : '';
  return h('g', { class: `box ${box.side}${kind}${box.isGone ? ' gone' : box.isLost ? ' lost' : ''}` },
    h('title', null, `${box.name}${made}${box.said ? `: ${box.said}` : ''}`),
    h('rect', { x: box.x, y: box.y, width: box.width, height: box.height, rx: 5 }),
    h('text', { class: 'name', x: box.x + 8, y: box.y + 16 }, shortened(box.name, columns)),
    box.titles > 1 && h('text', { class: 'said', x: box.x + 8, y: box.y + 36 },
      shortened(box.said + (box.said.length + made.length > letters ? '' : made), letters)),
    box.slots.map((slot, index) => {
      slot.y = box.y + HEADER * box.titles + index * SLOT + SLOT / 2;
      return [
        h('path', { class: 'rule', d: `M${box.x} ${slot.y - SLOT / 2}h${box.width}` }),
        h('text', { class: 'field', x: box.x + 8, y: slot.y + 4 }, shortened(slot.field || '·', columns - 1)),
      ];
    }));
}

/** Where each arrow begins and ends; several that meet at a box are spread along its side. */
function arrowsOf(scene) {
  const arrivals = new Map();
  const arrows = scene.boxes.flatMap((box) => [...(box.headerSlots ?? []), ...box.slots].map((slot) => {
    const number = arrivals.get(slot.to) ?? 0;
    arrivals.set(slot.to, number + 1);
    return { from: box, slot, to: slot.to, number };
  }));
  for (const arrow of arrows) arrow.of = arrivals.get(arrow.to);
  return arrows;
}

function arrowShape({ from, slot, to, number, of }) {
  const startY = slot.isHeader ? from.y + HEADER / 2 : slot.y ?? from.y + HEADER / 2;
  const endY = to.y + (to.height * (number + 1)) / (of + 1);
  const startX = from.x + from.width - (from.side === 'stack' ? 8 : 10);
  const classes = ['arrow', slot.edge.hold, to.isGone && 'dangling', !slot.edge.isCertain && 'maybe']
    .filter(Boolean).join(' ');
  let path;
  let tip;
  if (from.side === to.side) {
    // Around the right side of the column.
    const edgeX = from.x + from.width;
    const bend = Math.min(MARGIN + 6, 16 + Math.abs(endY - startY) / 2);
    path = `M${startX} ${startY}C${edgeX + bend} ${startY} ${edgeX + bend} ${endY} ${edgeX + 1} ${endY}`;
    tip = head(edgeX, endY, -1);
  } else {
    const isForward = from.side === 'stack';
    const endX = isForward ? to.x : to.x + to.width;
    const begin = isForward ? startX : from.x + 6;
    const middle = (begin + endX) / 2;
    path = `M${begin} ${startY}C${middle} ${startY} ${middle} ${endY} ${endX} ${endY}`;
    tip = head(endX, endY, isForward ? 1 : -1);
  }
  return h('g', { class: classes },
    h('title', null, `${slot.edge.place || from.name} ${VERBS[slot.edge.hold] ?? 'refers to'} ${to.name}`),
    h('path', { class: 'way', d: path }),
    h('circle', { class: 'knot', cx: from.side === to.side || from.side === 'stack' ? startX : from.x + 6, cy: startY, r: 3 }),
    tip);
}

/** A head whose tip is at the point; `direction` 1 points right. */
function head(x, y, direction) {
  return h('path', { class: 'head', d: `M${x} ${y}l${-8 * direction} -4.5v9Z` });
}
