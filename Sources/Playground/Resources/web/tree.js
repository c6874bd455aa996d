// A picture or a piece of the page as plain data: made and tested without a browser, turned into elements at the end.
// Text is only ever set as text, so nothing that a learner or a server writes becomes markup.

const SVG = 'http://www.w3.org/2000/svg';

/** An element: children are elements, texts, or lists of both; null, undefined and false are left out. */
export function h(tag, attributes, ...children) {
  const kept = children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
  return { tag, attributes: attributes ?? {}, children: kept };
}

/** Real elements. `on…` attributes are listeners; true is an attribute without a value. */
export function toDOM(node, namespace = null) {
  if (typeof node !== 'object') return document.createTextNode(String(node));
  const inner = node.tag === 'svg' ? SVG : namespace;
  const element = inner ? document.createElementNS(inner, node.tag) : document.createElement(node.tag);
  for (const [name, value] of Object.entries(node.attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...node.children.map((child) => toDOM(child, inner)));
  return element;
}

/** Puts the nodes in the place of all that the element holds. */
export function fill(element, ...nodes) {
  element.replaceChildren(...nodes.flat(Infinity).filter(Boolean).map((node) => toDOM(node)));
}

/** The same as text, for tests and for saving a picture. */
export function toMarkup(node) {
  if (typeof node !== 'object') return escaped(String(node));
  const attributes = Object.entries(node.attributes)
    .filter(([, value]) => value !== null && value !== undefined && value !== false && typeof value !== 'function')
    .map(([name, value]) => ` ${name}="${escaped(String(value === true ? '' : value))}"`);
  return `<${node.tag}${attributes.join('')}>${node.children.map(toMarkup).join('')}</${node.tag}>`;
}

/** All text in it, in order. */
export function textOf(node) {
  return typeof node === 'object' ? node.children.map(textOf).join('') : String(node);
}

/** All elements in it that satisfy the test, in order. */
export function elementsOf(node, test) {
  if (typeof node !== 'object') return [];
  return [...(test(node) ? [node] : []), ...node.children.flatMap((child) => elementsOf(child, test))];
}

function escaped(text) {
  const names = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => names[character]);
}
