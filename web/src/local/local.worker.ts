// The worker that reads local files: it lists them one by one, and answers what the viewer would ask of the server. Files
// stay on the device; what is read of them stays in this worker and the page.
import { studyOf, type Study } from '../net/api';
import type { filesOf as FilesOfArchive } from './archive';
import { loadLocal, putText, takeBytes, takeText, type LocalModule } from './local_module';
import { kOutcomes, kParts, type Asked, type FromWorker, type LocalFile, type Outcome, type Refusal, type Refused, type ToWorker } from './protocol';

interface WorkerScope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
}
const scope = globalThis as unknown as WorkerScope;

type FilesOf = typeof FilesOfArchive;

const kProgressMs = 60;
const kMostNamed = 200;

// The module knows a file by its place here; what was refused leaves an empty one.
const blobs: Blob[] = [];
const kNothing = new Blob();
let module: Promise<LocalModule> | undefined;
const load = (): Promise<LocalModule> => (module ??= loadLocal(blobs));

/** Lets the messages in that wait. */
const breathe = (): Promise<void> => new Promise((done) => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    channel.port1.close();
    done();
  };
  channel.port2.postMessage(0);
});

function offer(local: LocalModule, blob: Blob, path: string): Outcome {
  const file = blobs.push(blob) - 1;
  const outcome = kOutcomes[local._local_add(file, blob.size, putText(local, path))] ?? 'damaged';
  if (outcome !== 'taken') blobs[file] = kNothing;
  return outcome;
}

class Reading {
  private done = 0;
  private total = 0;
  private taken = 0;
  private told = 0;
  private readonly refused = new Map<Refusal, { count: number; paths: string[] }>();
  cancelled = false;

  async run(local: LocalModule, files: readonly LocalFile[]): Promise<void> {
    this.total = files.length;
    for (const { file, path } of files) {
      if (this.cancelled) break;
      await this.one(local, file, path);
    }
  }

  private async one(local: LocalModule, file: Blob, path: string): Promise<void> {
    let outcome = offer(local, file, path);
    if (outcome === 'not_dicom' || outcome === 'damaged') {
      const { filesOf, isZip } = await import('./archive');
      if (await isZip(file).catch(() => false)) {
        outcome = await this.open(local, filesOf, file, path);
        if (outcome === 'directory') return;
      }
    }
    await this.count(outcome, path);
  }

  /** 'directory': its files were counted one by one. */
  private async open(local: LocalModule, filesOf: FilesOf, archive: Blob, path: string): Promise<Outcome> {
    try {
      for await (const entry of filesOf(archive, (files) => { this.total += files - 1; })) {
        if (this.cancelled) break;
        // The folder of the archive is that of what is in it: a DICOMDIR's references start there.
        const inner = `${path}/${entry.path}`;
        await this.count(entry.blob ? offer(local, entry.blob, inner) : entry.why, inner);
      }
      return 'directory';
    } catch {
      return 'archive';
    }
  }

  private async count(outcome: Outcome, path: string): Promise<void> {
    this.done += 1;
    if (outcome === 'taken') this.taken += 1;
    else if (outcome !== 'directory') {
      const known = this.refused.get(outcome) ?? { count: 0, paths: [] };
      known.count += 1;
      if (known.paths.length < kMostNamed) known.paths.push(path);
      this.refused.set(outcome, known);
    }
    const now = performance.now();
    if (now - this.told < kProgressMs) return;
    this.told = now;
    scope.postMessage({ kind: 'progress', done: this.done, total: Math.max(this.total, this.done) });
    await breathe();
  }

  tell(local: LocalModule): void {
    const answer = JSON.parse(takeText(local, local._local_finish())) as { studies: unknown[]; listed: number; missing: number };
    const studies: Study[] = answer.studies.map(studyOf);
    const refused: Refused[] = [...this.refused].map(([why, { count, paths }]) => ({ why, count, paths }));
    scope.postMessage({ kind: 'found', found: { studies, taken: this.taken, refused, listed: answer.listed, missing: answer.missing, cancelled: this.cancelled } });
  }
}

// Those that wait for the module or for their turn are there too: whoever stops early stops them all.
const readings = new Set<Reading>();
let queue: Promise<void> = Promise.resolve();

async function read(reading: Reading, files: readonly LocalFile[]): Promise<void> {
  try {
    const local = await load();
    await reading.run(local, files);
    reading.tell(local);
  } finally {
    readings.delete(reading);
  }
}

async function tell(request: number, what: Asked, uid: string): Promise<void> {
  const local = await load();
  const length = putText(local, uid);
  const bytes = takeBytes(local, what === 'manifest' ? local._local_manifest(length) : local._local_object(kParts.indexOf(what), length));
  scope.postMessage({ kind: 'answer', request, bytes }, [bytes.buffer]);
}

interface Batch {
  readonly batch: number;
  readonly body: string;
  readonly urgent: boolean;
  /** -1 before it has begun. */
  count: number;
  next: number;
}

let batches: Batch[] = [];
let answering = false;

function answerNext(local: LocalModule, one: Batch): void {
  if (one.count < 0) {
    one.count = local._local_begin_batch(one.batch, putText(local, one.body));
    if (one.count < 0) {
      batches = batches.filter((other) => other !== one);
      scope.postMessage({ kind: 'batch_end', batch: one.batch, ok: false });
      return;
    }
  }
  local._local_answer(one.batch, one.next);
  const [header, payload] = [local._local_header_length(), local._local_payload_length()];
  const bytes = new Uint8Array(header + payload);
  bytes.set(local.HEAPU8.subarray(local._local_header(), local._local_header() + header));
  bytes.set(local.HEAPU8.subarray(local._local_payload(), local._local_payload() + payload), header);
  scope.postMessage({ kind: 'batch_bytes', batch: one.batch, bytes }, [bytes.buffer]);
  one.next += 1;
  // Behind the last chunk comes the end frame.
  if (one.next <= one.count) return;
  endBatch(local, one.batch);
  scope.postMessage({ kind: 'batch_end', batch: one.batch, ok: true });
}

function endBatch(local: LocalModule, batch: number): void {
  local._local_end_batch(batch);
  batches = batches.filter((other) => other.batch !== batch);
}

/** One chunk at a time, the urgent batches first; between two, what was cancelled goes. */
async function answer(): Promise<void> {
  if (answering) return;
  answering = true;
  const local = await load();
  while (batches.length > 0) {
    const one = batches.find((batch) => batch.urgent) ?? batches[0];
    if (one) answerNext(local, one);
    await breathe();
  }
  answering = false;
}

/** What breaks here ends the worker in the page's eyes. */
function guard(work: Promise<void>): void {
  work.catch(() => scope.postMessage({ kind: 'failed' }));
}

scope.onmessage = ({ data }) => {
  switch (data.kind) {
    case 'add': {
      const reading = new Reading();
      readings.add(reading);
      queue = queue.then(() => read(reading, data.files));
      guard(queue);
      break;
    }
    case 'cancel':
      for (const reading of readings) reading.cancelled = true;
      break;
    case 'ask':
      guard(tell(data.request, data.what, data.uid));
      break;
    case 'batch':
      batches.push({ batch: data.batch, body: data.body, urgent: data.urgent, count: -1, next: 0 });
      guard(answer());
      break;
    case 'cancel_batch':
      guard(load().then((local) => {
        if (!batches.some((batch) => batch.batch === data.batch)) return;
        endBatch(local, data.batch);
        scope.postMessage({ kind: 'batch_end', batch: data.batch, ok: true });
      }));
      break;
  }
};
