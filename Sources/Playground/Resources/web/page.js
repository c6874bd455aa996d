// The page: brings editor, language server, findings, pictures and runs together.

import { draft, keepDraft } from './drafts.js';
import { makeEditor } from './editor.js';
import { announceHeight, isEmbedded } from './embedded.js';
import { EXAMPLE, loadExamples } from './examples.js';
import { FindingsList, findingsOf } from './findings.js';
import { chooseAction, editsOf, usableActions } from './fixes.js';
import { LanguageClient } from './language-client.js';
import { markdown } from './markdown.js';
import { PicturesPanel } from './pictures-panel.js';
import { RunPanel } from './run-panel.js';
import { fragmentOf, programIn } from './share.js';
import { stateSentence } from './status.js';
import { fill } from './tree.js';

/** After so many milliseconds at one place the page says what is there. */
const REST = 180;

const byID = (id) => document.getElementById(id);
const socketAddress = (path) => new URL(path, location.href.replace(/^http/, 'ws')).href;

class Page {
  async start() {
    document.documentElement.classList.toggle('embedded', isEmbedded);
    this.findings = [];
    this.texts = {};
    this.editor = await makeEditor(byID('code'), {
      changed: (text) => this.changed(text),
      moved: () => this.moved(),
      hover: (position) => this.hover(position),
      command: (name) => this.command(name),
    });
    document.documentElement.dataset.editor = this.editor.kind;
    const goTo = (position, focus = true) => this.editor.goTo(position, focus);
    this.list = new FindingsList(byID('findings'), byID('summary'), { goTo, fix: (finding) => this.fix(finding) });
    this.pictures = new PicturesPanel(byID('pictures'), {
      goTo, highlight: (lines) => this.editor.highlight(lines),
    });
    this.runs = new RunPanel(socketAddress('/run'), {
      program: () => ({ language: this.language, source: this.editor.text }),
      judged: () => this.showFindings(),
    });
    this.client = new LanguageClient(socketAddress('/lsp'), {
      diagnostics: (diagnostics) => this.diagnosed(diagnostics),
      state: (name, detail) => this.say(name, detail),
    });
    this.wire();
    const shared = await programIn(location.hash);
    if (shared) this.texts[shared.language] = shared.source;
    this.open(shared?.language ?? 'cpp');
    announceHeight();
    this.examples = await loadExamples(byID('examples'));
  }

