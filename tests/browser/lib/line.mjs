// A line to the server that a test can slow down, freeze, cut and restore: TCP, whatever is spoken over it.
import { connect, createServer } from 'node:net';

export class Line {
  constructor(serverPort, bytesPerSecond) {
    this.serverPort = serverPort;
    this.bytesPerSecond = bytesPerSecond;
    this.pairs = new Set();
    this.frozen = false;
    this.down = false;
  }

  static async open(serverPort, { bytesPerSecond = Infinity } = {}) {
    const line = new Line(serverPort, bytesPerSecond);
    line.listener = createServer((near) => line.carry(near));
    await new Promise((done) => line.listener.listen(0, '127.0.0.1', done));
    line.port = line.listener.address().port;
    line.base = `https://127.0.0.1:${line.port}`;
    // The bytes of a second, in small parts: what is not due yet stays in the server's hands.
    line.timer = setInterval(() => line.pump(0.02), 20);
    return line;
  }

  carry(near) {
    if (this.down) {
      near.destroy();
      return;
    }
    const far = connect(this.serverPort, '127.0.0.1');
    const pair = { near, far };
    this.pairs.add(pair);
    const end = () => {
      this.pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) socket.on('error', end).on('close', end);
    near.on('data', (bytes) => far.write(bytes));
    if (this.frozen) near.pause();
    far.pause();
    far.on('readable', () => undefined);
  }

  pump(seconds) {
    if (this.frozen || this.down) return;
    const flowing = [...this.pairs].filter(({ far }) => far.readableLength > 0);
    const share = Math.max(1, Math.floor(this.bytesPerSecond * seconds / Math.max(1, flowing.length)));
    for (const { near, far } of flowing) {
      const bytes = far.read(Math.min(share, far.readableLength));
      if (bytes) near.write(bytes);
    }
  }

  /** Nothing goes through, nothing is closed: as a radio that lost its signal. */
  freeze() {
    this.frozen = true;
    for (const { near } of this.pairs) near.pause();
  }

  thaw() {
    this.frozen = false;
    for (const { near } of this.pairs) near.resume();
  }

  /** Every connection breaks, and none is accepted. */
  cut() {
    this.down = true;
    for (const { near, far } of this.pairs) {
      near.resetAndDestroy();
      far.destroy();
    }
    this.pairs.clear();
  }

  restore() {
    this.down = false;
  }

  async close() {
    clearInterval(this.timer);
    this.cut();
    await new Promise((done) => this.listener.close(done));
  }
}
