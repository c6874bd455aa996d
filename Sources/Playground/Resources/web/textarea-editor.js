// The editor where CodeMirror is not installed: a text area. Findings stand in the list; nothing is drawn in the text.

import { COMMANDS } from './editor.js';
import { edited, offsetAt, positionAt } from './text-edits.js';

export class TextAreaEditor {
  kind = 'textarea';

  constructor(host, handlers) {
    this.handlers = handlers;
    this.area = document.createElement('textarea');
    Object.assign(this.area, { className: 'plain-code', spellcheck: false, wrap: 'off', autocomplete: 'off' });
    this.area.setAttribute('autocapitalize', 'off');
    this.area.setAttribute('aria-describedby', 'summary');
    this.area.addEventListener('input', () => handlers.changed(this.text));
    document.addEventListener('selectionchange', () => {
      if (document.activeElement === this.area) handlers.moved(this.cursor);
    });
    this.area.addEventListener('keydown', (event) => this.press(event));
    host.append(this.area);
  }

  get text() { return this.area.value; }
  get cursor() { return positionAt(this.text, this.area.selectionStart); }

  open(language, text) {
    this.language = language;
    this.area.value = text;
    this.area.setSelectionRange(0, 0);
    this.area.setAttribute('aria-label', language === 'c' ? 'C code' : 'C++ code');
  }

  replace(text) {
    this.area.value = text;
    this.handlers.changed(text);
  }

  edit(edits) { this.replace(edited(this.text, edits)); }

  goTo(position, focus = true) {
    const offset = offsetAt(this.text, position);
    this.area.setSelectionRange(offset, offset);
    const lineHeight = parseFloat(getComputedStyle(this.area).lineHeight) || 20;
    this.area.scrollTop = Math.max(0, position.line * lineHeight - this.area.clientHeight / 2);
    if (focus) this.focus();
    this.handlers.moved(this.cursor);
  }

  show() {}
  highlight() {}
  focus() { this.area.focus(); }

  press(event) {
    const modifier = event.ctrlKey || event.metaKey ? 'Mod-' : event.shiftKey ? 'Shift-' : '';
    const command = COMMANDS[modifier + event.key];
    if (!command) return;
    event.preventDefault();
    this.handlers.command(command);
  }
}
