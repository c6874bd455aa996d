// The editor on CodeMirror 6. It lives in a shadow root: there CodeMirror adopts its style sheets, which a strict
// content security policy allows, instead of writing style elements, which it does not.

import { markExtensions } from './codemirror-marks.js';
import { COMMANDS } from './editor.js';
import { theme } from './codemirror-theme.js';
import { toDOM } from './tree.js';

export class CodeMirrorEditor {
  kind = 'codemirror';

  /** `library` is the module of CodeMirror. */
  static async make(host, handlers, library) {
    const name = library.languages.find((language) => language.name === 'C++');
    return new CodeMirrorEditor(host, handlers, library, await name.load());
  }

  constructor(host, handlers, library, grammar) {
    this.handlers = handlers;
    this.library = library;
    this.grammar = grammar;
    this.states = new Map();
    this.colours = new library.Compartment();
    this.label = new library.Compartment();
    this.marks = markExtensions(library);
    const root = host.attachShadow({ mode: 'open' });
    this.view = new library.EditorView({ state: this.stateOf('cpp', ''), root, parent: root });
    this.dark = matchMedia('(prefers-color-scheme: dark)');
    this.dark.addEventListener('change', () => this.recolour());
  }

  get text() { return this.view.state.doc.toString(); }

  get cursor() { return this.positionOf(this.view.state.selection.main.head); }

  open(language, text) {
    if (this.language) this.states.set(this.language, this.view.state);
    this.language = language;
    const kept = this.states.get(language);
    this.view.setState(kept && kept.doc.toString() === text ? kept : this.stateOf(language, text));
    this.recolour();
  }

  replace(text) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text }, selection: { anchor: 0 } });
  }

  edit(edits) {
    this.view.dispatch({
      changes: edits.map(({ range, newText }) => ({
        from: this.offsetOf(range.start), to: this.offsetOf(range.end), insert: newText,
      })),
      userEvent: 'input.fix',
    });
  }

  goTo(position, focus = true) {
    const { EditorView } = this.library;
    const offset = this.offsetOf(position);
    this.view.dispatch({ selection: { anchor: offset }, effects: EditorView.scrollIntoView(offset, { y: 'nearest', yMargin: 60 }) });
    if (focus) this.focus();
  }

  show(marks) {
    const places = marks.map((mark) => {
      const from = this.offsetOf(mark.range.start);
      const end = this.view.state.doc.lineAt(from).to;
      const to = Math.max(this.offsetOf(mark.range.end), Math.min(from + 1, end));
      return { ...mark, from, to };
    });
    this.view.dispatch({ effects: this.marks.setMarks.of(places) });
  }

  highlight(lines) {
    const { doc } = this.view.state;
    const starts = lines.filter((line) => line < doc.lines).map((line) => doc.line(line + 1).from);
    this.view.dispatch({ effects: this.marks.setLines.of([...new Set(starts)].sort((a, b) => a - b)) });
  }

  focus() { this.view.focus(); }

  // What follows is the wiring.

  stateOf(language, text) {
    const { EditorState, EditorView, Prec, basicSetup, hoverTooltip, indentWithTab, keymap } = this.library;
    const name = language === 'c' ? 'C code' : 'C++ code';
    return EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(keymap.of(Object.entries(COMMANDS).map(([key, command]) => ({
          key, preventDefault: true, run: () => { this.handlers.command(command); return true; },
        })))),
        basicSetup,
        keymap.of([indentWithTab]),
        this.grammar,
        this.marks.extension,
        this.colours.of([]),
        theme(this.library),
        EditorView.contentAttributes.of({
          'aria-label': `${name}. Escape, then Tab, leaves it`, autocapitalize: 'off', spellcheck: 'false',
        }),
        hoverTooltip((view, offset) => this.tooltip(offset), { hoverTime: 250 }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) this.handlers.changed(update.state.doc.toString());
          if (update.selectionSet || update.docChanged) this.handlers.moved(this.cursor);
        }),
      ],
    });
  }

  /** Colours of the grammar's words for the light and the dark. */
  recolour() {
    const { defaultHighlightStyle, oneDarkHighlightStyle, syntaxHighlighting } = this.library;
    const style = this.dark.matches ? oneDarkHighlightStyle : defaultHighlightStyle;
    this.view.dispatch({ effects: this.colours.reconfigure(syntaxHighlighting(style)) });
  }

  async tooltip(offset) {
    const answer = await this.handlers.hover(this.positionOf(offset));
    if (!answer) return null;
    const pos = answer.range ? this.offsetOf(answer.range.start) : offset;
    const end = answer.range ? this.offsetOf(answer.range.end) : offset;
    return {
      pos, end, above: true,
      create: () => ({ dom: toDOM({ tag: 'div', attributes: { class: 'ow-hover' }, children: answer.nodes }) }),
    };
  }

  offsetOf({ line, character }) {
    const { doc } = this.view.state;
    if (line >= doc.lines) return doc.length;
    const { from, to } = doc.line(line + 1);
    return Math.min(from + character, to);
  }

  positionOf(offset) {
    const line = this.view.state.doc.lineAt(offset);
    return { line: line.number - 1, character: offset - line.from };
  }
}
