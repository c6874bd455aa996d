// The pictures beside the code: they follow the cursor, and choosing in them moves it.

import { fill, h } from './tree.js';
import { inline } from './markdown.js';
import { stackAndHeap } from './picture-heap.js';
import { ring } from './picture-ring.js';
import { timeline } from './picture-timeline.js';

export class PicturesPanel {
  /** `actions`: `goTo(position, focus)`, `highlight(lines)`. */
  constructor(root, actions) {
    this.actions = actions;
    this.parts = Object.fromEntries(
      ['note', 'ring', 'controls', 'follow', 'step', 'text', 'heap', 'timeline'].map((name) => [name, root.querySelector(IDS[name])]));
    this.root = root;
    this.parts.follow.addEventListener('change', () => { this.step = 0; this.drawSteps(); this.drawHeap(true); });
    this.parts.step.addEventListener('input', () => {
      this.step = Number(this.parts.step.value);
      this.drawHeap(true);
    });
    new ResizeObserver(() => this.resized()).observe(root);
  }

  /** What the server says of the function at the cursor; null where there is none: the last one stays. */
  show(result, line) {
    const isElsewhere = line !== this.line;
    this.line = line;
    this.root.classList.remove('stale');
    if (!result) {
      if (!this.result) this.parts.note.textContent = 'Put the cursor into a function.';
      return;
    }
    const isNew = JSON.stringify(result) !== this.shown;
    if (isNew) {
      const follow = this.result?.function === result.function ? this.parts.follow.value : null;
      this.shown = JSON.stringify(result);
      this.result = result;
      this.drawFollow(follow);
      this.drawRing();
    }
    // The slider stays where it was put until the cursor goes elsewhere.
    if (isNew || isElsewhere) this.moveTo(line);
    this.drawTimeline();
    this.parts.note.textContent = `In ${result.function}`
      + (result.isComplete ? '' : '; not every path was followed')
      + (this.timelineWords ? '' : '; nothing here is allocated or released');
  }

  /** The text has changed since. */
  expire() { this.root.classList.add('stale'); }

  clear() {
    this.result = this.shown = null;
    this.steps = [];
    for (const name of ['ring', 'heap', 'timeline']) this.parts[name].replaceChildren();
    this.parts.controls.hidden = true;
    this.parts.note.textContent = 'Put the cursor into a function.';
  }

  /** The next or previous step of the story that is followed. */
  stepBy(difference) {
    if (!this.steps?.length) return;
    this.step = Math.min(Math.max(this.step + difference, 0), this.steps.length - 1);
    this.drawHeap(false);
    this.actions.goTo(this.steps[this.step].position, true);
  }

  // What follows draws.

  get width() { return Math.max(260, Math.min(560, this.root.clientWidth - 4)); }

  resized() {
    if (!this.result || this.width === this.drawnWidth) return;
    this.drawRing();
    this.drawHeap(false);
    this.drawTimeline();
  }

  drawFollow(wanted) {
    const { follow } = this.parts;
    const options = this.result.findings.map((finding) => [
      finding.fingerprint, `${finding.rule} at line ${finding.range.start.line + 1}`,
    ]);
    fill(follow, [...options, ['', 'the whole function']].map(([value, text]) => h('option', { value }, text)));
    const isThere = wanted !== null && (wanted === '' || options.some(([value]) => value === wanted));
    follow.value = isThere ? wanted : options[0]?.[0] ?? '';
    this.drawSteps();
  }

  drawSteps() {
    const finding = this.result.findings.find(({ fingerprint }) => fingerprint === this.parts.follow.value);
    const { start, end } = this.result.range;
    this.steps = finding
      ? finding.story.filter(({ range }) => range.start.line >= start.line && range.start.line <= end.line)
        .map(({ range, text, role }) => ({ position: range.start, text, lost: role === 'lost' ? finding : null }))
      : this.result.pictures.map(({ line }) => ({ position: { line, character: 0 }, text: '', lost: null }));
    this.step = Math.min(this.step ?? 0, Math.max(0, this.steps.length - 1));
    this.parts.controls.hidden = this.steps.length === 0;
    this.parts.step.max = String(Math.max(0, this.steps.length - 1));
  }

  /** Follows the cursor: the last step at or before its line. */
  moveTo(line) {
    const current = this.steps[this.step];
    if (!current || current.position.line !== line) {
      const index = this.steps.findLastIndex(({ position }) => position.line <= line);
      if (index >= 0) this.step = index;
      else this.step = 0;
    }
    this.drawHeap(false);
  }

  drawHeap(isChosen) {
    const { heap, step, text } = this.parts;
    const chosen = this.steps[this.step];
    step.value = String(this.step);
    if (!chosen) {
      heap.replaceChildren();
      return;
    }
    const { line } = chosen.position;
    step.setAttribute('aria-valuetext', `line ${line + 1}`);
    fill(text, h('span', null, `Step ${this.step + 1} of ${this.steps.length}, line ${line + 1}`,
      chosen.text && [': ', inline(chosen.text)]));
    this.drawnWidth = this.width;
    put(heap, stackAndHeap(this.result, line, { width: this.width, lost: chosen.lost }), heapLegend());
    if (isChosen) this.actions.highlight([line]);
  }

  drawTimeline() {
    const picture = timeline(this.result, {
      width: this.width, line: this.line,
      choose: (line) => {
        this.actions.goTo({ line, character: this.firstCharacter(line) }, false);
        this.actions.highlight([line]);
        this.parts.timeline.querySelector(`[data-line="${line}"]`)?.focus();
      },
    });
    this.timelineWords = picture?.words;
    put(this.parts.timeline, picture);
  }

  /** Where something happens first on the line, so that the cursor stands on it. */
  firstCharacter(line) {
    const all = this.result.objects.flatMap(({ steps }) => steps).map(({ range }) => range.start);
    return Math.min(...all.filter((start) => start.line === line).map((start) => start.character), 1000);
  }

  drawRing() {
    const finding = this.result.findings.find((candidate) => candidate.ring?.length > 0);
    put(this.parts.ring, finding && ring(finding, this.result, { width: Math.min(420, this.width) }));
  }
}

const IDS = {
  note: '#pictures-note', ring: '#ring', controls: '#heap-controls', follow: '#follow', step: '#step',
  text: '#step-text', heap: '#heap', timeline: '#timeline',
};

/** Draws anew; whoever was at a row of the picture, or at its words, by the keyboard stays there. */
function put(element, picture, legend = null) {
  if (!picture) {
    element.replaceChildren();
    return;
  }
  const focused = element.contains(document.activeElement) && document.activeElement;
  const wasOpen = element.querySelector('details')?.open;
  fill(element, picture.drawing, legend,
    h('details', { open: wasOpen, class: 'words' }, h('summary', null, 'In words'),
      h('ul', null, picture.words.map((sentence) => h('li', null, sentence)))));
  if (focused) {
    element.querySelector(focused.dataset.line ? `[data-line="${focused.dataset.line}"]` : focused.localName)?.focus();
  }
}

function heapLegend() {
  const sample = (kind, text) => h('li', null,
    h('svg', { width: 34, height: 10, 'aria-hidden': 'true', class: 'picture' },
      h('g', { class: `arrow ${kind}` }, h('path', { class: 'way', d: 'M1 5h24' }), h('path', { class: 'head', d: 'M33 5l-8 -4v8Z' }))),
    text);
  return h('ul', { class: 'legend', 'aria-label': 'Arrows' },
    sample('sole', 'owns'), sample('raw', 'refers to'), sample('weak', 'weak'), sample('raw dangling', 'gone'));
}
