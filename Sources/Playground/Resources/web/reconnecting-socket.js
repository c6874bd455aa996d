// A WebSocket that comes back: after a loss it waits a little longer each time, and while nobody works here it sleeps,
// so that an idle page does not hold a place that somebody else waits for.

const FIRST_DELAY = 250;
const LONGEST_DELAY = 8000;
/** After so many milliseconds without work a lost connection is not taken up again before there is some. */
const IDLE = 60000;

export class ReconnectingSocket {
  /**
   * `handlers`: `opened()`, `received(text)`, `lost(milliseconds until the next attempt, null when asleep)`.
   */
  constructor(address, handlers) {
    this.address = address;
    this.handlers = handlers;
    this.delay = FIRST_DELAY;
    this.active = Date.now();
    this.connect();
  }

  get isOpen() { return this.socket?.readyState === WebSocket.OPEN; }

  send(text) {
    if (this.isOpen) this.socket.send(text);
  }

  /** Gives this connection up for a new one. */
  restart() {
    if (this.isOpen) this.socket.close();
  }

  /** Somebody works here: wakes the connection if it sleeps. */
  wake() {
    this.active = Date.now();
    if (this.asleep) this.connect();
  }

  connect() {
    clearTimeout(this.timer);
    this.asleep = false;
    const socket = new WebSocket(this.address);
    this.socket = socket;
    socket.onopen = () => {
      this.steady = setTimeout(() => { this.delay = FIRST_DELAY; }, 5000);
      this.handlers.opened();
    };
    socket.onmessage = (event) => {
      if (typeof event.data === 'string') this.handlers.received(event.data);
    };
    socket.onclose = () => this.closed();
  }

  closed() {
    clearTimeout(this.steady);
    if (document.hidden || Date.now() - this.active > IDLE) {
      this.asleep = true;
      this.handlers.lost(null);
      return;
    }
    const wait = this.delay * (0.75 + Math.random() / 2);
    this.delay = Math.min(this.delay * 2, LONGEST_DELAY);
    this.timer = setTimeout(() => this.connect(), wait);
    this.handlers.lost(wait);
  }
}
