// A reference cycle as a ring: objects with their counts, the owners between them, and the one to make weak.

import { h } from './tree.js';
import { count, nameOf } from './ownership.js';
import { CODE_LETTER, shortened, wrapped } from './picture-text.js';

/** The drawing and the same in words, or null for a finding without a ring. `width` in pixels. */
export function ring(finding, result, { width = 360 } = {}) {
  const owners = finding.ring ?? [];
  if (owners.length === 0) return null;
  const nodes = owners.map((owner) => ({ owner, name: holderOf(owner) }));
  for (const node of nodes) node.owners = ownersOf(node.name, result);

  const boxWidth = Math.min(130, Math.max(70, ...nodes.map((node) => node.name.length * CODE_LETTER + 20)));
  const boxHeight = 44;
  const centre = { x: width / 2, y: nodes.length === 1 ? 105 : nodes.length === 2 ? 128 : 150 };
  const radius = { x: Math.max(40, width / 2 - boxWidth / 2 - 16), y: 108 };
  nodes.forEach((node, index) => {
    const angle = nodes.length === 2 ? Math.PI + index * Math.PI : -Math.PI / 2 + (index * 2 * Math.PI) / nodes.length;
    node.angle = angle;
    node.x = nodes.length === 1 ? centre.x : centre.x + radius.x * Math.cos(angle);
    node.y = nodes.length === 1 ? centre.y : centre.y + radius.y * Math.sin(angle);
  });
  const words = nodes.map((node, index) => {
    const next = nodes[(index + 1) % nodes.length];
    const kept = next.owners === null ? '' : ` (${count(next.owners, 'owner')} left)`;
    return `${node.owner} owns ${nodes.length === 1 ? 'the object that it is in' : next.name + kept}`
      + `${index === 0 ? ': make this one weak' : ''}`;
  });
  const height = centre.y * 2;
  const drawing = h('svg', {
    class: 'picture ring', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img',
    'aria-labelledby': 'ring-title ring-desc',
  },
  h('title', { id: 'ring-title' }, `Reference cycle of ${count(nodes.length, 'object')}`),
  h('desc', { id: 'ring-desc' }, words.join('. ')),
  nodes.map((node, index) => edgeShape(node, nodes[(index + 1) % nodes.length], index === 0, {
    centre, boxWidth, boxHeight, count: nodes.length, width,
  })),
  nodes.map((node) => nodeShape(node, boxWidth, boxHeight)));
  return { drawing, words };
}

/** The object that an owner is in: `bob` of `bob->best_friend`. */
export function holderOf(owner) {
  const cut = Math.max(owner.lastIndexOf('->'), owner.lastIndexOf('.'));
  return cut > 0 ? owner.slice(0, cut) : owner;
}

/** How many owners are left at the end of the function; null where that is not known. */
function ownersOf(name, result) {
  const last = result.pictures.at(-1);
  const state = last?.objects.find(({ object, owners }) =>
    owners !== null && owners !== undefined && result.objects[object] && nameOf(result.objects[object], result) === name);
  return state?.owners ?? null;
}

function nodeShape(node, width, height) {
  const columns = Math.floor((width - 12) / CODE_LETTER);
  return h('g', { class: 'box heap' },
    h('title', null, node.owners === null ? node.name : `${node.name}: ${count(node.owners, 'owner')}`),
    h('rect', { x: node.x - width / 2, y: node.y - height / 2, width, height, rx: 6 }),
    h('text', { class: 'name middle', x: node.x, y: node.y + (node.owners === null ? 5 : -2) },
      shortened(node.name, columns)),
    node.owners !== null && h('text', { class: 'said middle', x: node.x, y: node.y + 15 }, count(node.owners, 'owner')));
}

/** An arc that leaves one box and meets the next, on the outside of the ring. */
function edgeShape(from, to, isWeak, { centre, boxWidth, boxHeight, count: number, width }) {
  const label = [field(from.owner), ...(isWeak ? ['make this one weak'] : [])];
  let path;
  let tip;
  let at;
  if (number === 1) {
    const right = from.x + boxWidth / 2;
    const top = from.y - boxHeight / 2;
    path = `M${right} ${from.y}C${right + 60} ${from.y} ${from.x + 30} ${top - 70} ${from.x} ${top}`;
    tip = { x: from.x, y: top, angle: Math.PI / 2 + 0.25 };
    at = { x: centre.x, y: from.y + boxHeight / 2 + 24 };
  } else if (number === 2) {
    const isUpper = isWeak;
    const side = isUpper ? -1 : 1;
    const y = from.y + (side * boxHeight) / 2;
    const reach = from.y + side * 100;
    path = `M${from.x} ${y}C${from.x} ${reach} ${to.x} ${reach} ${to.x} ${y}`;
    tip = { x: to.x, y, angle: (-side * Math.PI) / 2 };
    at = { x: centre.x, y: isUpper ? reach - 4 : reach + 4 };
  } else {
    const begin = border(from, to, boxWidth, boxHeight);
    const end = border(to, from, boxWidth, boxHeight);
    path = `M${begin.x} ${begin.y}L${end.x} ${end.y}`;
    tip = { ...end, angle: Math.atan2(end.y - begin.y, end.x - begin.x) };
    at = { x: (begin.x + end.x) / 2, y: (begin.y + end.y) / 2 };
    at.x += (at.x - centre.x) * 0.1;
  }
  const degrees = (tip.angle * 180) / Math.PI;
  const lines = label.flatMap((text) => wrapped(text, Math.floor(width / 9), 1));
  return h('g', { class: `arrow strong${isWeak ? ' to-weaken' : ''}` },
    h('title', null, isWeak ? `${from.owner}: make this one weak` : from.owner),
    h('path', { class: 'way', d: path }),
    h('path', { class: 'head', d: 'M0 0l-9 -5v10Z', transform: `translate(${tip.x} ${tip.y}) rotate(${degrees})` }),
    lines.map((text, index) => h('text', {
      class: index === 0 ? 'name middle halo' : 'said middle halo', x: at.x, y: at.y + index * 15,
    }, text)));
}

function field(owner) {
  const cut = Math.max(owner.lastIndexOf('->') + 2, owner.lastIndexOf('.') + 1, 0);
  return owner.slice(cut > 1 ? cut : 0);
}

/** Where the line from one box's middle to the other's leaves the first box. */
function border(from, to, width, height) {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const scale = Math.min(width / 2 / (Math.abs(dx) || 1e-9), height / 2 / (Math.abs(dy) || 1e-9));
  return { x: from.x + dx * scale, y: from.y + dy * scale };
}
