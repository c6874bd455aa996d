// Inside another page: the element around this page is told how high the page is, so that it needs no second scroll bar.

export const isEmbedded = window !== window.parent;

/** Tells the page around this one now and whenever the height changes. It is told nothing else. */
export function announceHeight() {
  if (!isEmbedded) return;
  const tell = () => window.parent.postMessage({ type: 'ownscope-height', height: document.body.offsetHeight }, '*');
  new ResizeObserver(tell).observe(document.body);
  tell();
}
