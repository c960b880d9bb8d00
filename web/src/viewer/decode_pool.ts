// The decode workers: starts them before they are needed, gives each one job at a time, replaces one that dies or hangs.
import { assets } from '../assets';
import { scriptUrl } from '../net/trusted';
import type { Chunk } from './chunk_store';
import { kChunkWords, type DecodeMessage, type DecodedMessage, type StartMessage } from './decode_message';

// A device that decodes 0.2 million samples a second and starts a worker within ten seconds is in time. docs/benchmarks.md has
// 6 million a second.
const kStartMs = 10_000;
const kMsPerSample = 1 / 200;
// Of each worker of the first hour. One that replaces another is waited for, and shares the compiled code with the others.
const kWarmUpMs = 80;
const kLoadAgainMs = 3000;
const kMostDeathsInARow = 8;

export interface Job {
  readonly job: number;
  readonly order: Uint8Array;
  readonly chunks: readonly Chunk[];
  /** How many come out. */
  readonly samples: number;
}

interface Seat {
  worker: Worker;
  job: Job | undefined;
  /** Its job belongs to a study that was closed: the answer is for nobody. */
  orphaned: boolean;
  watchdog: number;
  // Of its last answer, to be used again: memory that was given back has to be cleared by the system page by page.
  spare: ArrayBuffer | undefined;
  spareBytes: ArrayBuffer | undefined;
}

export interface DecodeListener {
  decoded(job: number, samples: Uint8Array, reply: Uint8Array): void;
  died(job: number): void;
}

function pack(job: Job, seat: Seat): DecodeMessage {
  const total = job.chunks.reduce((sum, chunk) => sum + chunk.bytes.byteLength, 0);
  const room = seat.spareBytes && seat.spareBytes.byteLength >= total ? seat.spareBytes : new ArrayBuffer(total);
  const bytes = new Uint8Array(room);
  const words = new Uint32Array(job.chunks.length * kChunkWords);
  let at = 0;
  job.chunks.forEach((chunk, i) => {
    words.set([chunk.tile, chunk.resolution, chunk.layer, chunk.bytes.byteLength], i * kChunkWords);
    bytes.set(chunk.bytes, at);
    at += chunk.bytes.byteLength;
  });
  return { kind: 'decode', job: job.job, order: job.order, chunks: words, bytes: room, spare: seat.spare };
}

export class DecodePool {
  private readonly seats: Seat[] = [];
  private waiting: Job[] = [];
  private compiled: WebAssembly.Module | undefined;
  private deathsInARow = 0;
  listener: DecodeListener | undefined;

  /** One compilation for all workers. What cannot be loaded is tried again while pictures wait for it. */
  async start(count: number): Promise<void> {
    if (this.compiled) return;
    try {
      this.compiled = await WebAssembly.compileStreaming(fetch(assets.worker_wasm, { credentials: 'same-origin' }));
    } catch {
      setTimeout(() => void this.start(count), kLoadAgainMs);
      return;
    }
    for (let i = 0; i < count; ++i) this.seats.push(this.newSeat(kWarmUpMs));
    this.next();
  }

  private newSeat(warmUpMs: number): Seat {
    const url = assets.workers['decode'] ?? '';
    const seat: Seat = { worker: new Worker(scriptUrl(url), { type: 'module', name: 'sansfilm-decode' }), job: undefined, orphaned: false, watchdog: 0, spare: undefined, spareBytes: undefined };
    this.attach(seat, warmUpMs);
    return seat;
  }

  private attach(seat: Seat, warmUpMs: number): void {
    seat.worker.onmessage = ({ data }: MessageEvent<DecodedMessage>) => this.finished(seat, data);
    seat.worker.onerror = () => this.replace(seat);
    seat.worker.onmessageerror = () => this.replace(seat);
    const message: StartMessage = { kind: 'start', module: this.compiled as WebAssembly.Module, warmUpMs };
    seat.worker.postMessage(message);
  }

  decode(job: Job): void {
    this.waiting.push(job);
    // Not in the middle of the module's own call.
    if (this.compiled && this.seats.length === 0) queueMicrotask(() => this.giveUp());
    this.next();
  }

  /** A job that has not begun is dropped; one that has ends unheard. */
  cancel(job: number): void {
    this.waiting = this.waiting.filter((waiting) => waiting.job !== job);
  }

  /** The study is closed. Job numbers begin anew with the next one: what still runs must not be taken for its pictures. */
  clear(): void {
    this.waiting = [];
    for (const seat of this.seats) seat.orphaned = seat.job !== undefined;
  }

  private next(): void {
    for (const seat of this.seats) {
      if (seat.job) continue;
      const job = this.waiting.shift();
      if (!job) return;
      const message = pack(job, seat);
      seat.job = job;
      this.watch(seat, kStartMs + job.samples * kMsPerSample);
      seat.worker.postMessage(message, seat.spare ? [message.bytes, seat.spare] : [message.bytes]);
      seat.spare = undefined;
      seat.spareBytes = undefined;
    }
  }

  private watch(seat: Seat, budgetMs: number): void {
    const due = performance.now() + budgetMs;
    seat.watchdog = window.setTimeout(() => {
      // A page that was asleep itself cannot tell how long the worker has worked: it is given its time once more.
      if (performance.now() - due > kStartMs) this.watch(seat, budgetMs);
      else this.replace(seat);
    }, budgetMs);
  }

  private finished(seat: Seat, data: DecodedMessage): void {
    clearTimeout(seat.watchdog);
    seat.job = undefined;
    this.deathsInARow = 0;
    if (!seat.orphaned) this.listener?.decoded(data.job, new Uint8Array(data.samples, 0, data.samplesLength), data.reply);
    seat.orphaned = false;
    seat.spare = data.samples;
    seat.spareBytes = data.bytes;
    this.next();
  }

  private replace(seat: Seat): void {
    clearTimeout(seat.watchdog);
    seat.worker.terminate();
    const lost = seat.orphaned ? undefined : seat.job;
    seat.job = undefined;
    seat.spare = undefined;
    seat.spareBytes = undefined;
    // A module that cannot even start would be replaced for ever.
    const replacement = ++this.deathsInARow <= kMostDeathsInARow ? [this.newSeat(0)] : [];
    this.seats.splice(this.seats.indexOf(seat), 1, ...replacement);
    if (lost) this.listener?.died(lost.job);
    if (this.seats.length === 0) this.giveUp();
    this.next();
  }

  /** Nobody is left to decode: what waits is told so, and its frames are marked. */
  private giveUp(): void {
    for (let job = this.waiting.shift(); job; job = this.waiting.shift()) this.listener?.died(job.job);
  }

  /** For the support console and the tests: ends one worker as if it had crashed. */
  stopOne(): boolean {
    const seat = this.seats.find((s) => s.job) ?? this.seats[0];
    if (!seat) return false;
    this.replace(seat);
    return true;
  }
}
