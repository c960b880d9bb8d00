// The page's end of the worker that reads local files: starts it at the first file, and answers the viewer in the place of
// the server (viewer/transport.ts).
import { assets } from '../assets';
import { ProblemError } from '../net/problem';
import { scriptUrl } from '../net/trusted';
import type { Receiver, StudyTransport } from '../viewer/transport';
import type { Found, FromWorker, LocalFile, ToWorker } from './protocol';

// The viewer copies what it is given: large pictures go in parts, as they come from a network.
const kPartBytes = 2 ** 20;

export interface SourceListener {
  progress(done: number, total: number): void;
  found(found: Found): void;
  failed(): void;
}

class LocalTransport implements StudyTransport {
  // The viewer counts from the same number in each study; the worker must not confuse them.
  private readonly batches = new Map<number, number>();

  constructor(private readonly source: LocalSource, private readonly receiver: Receiver) {}

  fetchManifest(request: number, path: string): void {
    const uid = path.slice(path.lastIndexOf('/') + 1);
    void this.source.manifest(uid).then((bytes) => {
      if (this.source.serving !== this) return;
      const absent = bytes.byteLength === 0;
      this.receiver.firstAnswer(absent ? new ProblemError('absent', 404) : undefined);
      if (!absent) this.receiver.manifestBytes(request, bytes);
      this.receiver.manifestEnd(request, absent ? 404 : 200);
    });
  }

  fetchBatch(batch: number, _path: string, _mediaType: string, body: string, urgent: boolean): void {
    this.batches.set(this.source.batch(body, urgent), batch);
  }

  cancelBatch(batch: number): void {
    for (const [own, theirs] of this.batches) {
      if (theirs === batch) this.source.post({ kind: 'cancel_batch', batch: own });
    }
  }

  bytes(own: number, bytes: Uint8Array): void {
    const batch = this.batches.get(own);
    if (batch === undefined) return;
    for (let at = 0; at < bytes.byteLength; at += kPartBytes) this.receiver.batchBytes(batch, bytes.subarray(at, at + kPartBytes));
  }

  end(own: number, ok: boolean): void {
    const batch = this.batches.get(own);
    if (batch === undefined) return;
    this.batches.delete(own);
    this.receiver.batchEnd(batch, ok ? 200 : 400, false);
  }

  close(): void {
    for (const own of this.batches.keys()) this.source.post({ kind: 'cancel_batch', batch: own });
    this.batches.clear();
    if (this.source.serving === this) this.source.serving = undefined;
  }
}

export class LocalSource {
  private readonly worker: Worker;
  private readonly manifests = new Map<number, (bytes: Uint8Array) => void>();
  private requests = 0;
  serving: LocalTransport | undefined;

  constructor(private readonly listener: SourceListener) {
    this.worker = new Worker(scriptUrl(assets.workers['local'] ?? ''), { type: 'module', name: 'sansfilm-local' });
    this.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.heard(data);
    this.worker.onerror = () => this.listener.failed();
  }

  post(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  add(files: readonly LocalFile[]): void {
    this.post({ kind: 'add', files });
  }

  cancel(): void {
    this.post({ kind: 'cancel' });
  }

  manifest(uid: string): Promise<Uint8Array> {
    const request = ++this.requests;
    return new Promise((resolve) => {
      this.manifests.set(request, resolve);
      this.post({ kind: 'manifest', request, uid });
    });
  }

  batch(body: string, urgent: boolean): number {
    const batch = ++this.requests;
    this.post({ kind: 'batch', batch, body, urgent });
    return batch;
  }

  transport(receiver: Receiver): StudyTransport {
    this.serving = new LocalTransport(this, receiver);
    return this.serving;
  }

  private heard(data: FromWorker): void {
    switch (data.kind) {
      case 'progress': return this.listener.progress(data.done, data.total);
      case 'found': return this.listener.found(data.found);
      case 'failed': return this.listener.failed();
      case 'manifest': {
        this.manifests.get(data.request)?.(data.bytes);
        this.manifests.delete(data.request);
        return undefined;
      }
      case 'batch_bytes': return this.serving?.bytes(data.batch, data.bytes);
      case 'batch_end': return this.serving?.end(data.batch, data.ok);
    }
  }

  close(): void {
    this.worker.terminate();
    this.serving = undefined;
  }
}
