'use strict';
const assert = require('node:assert');
const test = require('node:test');
const { findServer, serverArguments, lessonPage } = require('../lib/server');

const has = (...files) => (file) => files.includes(file);

test('the program that was set comes first, with ~ for the home folder', () => {
  const environment = { HOME: '/home/ann', PATH: '/usr/bin' };
  const runs = has('/home/ann/bin/ownscope', '/usr/bin/ownscope');
  assert.deepStrictEqual(findServer('~/bin/ownscope', environment, 'linux', runs), { command: '/home/ann/bin/ownscope' });
  assert.deepStrictEqual(findServer('', environment, 'linux', runs), { command: '/usr/bin/ownscope' });
  assert.deepStrictEqual(findServer(undefined, environment, 'linux', runs), { command: '/usr/bin/ownscope' });
});

test('a program that was set and is not there is a problem, never another program', () => {
  const found = findServer('/opt/ownscope', { PATH: '/usr/bin' }, 'linux', has('/usr/bin/ownscope'));
  assert.match(found.problem, /\/opt\/ownscope/);
  assert.strictEqual(found.command, undefined);
});

test('the opened folder cannot bring its own program', () => {
  const everything = () => true;
  assert.match(findServer('./ownscope', { PATH: '' }, 'linux', everything).problem, /absolute/);
  assert.match(findServer('bin/ownscope', { PATH: '' }, 'linux', everything).problem, /absolute/);
  assert.match(findServer('', { PATH: '.:bin:' }, 'linux', everything).problem, /search path/);
});

test('the first folder of the search path wins, and a name of one\'s own is looked for', () => {
  const runs = has('/a/ownscope', '/b/ownscope', '/b/ownscope-17');
  const environment = { PATH: '/none:/b:/a' };
  assert.strictEqual(findServer('', environment, 'linux', runs).command, '/b/ownscope');
  assert.strictEqual(findServer('ownscope-17', environment, 'linux', runs).command, '/b/ownscope-17');
});

test('arguments stand behind those that start the server', () => {
  assert.deepStrictEqual(serverArguments(['--trace', 'trace.json']), ['lsp', '--stdio', '--trace', 'trace.json']);
  assert.deepStrictEqual(serverArguments(undefined), ['lsp', '--stdio']);
});

test('the lesson is where the setting says, else beside the program itself', () => {
  const realpath = () => '/usr/local/lib/ownscope/ownscope';
  assert.strictEqual(lessonPage('https://example.org/l', '/x', realpath), 'https://example.org/l');
  const page = '/usr/local/lib/ownscope/ownscope_Lessons.resources/lesson.html';
  assert.strictEqual(lessonPage('', '/usr/local/bin/ownscope', realpath, has(page)), `file://${page}`);
  assert.strictEqual(lessonPage('', '/usr/local/bin/ownscope', realpath, has()), undefined);
  assert.strictEqual(lessonPage('', undefined), undefined);
});
