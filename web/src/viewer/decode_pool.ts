// The decode workers: starts them before they are needed, gives each one job at a time, replaces one that dies or hangs.
import { assets } from '../assets';
import { scriptUrl } from '../net/trusted';
import type { Chunk } from './chunk_store';
import { kChunkWords, type DecodeMessage, type DecodedMessage, type StartMessage } from './decode_message';

const kHungMs = 60_000;
const kMostDeathsInARow = 8;

interface Job {
  readonly job: number;
  readonly order: Uint8Array;
  readonly chunks: readonly Chunk[];
}

interface Seat {
  worker: Worker;
  job: Job | undefined;
  /** Its job belongs to a study that was closed: the answer is for nobody. */
  orphaned: boolean;
  watchdog: number;
  spare: ArrayBuffer | undefined;
}

export interface DecodeListener {
  decoded(job: number, samples: Uint8Array, reply: Uint8Array): void;
  died(job: number): void;
}

function pack(job: Job, spare: ArrayBuffer | undefined): DecodeMessage {
  const total = job.chunks.reduce((sum, chunk) => sum + chunk.bytes.byteLength, 0);
  const bytes = new Uint8Array(total);
  const words = new Uint32Array(job.chunks.length * kChunkWords);
  let at = 0;
  job.chunks.forEach((chunk, i) => {
    words.set([chunk.tile, chunk.resolution, chunk.layer, chunk.bytes.byteLength], i * kChunkWords);
    bytes.set(chunk.bytes, at);
    at += chunk.bytes.byteLength;
  });
  return { kind: 'decode', job: job.job, order: job.order, chunks: words, bytes: bytes.buffer, spare };
}

export class DecodePool {
  private readonly seats: Seat[] = [];
  private waiting: Job[] = [];
  private compiled: WebAssembly.Module | undefined;
  private deathsInARow = 0;
  listener: DecodeListener | undefined;

  /** One compilation for all workers. */
  async start(count: number): Promise<void> {
    if (this.compiled) return;
    this.compiled = await WebAssembly.compileStreaming(fetch(assets.worker_wasm, { credentials: 'same-origin' }));
    for (let i = 0; i < count; ++i) this.seats.push(this.newSeat());
    this.next();
  }

  private newSeat(): Seat {
    const url = assets.workers['decode'] ?? '';
    const seat: Seat = { worker: new Worker(scriptUrl(url), { type: 'module', name: 'sansfilm-decode' }), job: undefined, orphaned: false, watchdog: 0, spare: undefined };
    this.attach(seat);
    return seat;
  }

  private attach(seat: Seat): void {
    seat.worker.onmessage = ({ data }: MessageEvent<DecodedMessage>) => this.finished(seat, data);
    seat.worker.onerror = () => this.replace(seat);
    seat.worker.onmessageerror = () => this.replace(seat);
    const message: StartMessage = { kind: 'start', module: this.compiled as WebAssembly.Module };
    seat.worker.postMessage(message);
  }

  decode(job: number, order: Uint8Array, chunks: readonly Chunk[]): void {
    this.waiting.push({ job, order, chunks });
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
      const message = pack(job, seat.spare);
      seat.job = job;
      seat.watchdog = window.setTimeout(() => this.replace(seat), kHungMs);
      seat.worker.postMessage(message, seat.spare ? [message.bytes, seat.spare] : [message.bytes]);
      seat.spare = undefined;
    }
  }

  private finished(seat: Seat, data: DecodedMessage): void {
    clearTimeout(seat.watchdog);
    seat.job = undefined;
    this.deathsInARow = 0;
    if (!seat.orphaned) this.listener?.decoded(data.job, new Uint8Array(data.samples, 0, data.samplesLength), data.reply);
    seat.orphaned = false;
    seat.spare = data.samples;
    this.next();
  }

  private replace(seat: Seat): void {
    clearTimeout(seat.watchdog);
    seat.worker.terminate();
    const lost = seat.orphaned ? undefined : seat.job;
    seat.job = undefined;
    seat.spare = undefined;
    // A module that cannot even start would be replaced for ever.
    if (++this.deathsInARow <= kMostDeathsInARow) {
      const fresh = this.newSeat();
      this.seats[this.seats.indexOf(seat)] = fresh;
    }
    if (lost) this.listener?.died(lost.job);
    this.next();
  }

  /** For the support console and the tests: ends one worker as if it had crashed. */
  stopOne(): boolean {
    const seat = this.seats.find((s) => s.job) ?? this.seats[0];
    if (!seat) return false;
    this.replace(seat);
    return true;
  }
}
