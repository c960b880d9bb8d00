// The real program: its commands, and its server on a free loopback port.
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { request } from 'node:https';
import { binary, kWebRoot } from './paths.mjs';

// Kilobytes of log are enough to say why a server did not start.
const kLogTail = 4000;

export function command(args, { input } = {}) {
  const result = spawnSync(binary(), args, { encoding: 'utf8', input, maxBuffer: 64 << 20 });
  if (result.error) throw result.error;
  return { status: result.status, stdout: result.stdout, stderr: result.stderr };
}

export function mustRun(args, options = {}) {
  const result = command(args, options);
  if (!(options.statuses ?? [0]).includes(result.status)) throw new Error(`sansfilm ${args[0]} ended with ${result.status}: ${result.stderr.trim().slice(-400) || result.stdout.trim().slice(-400)}`);
  return result;
}

export function freePort() {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/** The server's certificate is its own, made at first start: on loopback the address is proof enough. */
export function get(url, headers = {}) {
  return new Promise((done, failed) => {
    const ask = request(url, { headers, rejectUnauthorized: false }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => done({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
    });
    ask.setTimeout(5000, () => ask.destroy(new Error('no answer within 5 s')));
    ask.once('error', failed);
    ask.end();
  });
}

export class Server {
  constructor(dataDir, port, extra) {
    this.dataDir = dataDir;
    this.port = port;
    this.extra = extra;
    this.base = `https://127.0.0.1:${port}`;
    this.log = '';
  }

  static async start(dataDir, { port, extra = [] } = {}) {
    const server = new Server(dataDir, port ?? (await freePort()), extra);
    await server.resume();
    return server;
  }

  async resume() {
    this.child = spawn(binary(), ['serve', '--data', this.dataDir, '--listen-address', '127.0.0.1', '--listen-port', String(this.port), '--web-root', kWebRoot, ...this.extra], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.gone = new Promise((done) => this.child.once('exit', done));
    const keep = (part) => { this.log = (this.log + part).slice(-kLogTail); };
    this.child.stdout.on('data', keep);
    this.child.stderr.on('data', keep);
    for (let turn = 0; turn < 200; turn += 1) {
      if (this.child.exitCode !== null) throw new Error(`the server ended at once: ${this.log.trim().slice(-600)}`);
      const health = await get(`${this.base}/api/v1/health`).catch(() => undefined);
      if (health?.status === 200) return;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`the server did not become ready: ${this.log.trim().slice(-600)}`);
  }

  /** As a power cut would. */
  async kill() {
    this.child.kill('SIGKILL');
    await this.gone;
  }

  async stop() {
    if (!this.child || this.child.exitCode !== null) return;
    this.child.kill('SIGTERM');
    const late = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    await this.gone;
    clearTimeout(late);
  }
}
