// Carries the viewer's requests to the server and the bytes of the answers back, as they come. Local files answer through
// the same interface (local/source.ts). What to ask, in which
// order, and what to do when an answer breaks is decided in the module.
import { problemOf, type ProblemError } from '../net/problem';
import { ReadingClock } from './reading_clock';

export interface Receiver {
  manifestBytes(request: number, bytes: Uint8Array): void;
  manifestEnd(request: number, status: number): void;
  batchBytes(batch: number, bytes: Uint8Array): void;
  /** The page could not read for so long; told before the bytes that it then reads. */
  pageWasLate(lateMs: number): void;
  batchEnd(batch: number, status: number, cancelled: boolean): void;
  /** An object that is drawn over images, whole; empty unless the status is 200. */
  object(request: number, status: number, bytes: Uint8Array): void;
  /** The first word of the server on the study: undefined when it gives it. */
  firstAnswer(problem: ProblemError | undefined): void;
}

/** Who answers the viewer's requests. */
export interface StudyTransport {
  fetchManifest(request: number, path: string): void;
  fetchBatch(batch: number, path: string, mediaType: string, body: string, urgent: boolean): void;
  cancelBatch(batch: number): void;
  fetchObject(request: number, path: string): void;
  /** POST of JSON; its answer is an object too. */
  sendObject(request: number, path: string, json: string): void;
  /** The study is closed: nothing of it is told any more. */
  close(): void;
}

// `priority` is not in every browser's types, and harmless where it is not known.
type PrioritisedInit = RequestInit & { priority?: 'high' | 'low' | 'auto' };

async function pump(response: Response, take: (bytes: Uint8Array) => void): Promise<void> {
  const reader = response.body?.getReader();
  if (!reader) return;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    take(value);
  }
}

export class Transport implements StudyTransport {
  private readonly batches = new Map<number, AbortController>();
  private readonly objects = new Set<AbortController>();
  private readonly clock = new ReadingClock();
  private manifest: AbortController | undefined;

  constructor(private readonly receiver: Receiver) {}

  fetchManifest(request: number, path: string): void {
    this.manifest?.abort();
    const control = new AbortController();
    this.manifest = control;
    void this.runManifest(request, path, control);
  }

  private async runManifest(request: number, path: string, control: AbortController): Promise<void> {
    let status = 0;
    try {
      const init: PrioritisedInit = { credentials: 'same-origin', cache: 'no-store', redirect: 'error', signal: control.signal, priority: 'high' };
      const response = await fetch(path, init);
      status = response.status;
      const problem = response.ok ? undefined : await problemOf(response);
      if (this.manifest !== control) return;
      this.receiver.firstAnswer(problem);
      if (response.ok) await pump(response, (bytes) => { if (this.manifest === control) this.receiver.manifestBytes(request, bytes); });
    } catch {
      status = 0;
    }
    if (this.manifest === control) this.receiver.manifestEnd(request, status);
  }

  fetchBatch(batch: number, path: string, mediaType: string, body: string, urgent: boolean): void {
    const control = new AbortController();
    this.batches.set(batch, control);
    this.clock.start();
    void this.runBatch(batch, path, mediaType, body, urgent, control);
  }

  private async runBatch(batch: number, path: string, mediaType: string, body: string, urgent: boolean, control: AbortController): Promise<void> {
    let status = 0;
    try {
      const init: PrioritisedInit = {
        method: 'POST', body, headers: { 'content-type': mediaType }, credentials: 'same-origin', cache: 'no-store', redirect: 'error',
        signal: control.signal, priority: urgent ? 'high' : 'low',
      };
      const response = await fetch(path, init);
      status = response.status;
      if (response.ok) await pump(response, (bytes) => { if (this.batches.get(batch) === control) this.receiveBatch(batch, bytes); });
    } catch {
      status = 0;
    }
    if (this.batches.get(batch) !== control) return;
    this.batches.delete(batch);
    if (this.batches.size === 0) this.clock.stop();
    this.receiver.batchEnd(batch, status, control.signal.aborted);
  }

  private receiveBatch(batch: number, bytes: Uint8Array): void {
    const lateMs = this.clock.takeLateMs();
    if (lateMs > 0) this.receiver.pageWasLate(lateMs);
    this.receiver.batchBytes(batch, bytes);
  }

  cancelBatch(batch: number): void {
    this.batches.get(batch)?.abort();
  }

  fetchObject(request: number, path: string): void {
    const control = new AbortController();
    this.objects.add(control);
    void this.runObject(request, path, {}, control);
  }

  sendObject(request: number, path: string, json: string): void {
    // Not aborted when the study is closed: what was to be kept is kept.
    void this.runObject(request, path, { method: 'POST', body: json, headers: { 'content-type': 'application/json' } }, new AbortController());
  }

  private async runObject(request: number, path: string, init: RequestInit, control: AbortController): Promise<void> {
    let status = 0;
    let bytes = new Uint8Array();
    try {
      const response = await fetch(path, { ...init, credentials: 'same-origin', cache: 'no-store', redirect: 'error', signal: control.signal });
      if (response.ok) bytes = new Uint8Array(await response.arrayBuffer());
      status = response.status;
    } catch {
      status = 0;
    }
    if (this.objects.delete(control) || init.method === 'POST') this.receiver.object(request, status, bytes);
  }

  close(): void {
    for (const control of this.objects) control.abort();
    this.objects.clear();
    this.manifest?.abort();
    this.manifest = undefined;
    for (const control of this.batches.values()) control.abort();
    this.batches.clear();
    this.clock.stop();
  }
}
