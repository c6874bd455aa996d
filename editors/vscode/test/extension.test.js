'use strict';
// The extension against a stand-in of the editor: what it declares is what it registers, and how it calls the server.

const assert = require('node:assert');
const fs = require('node:fs');
const Module = require('node:module');
const os = require('node:os');
const path = require('node:path');
const test = require('node:test');

const manifest = require('../package.json');

/** Loads the extension with a stand-in of the editor. */
function load(values = {}) {
  const seen = { commands: {}, clients: [], errors: [], opened: [], stopped: 0, status: [] };
  const defaults = Object.fromEntries(
    Object.entries(manifest.contributes.configuration.properties).map(([name, one]) => [name.slice('ownscope.'.length), one.default]));
  const settings = { ...defaults, ...values };
  const vscode = {
    workspace: {
      getConfiguration: (section) => (assert.strictEqual(section, 'ownscope'), { get: (name) => (assert.ok(name in settings, name), settings[name]) }),
      onDidChangeConfiguration: (handler) => { seen.configurationChanged = handler; return {}; },
    },
    window: {
      showErrorMessage: async (text) => { seen.errors.push(text); },
      showInformationMessage: async (text) => { seen.errors.push(text); },
      setStatusBarMessage: (text) => seen.status.push(text),
      activeTextEditor: { document: { uri: 'file:///main.c' }, selection: { active: { line: 0, character: 0 } } },
    },
    commands: { registerCommand: (name, run) => { seen.commands[name] = run; return {}; } },
    languages: { getDiagnostics: () => seen.diagnostics || [] },
    env: { openExternal: async (uri) => { seen.opened.push(uri); } },
    Uri: { parse: (text) => text },
  };
  const languageClient = {
    LanguageClient: class {
      constructor(id, name, server, options) { Object.assign(this, { id, name, server, clientOptions: options }); seen.clients.push(this); }
      createDefaultErrorHandler(count) { return { restarts: count }; }
      async start() {}
      async stop() { seen.stopped += 1; }
    },
    CloseAction: { DoNotRestart: 1 }, ErrorAction: { Continue: 1 }, RevealOutputChannelOn: { Never: 4 },
  };
  const original = Module._load;
  Module._load = (name, ...rest) =>
    name === 'vscode' ? vscode : name === 'vscode-languageclient/node' ? languageClient : original(name, ...rest);
  try {
    delete require.cache[require.resolve('../extension')];
    return { extension: require('../extension'), seen, settings };
  } finally {
    Module._load = original;
  }
}

const context = () => ({ subscriptions: [] });

/** A folder with a program that may be run. */
function program() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ownscope-'));
  const file = path.join(folder, 'ownscope');
  fs.writeFileSync(file, '#!/bin/sh\n', { mode: 0o755 });
  return { file, remove: () => fs.rmSync(folder, { recursive: true }) };
}

test('the commands that are declared are the ones that exist, and every setting says where it may be set', async () => {
  const { extension, seen } = load({ enable: false });
  await extension.activate(context());
  assert.deepStrictEqual(
    Object.keys(seen.commands).sort(), manifest.contributes.commands.map((one) => one.command).sort());
  assert.strictEqual(seen.clients.length, 0, 'disabled: nothing is started');
  const properties = manifest.contributes.configuration.properties;
  for (const name of Object.keys(properties)) assert.ok(properties[name].scope, name);
  for (const name of ['ownscope.path', 'ownscope.arguments']) assert.strictEqual(properties[name].scope, 'machine-overridable');
  assert.strictEqual(manifest.capabilities.untrustedWorkspaces.supported, false);
  assert.ok(manifest.dependencies['vscode-languageclient']);
});

test('the server is called with lsp --stdio for C and C++ files, and restarted on demand and on changes', async () => {
  const { file, remove } = program();
  const { extension, seen, settings } = load({ path: file, arguments: ['--verbose'], lesson: 'https://example.org/l' });
  await extension.activate(context());
  const [client] = seen.clients;
  assert.deepStrictEqual(client.server, { command: file, args: ['lsp', '--stdio', '--verbose'] });
  assert.deepStrictEqual(client.clientOptions.documentSelector.slice(0, 2), [
    { scheme: 'file', language: 'c' }, { scheme: 'file', language: 'cpp' },
  ]);
  for (const { language } of client.clientOptions.documentSelector) {
    assert.ok(manifest.activationEvents.includes(`onLanguage:${language}`));
  }
  assert.deepStrictEqual(client.clientOptions.errorHandler, { restarts: 4 });
  assert.strictEqual(client.clientOptions.initializationOptions.lesson, 'https://example.org/l');
  await seen.commands['ownscope.restart']();
  assert.deepStrictEqual([seen.clients.length, seen.stopped], [2, 1]);
  settings.restartAfterCrash = false;
  await seen.configurationChanged({ affectsConfiguration: (name) => name === 'ownscope.restartAfterCrash' });
  assert.deepStrictEqual(seen.clients[2].clientOptions.errorHandler.closed(), { action: 1 });
  await seen.configurationChanged({ affectsConfiguration: (name) => name === 'ownscope.lesson' });
  assert.strictEqual(seen.clients.length, 3);
  await extension.deactivate();
  assert.strictEqual(seen.stopped, 3);
  remove();
});

test('a missing program is named once, and the lesson still opens where it can', async () => {
  const { extension, seen } = load({ path: '/nowhere/ownscope', lesson: 'https://example.org/l' });
  await extension.activate(context());
  assert.strictEqual(seen.errors.length, 1);
  assert.match(seen.errors[0], /\/nowhere\/ownscope/);
  await seen.commands['ownscope.openLesson']();
  assert.deepStrictEqual(seen.opened, ['https://example.org/l']);
  await seen.commands['ownscope.nextStep']();
  assert.match(seen.status[0], /no story/);
});

test('the lesson of the finding under the cursor opens', async () => {
  const { extension, seen } = load({ enable: false });
  await extension.activate(context());
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 4 } };
  seen.diagnostics = [['file:///main.c', [
    { source: 'ownscope', severity: 0, message: 'm', range, code: { value: 'ownscope-leak', target: 'file:///l.html#leak' } },
  ]]];
  await seen.commands['ownscope.openLesson']();
  assert.deepStrictEqual(seen.opened, ['file:///l.html#leak']);
});
