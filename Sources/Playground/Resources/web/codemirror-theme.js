// How the editor looks: the page's own colours, which reach into the shadow root as custom properties.

export function theme({ EditorView }) {
  const underline = (style, colour) => ({
    textDecoration: `underline ${style} var(${colour})`, textDecorationThickness: '2px',
    textUnderlineOffset: '3px', textDecorationSkipInk: 'none',
  });
  return EditorView.theme({
    '&': { backgroundColor: 'var(--paper)', color: 'var(--ink)', fontSize: '14px', height: '100%' },
    '&.cm-focused': { outline: '3px solid var(--link)', outlineOffset: '-1px' },
    '.cm-scroller': {
      fontFamily: 'ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace', lineHeight: '1.5',
    },
    '.cm-content': { caretColor: 'var(--ink)' },
    '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
      background: 'var(--chosen) !important',
    },
    '.cm-gutters': { backgroundColor: 'var(--code)', color: 'var(--quiet)', borderRight: '1px solid var(--line)' },
    '.cm-activeLine': { backgroundColor: 'var(--calm-line)' },
    '.cm-activeLineGutter': { backgroundColor: 'var(--calm)' },
    '.cm-foldGutter': { display: 'none !important' },
    '.ow-error': underline('wavy', '--bad'),
    '.ow-warning': underline('dashed', '--warn'),
    '.ow-hint': underline('dotted', '--quiet'),
    '.ow-line': { boxShadow: 'inset 4px 0 var(--link)', backgroundColor: 'var(--calm-line)' },
    '.ow-margin': { width: '1.3em', textAlign: 'center' },
    '.ow-sign-error': { color: 'var(--bad)' },
    '.ow-sign-warning': { color: 'var(--warn)' },
    '.ow-sign-hint': { color: 'var(--quiet)' },
    '.cm-tooltip': {
      backgroundColor: 'var(--paper)', color: 'var(--ink)', border: '1px solid var(--line)', borderRadius: '.4rem',
      boxShadow: '0 4px 16px #0003', maxWidth: 'min(34rem, 92vw)',
    },
    '.cm-tooltip .ow-hover': { padding: '.1rem .75rem', font: '.875rem/1.5 system-ui, sans-serif' },
    '.ow-hover p': { margin: '.5rem 0' },
    '.ow-hover a': { color: 'var(--link)' },
    '.ow-hover code': { background: 'var(--code)', padding: '.05em .25em', borderRadius: '.2rem' },
    '.cm-panels': { backgroundColor: 'var(--code)', color: 'var(--ink)' },
  });
}
