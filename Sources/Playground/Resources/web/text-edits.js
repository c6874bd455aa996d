// Places and edits of the Language Server Protocol in a text: lines and UTF-16 units, both 0-based.

export function offsetAt(text, { line, character }) {
  let start = 0;
  for (let number = 0; number < line; number++) {
    const end = text.indexOf('\n', start);
    if (end < 0) return text.length;
    start = end + 1;
  }
  const end = text.indexOf('\n', start);
  return Math.min(start + character, end < 0 ? text.length : end);
}

export function positionAt(text, offset) {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length - 1, character: offset - (before.lastIndexOf('\n') + 1) };
}

/** The text after the edits, whose ranges are all meant in the text as it is and do not overlap. */
export function edited(text, edits) {
  const changes = edits.map(({ range, newText }) => ({
    from: offsetAt(text, range.start), to: offsetAt(text, range.end), newText,
  }));
  // Of several at one place the first in the list comes first in the text.
  const ordered = changes.map((change, index) => ({ ...change, index }))
    .sort((one, other) => other.from - one.from || other.to - one.to || other.index - one.index);
  return ordered.reduce((result, { from, to, newText }) => result.slice(0, from) + newText + result.slice(to), text);
}
