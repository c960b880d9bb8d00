// Carries the viewer's requests to the server and the bytes of the answers back, as they come. Local files answer through
// the same interface (local/source.ts). What to ask, in which
// order, and what to do when an answer breaks is decided in the module.
import { problemOf, type ProblemError } from '../net/problem';

export interface Receiver {
  manifestBytes(request: number, bytes: Uint8Array): void;
  manifestEnd(request: number, status: number): void;
  batchBytes(batch: number, bytes: Uint8Array): void;
  batchEnd(batch: number, status: number, cancelled: boolean): void;
  /** The first word of the server on the study: undefined when it gives it. */
  firstAnswer(problem: ProblemError | undefined): void;
}

/** Who answers the viewer's requests. */
export interface StudyTransport {
  fetchManifest(request: number, path: string): void;
  fetchBatch(batch: number, path: string, mediaType: string, body: string, urgent: boolean): void;
  cancelBatch(batch: number): void;
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
      if (response.ok) await pump(response, (bytes) => { if (this.batches.get(batch) === control) this.receiver.batchBytes(batch, bytes); });
    } catch {
      status = 0;
    }
    if (this.batches.get(batch) !== control) return;
    this.batches.delete(batch);
    this.receiver.batchEnd(batch, status, control.signal.aborted);
  }

  cancelBatch(batch: number): void {
    this.batches.get(batch)?.abort();
  }

  close(): void {
    this.manifest?.abort();
    this.manifest = undefined;
    for (const control of this.batches.values()) control.abort();
    this.batches.clear();
  }
}
