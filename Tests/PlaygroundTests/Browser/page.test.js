// The page's own sentences, links, edits and addresses, and its connection, without a browser: `node --test`.

import assert from 'node:assert/strict';
import test from 'node:test';

import { findingItem, findingsOf, summaryOf } from '../../../Sources/Playground/Resources/web/findings.js';
import { editsOf, usableActions } from '../../../Sources/Playground/Resources/web/fixes.js';
import { LanguageClient } from '../../../Sources/Playground/Resources/web/language-client.js';
import { lessonLink } from '../../../Sources/Playground/Resources/web/lesson-link.js';
import { inline, markdown } from '../../../Sources/Playground/Resources/web/markdown.js';
import { fragmentOf, programIn } from '../../../Sources/Playground/Resources/web/share.js';
import { edited, offsetAt, positionAt } from '../../../Sources/Playground/Resources/web/text-edits.js';
import { h, toMarkup } from '../../../Sources/Playground/Resources/web/tree.js';
import { exitSentence, unpredictedItems, verdictLine, verdictSummary } from '../../../Sources/Playground/Resources/web/verdicts.js';
import { at } from './samples.js';

const markup = (nodes) => [nodes].flat().map(toMarkup).join('');

test('lessons of every server are pages of this site; other addresses are no links', () => {
  assert.equal(lessonLink('file:///usr/lib/ownscope/lesson.html#double-free'), '/lesson#double-free');
  assert.equal(lessonLink('https://example.org/course/lesson#leak'), '/lesson#leak');
  assert.equal(lessonLink('/lesson'), '/lesson');
  assert.equal(lessonLink('javascript:alert(1)//lesson.html?'), null);
  assert.equal(lessonLink('https://example.org/#lesson'), null);
  assert.equal(lessonLink(undefined), null);
});

test('hovers: bold with code in it, breaks, paragraphs, links', () => {
  assert.equal(
    markup(markdown('**`p` is lost.**  \n1. line 4: `a*b**c`\n\n[Memory leak](file:///x/lesson.html#leak)')),
    '<p><strong><code>p</code> is lost.</strong><br></br>1. line 4: <code>a*b**c</code></p>'
    + '<p><a href="/lesson#leak" target="_blank" rel="noopener">Memory leak</a></p>');
  assert.equal(markup(inline('[x](javascript:1)')), '<span>x</span>');
  assert.equal(markup(inline('<img src=x> ** `')), '&lt;img src=x&gt; ** `');
});

const diagnostic = (line, extra = {}) => ({
  range: at(line), severity: 1, code: 'leak', message: '`p` is lost', source: 'ownscope',
  codeDescription: { href: 'file:///x/lesson.html#leak' }, data: { fingerprint: `f${line}` },
  relatedInformation: [{ location: { uri: 'file:///a', range: at(1) }, message: 'allocated here' }], ...extra,
});

test('findings come in the order of the text, without their twins', () => {
  const findings = findingsOf([
    diagnostic(7), diagnostic(3, { data: { fingerprint: 'f7', twin: true }, severity: 4 }), diagnostic(5),
  ]);
  assert.deepEqual(findings.map(({ fingerprint }) => fingerprint), ['f5', 'f7']);
  assert.equal(summaryOf(findings), '2 findings: leak at line 6, leak at line 8.');
  assert.equal(summaryOf([]), 'Nothing to report.');
});

test('an item says how grave it is in words, and has place, lesson, story and fixes', () => {
  const visited = [];
  const [finding] = findingsOf([diagnostic(7)]);
  const item = toMarkup(findingItem(finding, null, { goTo: (place) => visited.push(place), fix() {} }));
  for (const part of ['line 8', 'error: ', '<code>p</code> is lost', 'href="/lesson#leak"', 'allocated here', 'Fixes']) {
    assert.ok(item.includes(part), part);
  }
});

