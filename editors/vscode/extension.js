'use strict';
// Ownscope in VS Code: starts the server beside clangd, walks through the stories of its findings, opens the lesson.

const vscode = require('vscode');
const { LanguageClient, CloseAction, ErrorAction, RevealOutputChannelOn } = require('vscode-languageclient/node');
const { findServer, serverArguments, lessonPage } = require('./lib/server');
const { storiesOf, storyAt, StoryWalk } = require('./lib/story');

const LANGUAGES = ['c', 'cpp', 'cuda-cpp', 'objective-c', 'objective-cpp'];

/** @type {LanguageClient | undefined} */
let client;
/** The program that was started last. */
let command;
const walk = new StoryWalk();

const settings = () => vscode.workspace.getConfiguration('ownscope');

async function start() {
  if (!settings().get('enable')) return;
  const found = findServer(settings().get('path'));
  if (found.problem) {
    const choice = await vscode.window.showErrorMessage(found.problem, 'Open Settings');
    if (choice) await vscode.commands.executeCommand('workbench.action.openSettings', 'ownscope.path');
    return;
  }
  command = found.command;
  const options = {
    documentSelector: LANGUAGES.map((language) => ({ scheme: 'file', language })),
    // The server asks for `ownscope` itself where it can; this tells it that something has changed.
    synchronize: { configurationSection: 'ownscope' },
    initializationOptions: { lesson: settings().get('lesson') || undefined },
    revealOutputChannelOn: RevealOutputChannelOn.Never,
  };
  client = new LanguageClient('ownscope', 'Ownscope', { command, args: serverArguments(settings().get('arguments')) }, options);
  client.clientOptions.errorHandler = settings().get('restartAfterCrash')
    ? client.createDefaultErrorHandler(4)
    : {
        error: () => ({ action: ErrorAction.Continue }),
        closed: () => ({ action: CloseAction.DoNotRestart }),
      };
  try {
    await client.start();
  } catch (error) {
    vscode.window.showErrorMessage(`Ownscope did not start: ${error.message}`);
  }
}

async function stop() {
  const running = client;
  client = undefined;
  // A server that is still starting, or has crashed, cannot be stopped in an orderly way.
  if (running) await running.stop().catch(() => {});
}

async function restart() {
  await stop();
  await start();
}

/** The stories of the file in front, then those of all other files, since a story may lead from one into another. */
function stories(document) {
  const here = document.uri.toString();
  const all = vscode.languages.getDiagnostics();
  const own = all.filter(([uri]) => uri.toString() === here);
  const others = all.filter(([uri]) => uri.toString() !== here);
  return [...own, ...others].flatMap(([uri, diagnostics]) => storiesOf(uri.toString(), diagnostics));
}

async function step(direction) {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const there = walk.go(direction, stories(editor.document), editor.document.uri.toString(), editor.selection.active);
  if (!there) {
    vscode.window.setStatusBarMessage('Ownscope: no story here', 3000);
    return;
  }
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(there.step.uri, true));
  const shown = await vscode.window.showTextDocument(document);
  const { start, end } = there.step.range;
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  // Only its start is selected, so that typing does not replace what the step shows.
  shown.selection = new vscode.Selection(range.start, range.start);
  shown.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  vscode.window.setStatusBarMessage(`Ownscope ${there.number}/${there.count}: ${there.step.text}`, 15000);
}

async function openLesson() {
  const editor = vscode.window.activeTextEditor;
  const story =
    editor && storyAt(stories(editor.document), editor.document.uri.toString(), editor.selection.active);
  const page = (story && story.lesson) || lessonPage(settings().get('lesson'), command);
  if (!page) {
    vscode.window.showInformationMessage('The lesson was not installed with Ownscope; "ownscope.lesson" may name its address.');
    return;
  }
  await vscode.env.openExternal(vscode.Uri.parse(page, true));
}

/** What only takes effect when the server is started. */
const STARTS_ANEW = ['enable', 'path', 'arguments', 'restartAfterCrash'];

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand('ownscope.restart', restart),
    vscode.commands.registerCommand('ownscope.nextStep', () => step(1)),
    vscode.commands.registerCommand('ownscope.previousStep', () => step(-1)),
    vscode.commands.registerCommand('ownscope.openLesson', openLesson),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (STARTS_ANEW.some((name) => change.affectsConfiguration(`ownscope.${name}`))) await restart();
    }),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
