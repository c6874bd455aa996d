// Run and Prove it: starts a run, shows what it prints, and keeps what it says of the findings until the text changes.

import { fill } from './tree.js';
import { startRun } from './run-client.js';
import { exitSentence, unpredictedItems, verdictSummary } from './verdicts.js';

/** Letters of output that are kept; the server has a limit of its own. */
const LONGEST_OUTPUT = 200000;

export class RunPanel {
  /** `actions`: `program()` → {language, source}, `judged()` when verdicts have come or gone. */
  constructor(address, actions) {
    Object.assign(this, { address, actions, verdicts: new Map() });
    const byID = (id) => document.getElementById(id);
    this.buttons = { run: byID('run'), prove: byID('prove'), stop: byID('stop') };
    this.parts = { state: byID('run-state'), output: byID('output'), unpredicted: byID('unpredicted'), stdin: byID('stdin') };
    this.buttons.run.addEventListener('click', () => this.start('run'));
    this.buttons.prove.addEventListener('click', () => this.start('prove'));
    this.buttons.stop.addEventListener('click', () => this.stop?.());
  }

  /** By fingerprint; where that hangs on a file's name, by rule and line. */
  verdictOf(finding) {
    const line = finding.range.start.line + 1;
    return this.verdicts.get(finding.fingerprint)
      ?? [...this.verdicts.values()].find((verdict) => verdict.rule === finding.rule && verdict.line === line) ?? null;
  }

  start(mode) {
    if (this.stop) return;
    this.forget();
    this.written = 0;
    this.exit = null;
    this.parts.output.replaceChildren();
    this.parts.output.hidden = true;
    this.say('Starting …');
    this.enable(false);
    const program = { ...this.actions.program(), mode, stdin: this.parts.stdin.value };
    this.language = program.language;
    this.source = program.source;
    this.stop = startRun(this.address, program, (event) => this.receive(event));
  }

  /** The text has changed: what a run said of the old one no longer counts. */
  forget() {
    if (this.verdicts.size === 0 && this.parts.unpredicted.children.length === 0) return;
    this.verdicts.clear();
    this.parts.unpredicted.replaceChildren();
    this.actions.judged();
  }

  receive(event) {
    switch (event.event) {
      case 'queued': return this.say(`Waiting: number ${event.place} in the queue …`);
      case 'unavailable': return this.say(`Running programs is switched off here: ${event.why}`, true);
      case 'compiling': return this.say('Compiling …');
      case 'compiler':
        if (event.text) this.print(event.text, 'compiler');
        return event.failed ? this.say('It does not compile.', true) : undefined;
      case 'tool':
        this.print(`${this.written > 0 ? '\n' : ''}— ${event.name} —\n`, 'tool');
        return this.say(`Running under ${event.name} …`);
      case 'output':
        if (!this.isFinal) this.say('Running …');
        return this.print(event.text, 'printed');
      case 'exit':
        this.exit = exitSentence(event);
        return this.say(this.exit);
      case 'verdict': return this.judge(event);
      default: return this.finish(event.event);
    }
  }

  judge(answer) {
    const { language, source } = this.actions.program();
    if (language !== this.language || source !== this.source) {
      this.say('The program has changed since the run; prove it again.', true);
      return;
    }
    this.verdicts = new Map(answer.findings.map((finding) => [finding.fingerprint, finding]));
    fill(this.parts.unpredicted, unpredictedItems(answer));
    this.say(`${verdictSummary(answer)}${this.exit ? ` ${this.exit}` : ''}`, true);
    this.actions.judged();
  }

  finish(how) {
    this.stop = null;
    this.enable(true);
    if (how === 'lost' && !this.isFinal) this.say('The connection to the server was lost. Run it again.');
    if (how === 'stopped') this.say('Stopped.');
    if (how === 'done' && !this.exit && !this.isFinal) this.say('Done.');
  }

  /** A final sentence is not overwritten by the ones on the way. */
  say(sentence, isFinal = false) {
    this.isFinal = isFinal;
    this.parts.state.textContent = sentence;
  }

  print(text, kind) {
    const { output } = this.parts;
    if (text === '' || this.written >= LONGEST_OUTPUT) return;
    const isAtEnd = output.scrollTop + output.clientHeight >= output.scrollHeight - 8;
    const kept = text.slice(0, LONGEST_OUTPUT - this.written);
    this.written += kept.length;
    output.hidden = false;
    const piece = document.createElement('span');
    piece.className = kind;
    piece.textContent = kept;
    output.append(piece);
    if (this.written >= LONGEST_OUTPUT) output.append('\n… and more.');
    if (isAtEnd) output.scrollTop = output.scrollHeight;
  }

  enable(isIdle) {
    const hadFocus = document.activeElement;
    this.buttons.run.disabled = this.buttons.prove.disabled = !isIdle;
    this.buttons.stop.hidden = isIdle;
    // A button that goes must not take the keyboard's place with it.
    if (!isIdle && (hadFocus === this.buttons.run || hadFocus === this.buttons.prove)) this.buttons.stop.focus();
    if (isIdle && hadFocus === this.buttons.stop) this.buttons.run.focus();
  }
}
