// A program in the address: `#cpp.z.…` (deflated) or `#cpp.t.…` (plain), in the base64 of RFC 4648 §5. What stands
// behind the # never reaches a server.

const LANGUAGES = ['c', 'cpp'];
/** An address can unpack to far more than it holds; no program of a learner is longer. */
const LONGEST = 200000;

/** The part of the address that says this program. */
export async function fragmentOf(language, source) {
  const plain = new TextEncoder().encode(source);
  if (typeof CompressionStream === 'undefined') return `#${language}.t.${base64(plain)}`;
  const packed = await through(plain, new CompressionStream('deflate-raw'));
  return `#${language}.z.${base64(packed)}`;
}

/** `{language, source}`, or null when the fragment says no program. */
export async function programIn(fragment) {
  const match = /^#(\w+)\.([tz])\.([\w-]*)$/.exec(fragment);
  if (!match || !LANGUAGES.includes(match[1])) return null;
  try {
    let bytes = fromBase64(match[3]);
    if (match[2] === 'z') bytes = await through(bytes, new DecompressionStream('deflate-raw'));
    if (bytes.length > LONGEST) return null;
    return { language: match[1], source: new TextDecoder().decode(bytes) };
  } catch {
    return null;
  }
}

async function through(bytes, stream) {
  const chunks = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
    if (length > LONGEST) throw new RangeError('too long');
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function base64(bytes) {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64(text) {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
}