test('verdicts are said beside findings and together', () => {
  assert.equal(markup(verdictLine({ verdict: 'confirmed', confirmedLine: 4, text: '' })).replace(/<[^>]*>/g, ''),
    '✔ Confirmed at line 4 by a run');
  assert.match(markup(verdictLine({ verdict: 'not-seen', text: 'not seen in this run (this path needs `argc > 1`)' })), /Not seen in this run \(this path needs <code>argc &gt; 1/);
  assert.equal(verdictSummary({ findings: [{ verdict: 'confirmed' }, { verdict: 'not-seen' }], unpredicted: [{}] }),
    '1 confirmed, 1 not seen in this run, 1 seen and not predicted.');
  assert.match(verdictSummary({ findings: [], leakCheck: 'done' }), /leaks included/);
  assert.doesNotMatch(verdictSummary({ findings: [], leakCheck: 'unavailable' }), /leaks included/);
  const items = markup(unpredictedItems({ unpredicted: [{ tool: 'valgrind', kind: 'leak', line: 3, text: '<b>' }], leakCheck: 'unavailable' }));
  assert.match(items, /Seen and not predicted: .*leak at line 3 \(valgrind\).*&lt;b&gt;.*could not be checked/);
});

test('ends of programs in words', () => {
  assert.equal(exitSentence({ code: 0 }), 'Ended well (exit code 0).');
  assert.equal(exitSentence({ code: 3, explanation: 'It ran out of time.' }), 'It ran out of time.');
  assert.equal(exitSentence({ code: null, signal: 'SIGSEGV' }), 'Ended by signal SIGSEGV.');
});

test('only changes of the document are offered as fixes', () => {
  const command = { title: 'rule off', command: { command: 'ownscope.disableRule' } };
  const lazy = { title: 'release', data: {} };
  const eager = { title: 'suppress', edit: { changes: { 'file:///a': [{ range: at(0), newText: '' }] } } };
  assert.deepEqual(usableActions([command, lazy, eager]), [lazy, eager]);
  assert.deepEqual(usableActions(null), []);
  assert.equal(editsOf(eager, 'file:///a').length, 1);
  assert.equal(editsOf(eager, 'file:///b'), null);
  assert.equal(editsOf(lazy, 'file:///a'), null);
});

test('edits of the protocol, in UTF-16', () => {
  const text = 'ä𝄞b\n\nlast';
  assert.equal(offsetAt(text, { line: 0, character: 3 }), 3);
  assert.equal(offsetAt(text, { line: 1, character: 9 }), 5);
  assert.equal(offsetAt(text, { line: 9, character: 0 }), text.length);
  assert.deepEqual(positionAt(text, 7), { line: 2, character: 1 });
  const place = (line, character) => ({ start: { line, character }, end: { line, character } });
  assert.equal(edited('ab\ncd', [
    { range: place(1, 0), newText: 'x' }, { range: place(1, 0), newText: 'y' },
    { range: { start: { line: 0, character: 1 }, end: { line: 0, character: 2 } }, newText: 'B' },
  ]), 'aB\nxycd');
});

test('programs travel in addresses', async () => {
  for (const source of ['', 'int main() { return "ä𝄞"[0]; }\n'.repeat(50)]) {
    assert.deepEqual(await programIn(await fragmentOf('cpp', source)), { language: 'cpp', source });
  }
  assert.deepEqual(await programIn('#c.t.aGk'), { language: 'c', source: 'hi' });
  for (const fragment of ['', '#x', '#rust.t.aGk', '#c.z.aGk', '#c.t.%']) assert.equal(await programIn(fragment), null);
  assert.equal(await programIn(await fragmentOf('c', 'x'.repeat(300000))), null);
});

test('plain data becomes markup without anything that runs', () => {
  assert.equal(toMarkup(h('p', { title: '"<', hidden: true, id: null, onclick() {} }, 'a', null, ['<b>', false])),
    '<p title="&quot;&lt;" hidden="">a&lt;b&gt;</p>');
});

// The connection

class FakeSocket {
  static OPEN = 1;
  static all = [];
  constructor() {
    this.readyState = 0;
    this.sent = [];
    FakeSocket.all.push(this);
  }

  send(text) { this.sent.push(JSON.parse(text)); }
  open() { this.readyState = 1; this.onopen(); }
  receive(message) { this.onmessage({ data: JSON.stringify(message) }); }
  drop() { this.readyState = 3; this.onclose(); }
  sentOf(method) { return this.sent.filter((message) => message.method === method); }

  async begin() {
    this.open();
    this.receive({ jsonrpc: '2.0', id: this.sentOf('initialize')[0].id, result: {} });
    await new Promise(setImmediate);
  }
}

function connected(t) {
  FakeSocket.all = [];
  globalThis.WebSocket = FakeSocket;
  globalThis.document = { hidden: false };
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const heard = { diagnostics: [], states: [] };
  const client = new LanguageClient('ws://here/lsp', {
    diagnostics: (list) => heard.diagnostics.push(list), state: (...state) => heard.states.push(state.filter((one) => one !== undefined)),
  });
  return { client, heard };
}

test('a lost connection comes back with the text as it is now', async (t) => {
  const { client, heard } = connected(t);
  client.open('c', 'one');
  await FakeSocket.all[0].begin();
  assert.equal(FakeSocket.all[0].sentOf('textDocument/didOpen')[0].params.textDocument.text, 'one');
  FakeSocket.all[0].drop();
  client.change('two');
  t.mock.timers.tick(400);
  assert.equal(FakeSocket.all.length, 2);
  await FakeSocket.all[1].begin();
  const [opened] = FakeSocket.all[1].sentOf('textDocument/didOpen');
  assert.equal(opened.params.textDocument.text, 'two');
  assert.ok(heard.states.some(([name]) => name === 'lost'));
  FakeSocket.all[1].receive({
    method: 'textDocument/publishDiagnostics',
    params: { uri: 'file:///playground/main.c', version: opened.params.textDocument.version, diagnostics: [{}] },
  });
  assert.equal(heard.diagnostics.length, 1);
});

test('attempts become rarer, and an idle page waits for work', async (t) => {
  const { client } = connected(t);
  client.open('c', '');
  for (let attempt = 0; attempt < 6; attempt++) {
    FakeSocket.all.at(-1).drop();
    t.mock.timers.tick(10000);
  }
  assert.equal(FakeSocket.all.length, 7);
  FakeSocket.all.at(-1).drop();
  t.mock.timers.tick(5000);
  assert.equal(FakeSocket.all.length, 7, 'after many losses five seconds are too early');
  globalThis.document.hidden = true;
  t.mock.timers.tick(10000);
  FakeSocket.all.at(-1).drop();
  const before = FakeSocket.all.length;
  t.mock.timers.tick(60000);
  assert.equal(FakeSocket.all.length, before, 'a hidden page does not come back by itself');
  client.change('x');
  assert.equal(FakeSocket.all.length, before + 1);
});

test('answers about an old text are dropped, quick typing is sent once', async (t) => {
  const { client, heard } = connected(t);
  client.open('cpp', '');
  const [socket] = FakeSocket.all;
  await socket.begin();
  for (const text of ['a', 'ab', 'abc']) client.change(text);
  assert.equal(socket.sentOf('textDocument/didChange').length, 0);
  t.mock.timers.tick(100);
  const [changed] = socket.sentOf('textDocument/didChange');
  assert.deepEqual(changed.params.contentChanges, [{ text: 'abc' }]);
  const publish = (version) => socket.receive({
    method: 'textDocument/publishDiagnostics',
    params: { uri: 'file:///playground/main.cpp', version, diagnostics: [] },
  });
  publish(changed.params.textDocument.version - 1);
  assert.equal(heard.diagnostics.length, 0);
  publish(changed.params.textDocument.version);
  assert.equal(heard.diagnostics.length, 1);
});

test('questions send the newest text first, and are null when the connection goes', async (t) => {
  const { client, heard } = connected(t);
  client.open('c', '');
  const [socket] = FakeSocket.all;
  await socket.begin();
  client.change('x');
  const answer = client.ask('textDocument/hover', { position: at(0).start });
  assert.deepEqual(socket.sent.slice(-2).map(({ method }) => method), ['textDocument/didChange', 'textDocument/hover']);
  socket.receive({ jsonrpc: '2.0', method: 'ownscope/queue', params: { place: 4 } });
  assert.deepEqual(heard.states.at(-1), ['queued', 4]);
  socket.receive({ jsonrpc: '2.0', id: 99, method: 'workspace/configuration', params: { items: [{}] } });
  assert.deepEqual(socket.sent.at(-1), { jsonrpc: '2.0', id: 99, result: [null] });
  socket.drop();
  assert.equal(await answer, null);
});

test('a server that could not begin is asked again over a new connection', async (t) => {
  const { client, heard } = connected(t);
  client.open('c', 'text');
  const [socket] = FakeSocket.all;
  socket.close = () => socket.drop();
  socket.open();
  socket.receive({ jsonrpc: '2.0', id: 1, error: { code: -32801, message: 'the analysis is being restarted' } });
  await new Promise(setImmediate);
  t.mock.timers.tick(400);
  assert.equal(FakeSocket.all.length, 2);
  await FakeSocket.all[1].begin();
  assert.equal(FakeSocket.all[1].sentOf('textDocument/didOpen')[0].params.textDocument.text, 'text');
  FakeSocket.all[1].receive({ jsonrpc: '2.0', method: 'window/showMessage', params: { type: 1, message: 'It has stopped.' } });
  assert.deepEqual(heard.states.at(-1), ['trouble', 'It has stopped.']);
});
