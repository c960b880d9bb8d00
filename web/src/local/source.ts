// The page's end of the worker that reads local files: starts it at the first file, and answers the viewer in the place of
// the server (viewer/transport.ts).
import { assets } from '../assets';
import { readAttributes, readDocument } from '../document/model';
import type { DocumentSource } from '../document/source';
import { ProblemError } from '../net/problem';
import { scriptUrl } from '../net/trusted';
import type { Receiver, StudyTransport } from '../viewer/transport';
import type { Asked, Found, FromWorker, LocalFile, ToWorker } from './protocol';

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
    const uid = path.slice(path.lastIndexOf('/') + 1).replace(/\?.*$/, '');   // nothing is gained by sending ahead what is here
    void this.source.ask('manifest', uid).then((bytes) => {
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

  fetchObject(request: number, path: string): void {
    const [uid = '', what] = path.split('/').slice(-2);
    if (what !== 'drawing') {
      this.nothing(request, 404);
      return;
    }
    void this.source.ask('drawing', uid).then((bytes) => {
      if (this.source.serving === this) this.receiver.object(request, bytes.byteLength > 0 ? 200 : 422, bytes);
    });
  }

  /** Nothing is kept of files that stay on the device. */
  sendObject(request: number): void {
    this.nothing(request, 405);
  }

  // Never within the viewer's own call.
  private nothing(request: number, status: number): void {
    queueMicrotask(() => { if (this.source.serving === this) this.receiver.object(request, status, new Uint8Array()); });
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
  private readonly answers = new Map<number, (bytes: Uint8Array<ArrayBuffer>) => void>();
  private readonly urls = new Map<string, string>();
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

  ask(what: Asked, uid: string): Promise<Uint8Array<ArrayBuffer>> {
    const request = ++this.requests;
    return new Promise((resolve) => {
      this.answers.set(request, resolve);
      this.post({ kind: 'ask', request, what, uid });
    });
  }

  /** What has no picture. Its payload gets an address of its own with the document that announces it. */
  documents(): DocumentSource {
    const json = async (what: Asked, uid: string): Promise<unknown> => {
      const bytes = await this.ask(what, uid);
      if (bytes.byteLength === 0) throw new ProblemError('absent', 404);
      return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
    };
    return {
      document: async (uid) => {
        const model = readDocument(await json('document', uid));
        if (model.payload && !this.urls.has(uid)) this.urls.set(uid, URL.createObjectURL(new Blob([await this.ask('payload', uid)], { type: model.payload.type })));
        return model;
      },
      attributes: async (uid) => readAttributes(await json('attributes', uid)),
      payloadUrl: (uid) => this.urls.get(uid) ?? '',
      payload: async (uid) => (await this.ask('payload', uid)).buffer,
    };
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
      case 'answer': {
        this.answers.get(data.request)?.(data.bytes);
        this.answers.delete(data.request);
        return undefined;
      }
      case 'batch_bytes': return this.serving?.bytes(data.batch, data.bytes);
      case 'batch_end': return this.serving?.end(data.batch, data.ok);
    }
  }

  close(): void {
    this.worker.terminate();
    for (const url of this.urls.values()) URL.revokeObjectURL(url);
    this.serving = undefined;
  }
}
