// Findings as the page has them, from diagnostics of the language server, and the list that shows them.

import { h, toDOM } from './tree.js';
import { inline } from './markdown.js';
import { lessonLink } from './lesson-link.js';
import { verdictLine } from './verdicts.js';

const WORDS = { 1: 'error', 2: 'warning', 3: 'hint', 4: 'hint' };
const SIGNS = { error: '✖', warning: '▲', hint: '○' };

/**
 * `[{key, fingerprint, rule, severity, message, range, href, story, diagnostic}]` in the order of the text. The twin that
 * marks where the memory of a finding was allocated is no finding of its own.
 */
export function findingsOf(diagnostics) {
  return diagnostics
    .filter((diagnostic) => !diagnostic.data?.twin)
    .map((diagnostic) => ({
      fingerprint: diagnostic.data?.fingerprint ?? '',
      rule: diagnostic.code === undefined ? '' : String(diagnostic.code),
      severity: diagnostic.severity ?? 1,
      message: diagnostic.message,
      range: diagnostic.range,
      href: lessonLink(diagnostic.codeDescription?.href),
      story: (diagnostic.relatedInformation ?? []).map(({ location, message }) => ({ ...location, text: message })),
      diagnostic,
    }))
    .sort((one, other) => one.range.start.line - other.range.start.line
      || one.range.start.character - other.range.start.character);
}

/** One sentence for all of them. */
export function summaryOf(findings) {
  if (findings.length === 0) return 'Nothing to report.';
  const parts = findings.map(({ rule, range }) => `${rule || 'error'} at line ${range.start.line + 1}`);
  return `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}: ${parts.join(', ')}.`;
}

/**
 * One finding in the list. `verdict`: what a run says of it, or null. `actions`: `goTo(position)`, `fix(finding)`.
 */
export function findingItem(finding, verdict, actions) {
  const kind = WORDS[finding.severity];
  const { line } = finding.range.start;
  return h('li', { class: `finding ${kind}` },
    h('p', { class: 'what' },
      h('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[kind]), ' ',
      h('button', { type: 'button', class: 'place', onclick: () => actions.goTo(finding.range.start) }, `line ${line + 1}`),
      h('span', { class: 'kind' }, ` ${kind}: `), inline(finding.message)),
    verdict && verdictLine(verdict),
    finding.story.length > 0 && h('details', null,
      h('summary', null, 'How it comes to that'),
      h('ol', { class: 'story' }, finding.story.map((step) => h('li', null,
        h('button', { type: 'button', class: 'place', onclick: () => actions.goTo(step.range.start) },
          `line ${step.range.start.line + 1}`), ' ', inline(step.text))))),
    h('p', { class: 'links' },
      finding.href && h('a', { href: finding.href, target: '_blank', rel: 'noopener' }, `Lesson: ${finding.rule}`),
      h('button', { type: 'button', class: 'fix', onclick: () => actions.fix(finding) }, 'Fixes …')));
}

/** The list on the page. What did not change keeps its element, so that a screen reader hears only news. */
export class FindingsList {
  constructor(list, summary, actions) {
    Object.assign(this, { list, summary, actions, items: new Map() });
  }

  show(findings, verdictOf) {
    const items = new Map();
    for (const finding of findings) {
      const verdict = verdictOf(finding);
      const { diagnostic, ...told } = finding;
      const key = JSON.stringify([told, verdict]);
      const known = this.items.get(key);
      // The element may be the old one, what its buttons do is about the new diagnostic: ranges are the same.
      const element = known ?? toDOM(findingItem(finding, verdict, this.actions));
      items.set(key, element);
    }
    const wanted = [...items.values()];
    if (wanted.length !== this.list.children.length || wanted.some((item, index) => item !== this.list.children[index])) {
      this.list.replaceChildren(...wanted);
    }
    this.items = items;
    this.summary.textContent = summaryOf(findings);
  }
}
