// The small part of Markdown that hovers and messages use: paragraphs, line breaks, bold, code and links to the lesson.
// Everything else is shown as it is written. The result is a list of nodes of tree.js.

import { h } from './tree.js';
import { lessonLink } from './lesson-link.js';

/** A text of several paragraphs. */
export function markdown(text) {
  return text
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => {
      const lines = paragraph.split('\n').map((line) => line.trimEnd());
      return h('p', null, lines.map((line, index) => [index > 0 && h('br'), inline(line)]));
    });
}

/** One line: code spans win over everything, bold may hold code. */
export function inline(text) {
  const nodes = [];
  let rest = text;
  while (rest !== '') {
    const match = /`([^`]+)`|\*\*((?:`[^`]*`|[^`])+?)\*\*|\[((?:`[^`]*`|[^\]`])+)\]\(([^()\s]+)\)/.exec(rest);
    if (!match) break;
    if (match.index > 0) nodes.push(rest.slice(0, match.index));
    rest = rest.slice(match.index + match[0].length);
    if (match[1] !== undefined) nodes.push(h('code', null, match[1]));
    else if (match[2] !== undefined) nodes.push(h('strong', null, inline(match[2])));
    else nodes.push(link(match[3], match[4]));
  }
  if (rest !== '') nodes.push(rest);
  return nodes;
}

function link(text, address) {
  const target = lessonLink(address);
  return target ? h('a', { href: target, target: '_blank', rel: 'noopener' }, inline(text)) : h('span', null, inline(text));
}
