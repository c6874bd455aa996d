// Quick fixes: what the server offers for a finding, in a dialog that the keyboard and a thumb can use.

import { h, fill } from './tree.js';
import { lessonLink } from './lesson-link.js';
import { inline } from './markdown.js';

/** The actions that change this document, now or once resolved. There is no configuration file to change here. */
export function usableActions(actions) {
  return (actions ?? []).filter((action) => !action.disabled && !action.command && (action.edit || action.data));
}

/** The edits of an action for a document, null when it has none. */
export function editsOf(action, uri) {
  if (!action?.edit) return null;
  const listed = action.edit.changes?.[uri]
    ?? action.edit.documentChanges?.filter((change) => change.textDocument?.uri === uri).flatMap(({ edits }) => edits);
  return listed && listed.length > 0 ? listed : null;
}

/** Shows the choices; resolves to the one that is chosen, or null. */
export function chooseAction(dialog, actions, finding) {
  const choices = dialog.querySelector('.choices');
  return new Promise((resolve) => {
    let chosen = null;
    const pick = (action) => () => {
      chosen = action;
      dialog.close();
    };
    const href = finding && lessonLink(finding.diagnostic.codeDescription?.href);
    fill(choices,
      actions.length === 0 && h('p', null, 'There is no safe automatic fix for this one.'),
      actions.map((action, index) => h('button', {
        type: 'button', class: 'choice', autofocus: index === 0, onclick: pick(action),
      }, inline(action.title))),
      href && h('p', null, h('a', { href, target: '_blank', rel: 'noopener' }, `Lesson: ${finding.rule}`)));
    dialog.addEventListener('close', () => resolve(chosen), { once: true });
    dialog.showModal();
  });
}
