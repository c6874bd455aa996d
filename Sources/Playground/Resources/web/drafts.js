// What was written here, kept for a reload of this tab. A page inside another page keeps nothing: several would share
// one store.

const isKept = window === window.parent;

export function draft(language) {
  try {
    return isKept ? sessionStorage.getItem('draft.' + language) : null;
  } catch {
    return null;
  }
}

export function keepDraft(language, text) {
  try {
    if (isKept) sessionStorage.setItem('draft.' + language, text);
  } catch {
    // A full or forbidden store is no reason to stop.
  }
}
