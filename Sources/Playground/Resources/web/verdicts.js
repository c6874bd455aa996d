// What a run says of the findings, in the page's words.

import { h } from './tree.js';
import { inline } from './markdown.js';

/** The line beside a finding. */
export function verdictLine(verdict) {
  const isConfirmed = verdict.verdict === 'confirmed';
  const line = verdict.confirmedLine ? ` at line ${verdict.confirmedLine}` : '';
  const said = verdict.text || (isConfirmed ? `confirmed${line}` : 'not seen in this run');
  return h('p', { class: `verdict ${isConfirmed ? 'confirmed' : 'not-seen'}` },
    h('span', { 'aria-hidden': 'true' }, isConfirmed ? '✔ ' : '◌ '),
    inline(said[0].toUpperCase() + said.slice(1)), isConfirmed ? ' by a run' : '');
}

/** What the run saw and nobody predicted, and what it could not check. */
export function unpredictedItems(answer) {
  const items = (answer.unpredicted ?? []).map((seen) => h('li', { class: 'unpredicted' },
    h('strong', null, 'Seen and not predicted: '), seen.kind, seen.line ? ` at line ${seen.line}` : '', ` (${seen.tool})`,
    seen.text && h('details', null, h('summary', null, 'Report'), h('pre', { tabindex: '0' }, seen.text))));
  if (answer.leakCheck === 'unavailable') {
    items.push(h('li', null, 'Leaks could not be checked in this run, so it says nothing about them.'));
  }
  return items;
}

/** One sentence for all of it. */
export function verdictSummary(answer) {
  const confirmed = answer.findings.filter(({ verdict }) => verdict === 'confirmed').length;
  const unseen = answer.findings.length - confirmed;
  const parts = [];
  if (confirmed > 0) parts.push(`${confirmed} confirmed`);
  if (unseen > 0) parts.push(`${unseen} not seen in this run`);
  const surprises = answer.unpredicted?.length ?? 0;
  if (surprises > 0) parts.push(`${surprises} seen and not predicted`);
  if (parts.length > 0) return parts.join(', ') + '.';
  return answer.leakCheck === 'unavailable'
    ? 'Nothing was predicted, and the run showed nothing wrong.'
    : 'Nothing was predicted, and the run showed nothing wrong, leaks included.';
}

/** How a program ended. */
export function exitSentence({ code, signal, explanation }) {
  if (explanation) return explanation;
  if (signal) return `Ended by signal ${signal}.`;
  return code === 0 ? 'Ended well (exit code 0).' : `Ended with exit code ${code}.`;
}
