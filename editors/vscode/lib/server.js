'use strict';
// Which program is the server, and how it is called. Knows nothing of the editor, so that it can be tested without one.

const fs = require('fs');
const os = require('os');
const path = require('path');

/** Whether `file` is a program that may be run. */
function isExecutable(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Names under which a program may stand on disk. */
function fileNames(name, platform, environment) {
  if (platform !== 'win32' || path.extname(name) !== '') return [name];
  return (environment.PATHEXT || '.EXE;.CMD;.BAT').split(';').filter(Boolean).map((ending) => name + ending);
}

/**
 * The server's program: the one that was set, else `ownscope` on the search path.
 *
 * @param {string} configured the setting `ownscope.path`; may be empty, may begin with `~`
 * @returns {{command?: string, problem?: string}} a path, or a sentence for the user
 */
function findServer(configured, environment = process.env, platform = process.platform, runs = isExecutable) {
  const wanted = (configured || '').trim();
  if (wanted !== '') {
    const home = environment.HOME || environment.USERPROFILE || os.homedir();
    const file = wanted.replace(/^~(?=$|[\\/])/, () => home);
    if (path.isAbsolute(file)) {
      const found = fileNames(file, platform, environment).find(runs);
      return found ? { command: found } : { problem: `The setting "ownscope.path" names ${file}, which is no program.` };
    }
    if (/[\\/]/.test(file)) {
      // Relative to what? A folder that was opened must not be able to bring its own program.
      return { problem: `The setting "ownscope.path" must be an absolute path, or a name on the search path: ${file}` };
    }
    const found = searchPath(file, environment, platform, runs);
    return found ? { command: found } : { problem: `No program "${file}" is on the search path.` };
  }
  const found = searchPath('ownscope', environment, platform, runs);
  return found
    ? { command: found }
    : { problem: 'No program "ownscope" is on the search path. Install it, or say where it is in "ownscope.path".' };
}

function searchPath(name, environment, platform, runs) {
  const separator = platform === 'win32' ? ';' : ':';
  // Entries that are not absolute depend on the current folder, which may be the one that was opened.
  const folders = (environment.PATH || environment.Path || '').split(separator).filter((folder) => path.isAbsolute(folder));
  for (const folder of folders) {
    for (const file of fileNames(name, platform, environment)) {
      const candidate = path.join(folder, file);
      if (runs(candidate)) return candidate;
    }
  }
  return undefined;
}

/** What stands behind the program's name. */
function serverArguments(extra) {
  return ['lsp', '--stdio', ...(Array.isArray(extra) ? extra.map(String) : [])];
}

/**
 * The lesson's page: the address that was set, else the page that was installed beside the program.
 *
 * @returns {string|undefined} a URL
 */
function lessonPage(configured, command, realpath = fs.realpathSync, exists = fs.existsSync) {
  const address = (configured || '').trim();
  if (address !== '') return address;
  if (!command) return undefined;
  try {
    const page = path.join(path.dirname(realpath(command)), 'ownscope_Lessons.resources', 'lesson.html');
    return exists(page) ? require('url').pathToFileURL(page).href : undefined;
  } catch {
    return undefined;
  }
}

module.exports = { findServer, serverArguments, lessonPage };
