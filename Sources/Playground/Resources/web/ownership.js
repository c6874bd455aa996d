// What the pictures share: names and words for what `ownscope/ownership` answers. Lines are 0-based, as they come;
// what people read is 1-based.

/** A name that people can point at: its own, that of a place that has hold of it, or what it is and where it was made. */
export function nameOf(object, result) {
  if (object.name) return object.name;
  for (const wanted of [true, false]) {
    for (const picture of result.pictures) {
      for (const edge of picture.edges) {
        if (edge.to === object.id && edge.place && (result.objects[edge.from]?.kind === 'stack') === wanted) {
          return wanted ? edge.place : `*${edge.place}`;
        }
      }
    }
  }
  return object.origin ? `${object.noun || 'object'} of line ${object.origin.start.line + 1}` : object.noun || 'object';
}

/** Objects whose life is worth a lane: those that somebody has to release, and those that a finding speaks of. */
export function lanes(result) {
  return result.objects.filter((object) => {
    if (faultsOf(object, result).length > 0) return true;
    const roles = object.steps.map((step) => step.role);
    if (['heap', 'library', 'callers'].includes(object.kind)) return roles.some((role) => !QUIET.has(role));
    return roles.some((role) => OWNING.has(role));
  });
}

const QUIET = new Set(['named', 'used', 'passed', 'aliased']);
const OWNING = new Set(['allocated', 'shared', 'unshared', 'moved', 'handed-over', 'released', 'lost']);

/** Findings that speak of the object: their stories go by where it was made, or they stand where it is touched. */
export function faultsOf(object, result) {
  const own = result.findings.filter((finding) =>
    finding.story.some((step) => step.role === 'allocated' && object.origin && sameRange(step.range, object.origin)));
  const near = result.findings.filter((finding) =>
    !own.includes(finding) && !finding.story.some((step) => step.role === 'allocated' && result.objects.some(
      (other) => other.kind !== 'stack' && other.origin && sameRange(step.range, other.origin)))
    && object.steps.some((step) => overlaps(step.range, finding.range)));
  return [...own, ...near];
}

export function sameRange(one, other) {
  return one.start.line === other.start.line && one.start.character === other.start.character
    && one.end.line === other.end.line && one.end.character === other.end.character;
}

function overlaps(one, other) {
  const before = (a, b) => a.line < b.line || (a.line === b.line && a.character < b.character);
  return before(one.start, other.end) && before(other.start, one.end);
}

/** What happens in a step, without its subject; empty for what only names the object. */
export function describe(step) {
  const text = step.text;
  switch (step.role) {
    case 'allocated': return text ? `made by ${text}` : 'made';
    case 'aliased': return text ? `${text} refers to it` : 'another name for it';
    case 'stored': return text ? `stored in ${text}` : 'stored';
    case 'passed': return text ? `passed to ${text}` : 'passed on';
    case 'handed-over': return text ? `handed over to ${text}` : 'handed over';
    case 'moved': return text ? `moved to ${text}` : 'moved';
    case 'shared': return text ? `${text} is one more owner` : 'one more owner';
    case 'unshared': return text ? `${text} is no owner any more` : 'one owner fewer';
    case 'released': return text ? `released by ${text}` : 'released';
    case 'used': return text ? `used: ${text}` : 'used';
    case 'returned': return 'returned';
    case 'lost': return 'the last reference is gone';
    case 'scope-end': return text ? `${text} ends` : 'ends';
    default: return '';
  }
}

/** The state of an object, said in words. */
export function describeState(state) {
  if (!state) return '';
  if (state.owners !== null && state.owners !== undefined) {
    const observers = state.observers ? `, ${count(state.observers, 'observer')}` : '';
    if (!state.statuses.includes('released')) return count(state.owners, 'owner') + observers;
  }
  return [...new Set(state.statuses.map((status) => STATUS_WORDS[status] ?? status))].join(' or ');
}

const STATUS_WORDS = {
  owned: 'owned', shared: 'shared', counted: 'counted', borrowed: 'borrowed', escaped: 'handed on',
  released: 'released', ended: 'gone', moved: 'moved away', storage: '', null: 'null', untracked: '',
};

/** Nobody may touch it any more. */
export function isDead(state) {
  return !!state && state.statuses.length > 0
    && state.statuses.every((status) => status === 'released' || status === 'ended');
}

export function count(number, noun) {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** The last picture at or before the line, null before the first. */
export function pictureAt(line, result) {
  return result.pictures.filter((picture) => picture.line <= line).at(-1) ?? null;
}
