// The place to write in: CodeMirror where it is installed, else a plain text area. Both offer the same:
//
//   open(language, text)        another document; what could be undone in it before can be again
//   text, language, kind        what is open; kind is `codemirror` or `textarea`
//   replace(text)               the whole text, as one change that can be undone
//   edit(edits)                 text edits of the Language Server Protocol
//   cursor                      {line, character}, 0-based, in UTF-16 units
//   goTo(position, focus)       moves the cursor and shows it
//   show(marks)                 [{range, severity, message}] under the text and in the margin
//   highlight(lines)            lines that a picture or a story speaks of
//   focus()
//
// `handlers`: `changed(text)`, `moved(position)`, `hover(position)` → promise of {nodes, range} or null, and
// `command(name)` for the keys below.

/** Keys of the page, in the names of CodeMirror; `Mod` is Ctrl, or Cmd on a Mac. */
export const COMMANDS = {
  'Mod-Enter': 'run', 'Mod-.': 'fixes', 'F8': 'next-finding', 'Shift-F8': 'previous-finding',
  'F9': 'next-step', 'Shift-F9': 'previous-step',
};

export async function makeEditor(host, handlers) {
  try {
    const library = await import('/assets/codemirror/index.js');
    const { CodeMirrorEditor } = await import('./codemirror-editor.js');
    return await CodeMirrorEditor.make(host, handlers, library);
  } catch {
    const { TextAreaEditor } = await import('./textarea-editor.js');
    return new TextAreaEditor(host, handlers);
  }
}