  wire() {
    for (const tab of document.querySelectorAll('[role=tab]')) {
      tab.addEventListener('click', () => this.open(tab.dataset.language));
      tab.addEventListener('keydown', (event) => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
        const other = this.language === 'c' ? 'cpp' : 'c';
        this.open(other);
        byID(`tab-${other}`).focus();
      });
    }
    byID('examples').addEventListener('change', (event) => {
      const example = this.examples.find(({ id }) => id === event.target.value);
      if (!example) return;
      this.open(example.language);
      this.editor.replace(example.source);
    });
    byID('share').addEventListener('click', () => this.share());
    for (const button of document.querySelectorAll('dialog .close')) {
      button.addEventListener('click', () => button.closest('dialog').close());
    }
    window.addEventListener('hashchange', async () => {
      const shared = await programIn(location.hash);
      if (!shared || (shared.language === this.language && shared.source === this.editor.text)) return;
      this.open(shared.language);
      this.editor.replace(shared.source);
    });
    // The skip link leads to the code itself.
    byID('code').addEventListener('focus', () => this.editor.focus());
  }

  open(language) {
    if (this.language) this.texts[this.language] = this.editor.text;
    this.language = language;
    for (const tab of document.querySelectorAll('[role=tab]')) {
      const isChosen = tab.dataset.language === language;
      tab.setAttribute('aria-selected', String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      if (isChosen) byID('code').setAttribute('aria-labelledby', tab.id);
    }
    const text = this.texts[language] ?? draft(language) ?? EXAMPLE[language];
    this.editor.open(language, text);
    this.diagnosed([], false);
    byID('summary').textContent = '';
    this.pictures.clear();
    this.runs.forget();
    this.client.open(language, text);
  }

  changed(text) {
    keepDraft(this.language, text);
    this.isStale = true;
    this.client.change(text);
    this.runs.forget();
    this.pictures.expire();
    this.editor.highlight([]);
  }

  moved() {
    this.client.socket.wake();
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.look(), REST);
  }

  /** What is at the cursor, in words and in pictures. */
  async look() {
    if (this.isStale) return;
    const position = this.editor.cursor;
    const [hover, here] = await Promise.all([
      this.client.ask('textDocument/hover', { position }), this.client.ask('ownscope/ownership', { position }),
    ]);
    let ownership = here;
    let { line } = position;
    if (!ownership && !this.pictures.result && this.findings.length > 0) {
      // Nothing is drawn yet and the cursor stands between functions: begin with what is wrong.
      const place = this.findings[0].range.start;
      ownership = await this.client.ask('ownscope/ownership', { position: place });
      line = place.line;
    }
    const now = this.editor.cursor;
    if (this.isStale || now.line !== position.line || now.character !== position.character) return;
    fill(byID('here'), hover ? markdown(wordsOf(hover.contents)) : null);
    this.pictures.show(ownership, line);
  }

  async hover(position) {
    const hover = await this.client.ask('textDocument/hover', { position });
    return hover && { nodes: markdown(wordsOf(hover.contents)), range: hover.range };
  }

  diagnosed(diagnostics, isAnswer = true) {
    if (isAnswer) this.isStale = false;
    this.findings = findingsOf(diagnostics);
    this.editor.show(diagnostics.map(({ range, severity = 1, message }) => ({ range, severity, message })));
    this.showFindings();
    if (!isAnswer) return;
    this.say('ready');
    document.documentElement.dataset.checked = String(Number(document.documentElement.dataset.checked ?? 0) + 1);
    this.look();
  }

  showFindings() {
    this.list.show(this.findings, (finding) => this.runs.verdictOf(finding));
  }

  say(name, detail) {
    const status = byID('status');
    document.documentElement.dataset.state = name;
    const sentence = stateSentence(name, detail);
    if (status.textContent !== sentence) status.textContent = sentence;
  }

  /** Offers fixes for a finding, else for what is at the cursor. */
  async fix(finding) {
    const cursor = this.editor.cursor;
    const chosen = finding
      ?? this.findings.find(({ range }) => range.start.line <= cursor.line && cursor.line <= range.end.line);
    const range = chosen?.range ?? { start: cursor, end: cursor };
    const actions = await this.client.ask('textDocument/codeAction', {
      range, context: { diagnostics: chosen ? [chosen.diagnostic] : [] },
    });
    const action = await chooseAction(byID('fixes'), usableActions(actions), chosen);
    if (!action) return;
    const { uri } = this.client.document;
    const before = this.editor.text;
    const edits = editsOf(action, uri) ?? editsOf(await this.client.resolve(action), uri);
    if (!edits) this.notice('This fix does not fit the program any more.');
    else if (this.editor.text === before) this.editor.edit(edits);
    this.editor.focus();
  }

  command(name) {
    switch (name) {
      case 'run': return this.runs.start('run');
      case 'fixes': return this.fix(null);
      case 'next-finding': return this.stepFinding(1);
      case 'previous-finding': return this.stepFinding(-1);
      case 'next-step': return this.pictures.stepBy(1);
      case 'previous-step': return this.pictures.stepBy(-1);
    }
  }

  stepFinding(direction) {
    if (this.findings.length === 0) return;
    const { line, character } = this.editor.cursor;
    const isAfter = ({ range: { start } }) => start.line > line || (start.line === line && start.character > character);
    const isBefore = ({ range: { start } }) => start.line < line || (start.line === line && start.character < character);
    const next = direction > 0
      ? this.findings.find(isAfter) ?? this.findings[0]
      : this.findings.findLast(isBefore) ?? this.findings.at(-1);
    this.editor.goTo(next.range.start);
  }

  async share() {
    const address = new URL(await fragmentOf(this.language, this.editor.text), location.href).href;
    history.replaceState(null, '', address);
    byID('address').value = address;
    byID('shared').showModal();
    byID('address').select();
    try {
      await navigator.clipboard.writeText(address);
      byID('copied').textContent = 'Copied.';
    } catch {
      byID('copied').textContent = 'Copy it from here.';
    }
  }

  notice(sentence) { byID('status').textContent = sentence; }
}

/** Hovers come as Markdown, in whichever of the protocol's shapes. */
function wordsOf(contents) {
  if (typeof contents === 'string') return contents;
  if (Array.isArray(contents)) return contents.map(wordsOf).join('\n\n');
  return contents?.value ?? '';
}

new Page().start();
