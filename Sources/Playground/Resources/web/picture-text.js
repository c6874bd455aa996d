// Text in drawings: SVG does not break lines, so this does, by the width of an average letter.

/** Pixels of a letter of 12.5 px text in the page's font, and in its font for code. */
export const LETTER = 6.6;
export const CODE_LETTER = 7.3;

/** At most `most` lines of at most `columns` letters, broken at spaces; what does not fit ends in an ellipsis. */
export function wrapped(text, columns, most = 2) {
  const lines = [''];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const line = lines.at(-1);
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= columns) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  const kept = lines.slice(0, most);
  if (lines.length > most) kept[most - 1] += ' …';
  return kept.map((line) => shortened(line, columns));
}

/** The text, or its beginning and an ellipsis. */
export function shortened(text, columns) {
  return text.length <= columns ? text : text.slice(0, Math.max(1, columns - 1)).trimEnd() + '…';
}
