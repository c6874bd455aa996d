// The server names lessons by where they lie on its machine or on the web; here they are the site's own page.

/** `/lesson#leak` for the address of a lesson, null for every other address. */
export function lessonLink(address) {
  const match = /^[^#?]*?(?:^|\/)lesson(?:\.html)?(?:#([\w-]+))?$/.exec(address ?? '');
  return match ? '/lesson' + (match[1] ? '#' + match[1] : '') : null;
}
