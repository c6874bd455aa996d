// Findings in the text of CodeMirror: an underline whose shape says how grave it is, a sign in the margin, and lines that
// a picture speaks of. Marks move along while the learner types, until the server has looked again.

const KINDS = { 1: 'error', 2: 'warning', 3: 'hint', 4: 'hint' };
const SIGNS = { error: '✖', warning: '▲', hint: '○' };
const GRAVITY = ['error', 'warning', 'hint'];

/** `{extension, setMarks, setLines}`; the effects take `[{from, to, severity, message}]` and starts of lines. */
export function markExtensions(library) {
  const { Decoration, EditorView, GutterMarker, RangeSet, StateEffect, StateField, gutter } = library;
  const setMarks = StateEffect.define();
  const setLines = StateEffect.define();

  const marks = StateField.define({
    create: () => [],
    update(value, transaction) {
      for (const effect of transaction.effects) if (effect.is(setMarks)) return effect.value;
      if (!transaction.docChanged) return value;
      return value.map((mark) => ({
        ...mark, from: transaction.changes.mapPos(mark.from, 1), to: transaction.changes.mapPos(mark.to, -1),
      }));
    },
    provide: (field) => EditorView.decorations.from(field, (value) => Decoration.set(
      value.filter((mark) => mark.from < mark.to).map((mark) =>
        Decoration.mark({ class: `ow-mark ow-${KINDS[mark.severity]}` }).range(mark.from, mark.to)), true)),
  });

  const lines = StateField.define({
    create: () => Decoration.none,
    update(value, transaction) {
      for (const effect of transaction.effects) {
        if (effect.is(setLines)) {
          return Decoration.set(effect.value.map((start) => Decoration.line({ class: 'ow-line' }).range(start)));
        }
      }
      return value.map(transaction.changes);
    },
    provide: (field) => EditorView.decorations.from(field),
  });

  class Sign extends GutterMarker {
    constructor(kind, message) {
      super();
      this.kind = kind;
      this.message = message;
    }

    eq(other) { return other.kind === this.kind && other.message === this.message; }

    toDOM() {
      const sign = document.createElement('span');
      sign.className = `ow-sign ow-sign-${this.kind}`;
      sign.textContent = SIGNS[this.kind];
      sign.title = this.message;
      return sign;
    }
  }

  const margin = gutter({
    class: 'ow-margin',
    markers(view) {
      const worst = new Map();
      for (const mark of view.state.field(marks)) {
        const start = view.state.doc.lineAt(mark.from).from;
        const kind = KINDS[mark.severity];
        const known = worst.get(start);
        if (!known || GRAVITY.indexOf(kind) < GRAVITY.indexOf(known.kind)) worst.set(start, { kind, message: mark.message });
      }
      const starts = [...worst.keys()].sort((a, b) => a - b);
      return RangeSet.of(starts.map((start) => new Sign(worst.get(start).kind, worst.get(start).message).range(start)));
    },
    initialSpacer: () => new Sign('hint', ''),
  });

  return { extension: [marks, lines, margin], setMarks, setLines };
}
