// The language server of this page: one document at a time, whole texts, answers of old versions dropped. It speaks the
// Language Server Protocol over a WebSocket, one message a text frame.

import { ReconnectingSocket } from './reconnecting-socket.js';

/** The server waits for more text anyway; this keeps fast typing from filling the line. */
const TYPING_PAUSE = 80;

export class LanguageClient {
  /**
   * `handlers`: `diagnostics(list)` for the current text, `state(name, detail)` with `connecting`, `queued` (place),
   * `checking`, `ready`, `trouble` (what the server says), `lost` (milliseconds or null).
   */
  constructor(address, handlers) {
    this.handlers = handlers;
    this.waiting = new Map();
    this.nextID = 1;
    this.version = 0;
    this.document = null;
    this.isReady = false;
    handlers.state('connecting');
    this.socket = new ReconnectingSocket(address, {
      opened: () => this.begin(),
      received: (text) => this.receive(text),
      lost: (wait) => this.lose(wait),
    });
  }

  /** Shows the server another document instead of the one before. */
  open(language, text) {
    if (this.document && this.isReady) {
      this.notify('textDocument/didClose', { textDocument: { uri: this.document.uri } });
    }
    clearTimeout(this.typing);
    this.document = { uri: `file:///playground/main.${language}`, language, text };
    this.socket.wake();
    this.show();
  }

  /** The learner typed. */
  change(text) {
    if (!this.document) return;
    this.document.text = text;
    this.version += 1;
    this.socket.wake();
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.flush(), TYPING_PAUSE);
  }

  /** What is answered by the server to a question about the current document; null when it can't be asked. */
  async ask(method, parameters) {
    if (!this.isReady) return null;
    this.flush();
    try {
      return await this.request(method, { textDocument: { uri: this.document.uri }, ...parameters });
    } catch {
      return null;
    }
  }

  /** What is missing in a code action, above all its edit. */
  async resolve(action) {
    if (!this.isReady) return null;
    try {
      return await this.request('codeAction/resolve', action);
    } catch {
      return null;
    }
  }

  // What follows is between this class and the server.

  async begin() {
    this.handlers.state('connecting');
    try {
      await this.request('initialize', { processId: null, rootUri: null, capabilities: CAPABILITIES });
    } catch {
      // Lost meanwhile, or the server could not begin: a new connection has a new try, a little later.
      this.socket.restart();
      return;
    }
    this.notify('initialized', {});
    this.isReady = true;
    this.show();
  }

  show() {
    if (!this.isReady || !this.document) return;
    this.version += 1;
    this.sent = this.version;
    const { uri, language, text } = this.document;
    this.handlers.state('checking');
    this.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: language, version: this.version, text },
    });
  }

  flush() {
    clearTimeout(this.typing);
    if (!this.isReady || this.sent === this.version) return;
    this.sent = this.version;
    this.handlers.state('checking');
    this.notify('textDocument/didChange', {
      textDocument: { uri: this.document.uri, version: this.version },
      contentChanges: [{ text: this.document.text }],
    });
  }

  receive(text) {
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      return;
    }
    if (message.method === undefined) {
      const settle = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      settle?.(message);
    } else if (message.id !== undefined) {
      // Questions of the server to an editor: this page has no settings, folders or progress bars.
      const result = message.method === 'workspace/configuration' ? message.params.items.map(() => null) : null;
      this.socket.send(JSON.stringify({ jsonrpc: '2.0', id: message.id, result }));
    } else if (message.method === 'textDocument/publishDiagnostics') {
      this.publish(message.params);
    } else if (message.method === 'window/showMessage' && message.params.type === 1) {
      this.handlers.state('trouble', message.params.message);
    } else if (message.method === 'ownscope/queue') {
      this.handlers.state('queued', message.params.place);
    }
  }

  publish({ uri, version, diagnostics }) {
    if (uri !== this.document?.uri) return;
    if (version !== undefined && version !== null && version !== this.version) return;
    this.handlers.state('ready');
    this.handlers.diagnostics(diagnostics);
  }

  request(method, params) {
    const id = this.nextID++;
    return new Promise((succeed, fail) => {
      this.waiting.set(id, (answer) => (answer && !answer.error ? succeed(answer.result) : fail(answer?.error)));
      this.socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    });
  }

  notify(method, params) {
    this.socket.send(JSON.stringify({ jsonrpc: '2.0', method, params }));
  }

  lose(wait) {
    this.isReady = false;
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const settle of waiting) settle(null);
    this.handlers.state('lost', wait);
  }
}

const CAPABILITIES = {
  general: { positionEncodings: ['utf-16'] },
  workspace: { workspaceFolders: false, applyEdit: false },
  textDocument: {
    publishDiagnostics: {
      relatedInformation: true, versionSupport: true, codeDescriptionSupport: true, dataSupport: true,
    },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } },
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
  },
};
