// A long line to the server: every byte comes so many milliseconds later, in both directions, whatever is spoken over it.
import { connect, createServer } from 'node:net';

export class LongLine {
  static async open(serverPort, oneWayMs) {
    const line = new LongLine();
    Object.assign(line, { serverPort, oneWayMs, pairs: new Set(), down: false });
    line.listener = createServer((near) => line.carry(near));
    await new Promise((done) => line.listener.listen(0, '127.0.0.1', done));
    line.port = line.listener.address().port;
    line.base = `https://127.0.0.1:${line.port}`;
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
    for (const socket of [near, far]) socket.setNoDelay(true);
    const end = () => {
      this.pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    // Timers of one length run in the order in which they were set: the bytes stay in theirs.
    const later = (to) => (bytes) => setTimeout(() => { if (!to.destroyed) to.write(bytes); }, this.oneWayMs);
    near.on('data', later(far));
    far.on('data', later(near));
    for (const socket of [near, far]) socket.on('error', end).on('close', () => setTimeout(end, this.oneWayMs));
  }

  /** Every connection breaks, and none is accepted until restore(). */
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
    this.cut();
    await new Promise((done) => this.listener.close(done));
  }
}
