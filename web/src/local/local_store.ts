// What is known of the local files in this page: nothing before the first is given, nothing after a reload.
import { useEffect, useState } from 'preact/hooks';
import type { Study } from '../net/api';
import type { Found, LocalFile, Refusal, Refused } from './protocol';
import { LocalSource } from './source';

export type LocalState =
  | { readonly kind: 'none' }
  | { readonly kind: 'gathering' }
  | { readonly kind: 'reading'; readonly done: number; readonly total: number; readonly stopping: boolean }
  | { readonly kind: 'found'; readonly found: Found }
  | { readonly kind: 'failed' };

// What no person misses: a disc holds a viewer program, a folder its thumbnails.
const kOfNoWeight: ReadonlySet<Refusal> = new Set(['not_dicom', 'repeated', 'empty']);

let source: LocalSource | undefined;
let state: LocalState = { kind: 'none' };
let refusedSoFar: readonly Refused[] = [];
let takenSoFar = 0;
/** Called with the study when there is but one and nothing that a person must read first. */
let onSingle: ((study: Study) => void) | undefined;
const listeners = new Set<() => void>();

function change(next: LocalState): void {
  state = next;
  for (const listener of listeners) listener();
}

function merged(before: readonly Refused[], now: readonly Refused[]): readonly Refused[] {
  const all = new Map(before.map((one) => [one.why, one]));
  for (const one of now) {
    const known = all.get(one.why);
    all.set(one.why, known ? { why: one.why, count: known.count + one.count, paths: [...known.paths, ...one.paths] } : one);
  }
  return [...all.values()].sort((a, b) => Number(kOfNoWeight.has(a.why)) - Number(kOfNoWeight.has(b.why)) || b.count - a.count);
}

function found(part: Found): void {
  refusedSoFar = merged(refusedSoFar, part.refused);
  takenSoFar += part.taken;
  const all: Found = { ...part, refused: refusedSoFar, taken: takenSoFar };
  change({ kind: 'found', found: all });
  const [only] = all.studies;
  if (only && all.studies.length === 1 && all.missing === 0 && !all.cancelled && all.refused.every((one) => kOfNoWeight.has(one.why))) onSingle?.(only);
}

function failed(): void {
  forget();
  change({ kind: 'failed' });
}

/** Reads files in addition to those that were given before. */
export async function readLocal(gathered: Promise<readonly LocalFile[]>, single: (study: Study) => void): Promise<void> {
  onSingle = single;
  change({ kind: 'gathering' });
  const files = await gathered;
  source ??= new LocalSource({
    progress: (done, total) => change({ kind: 'reading', done, total, stopping: state.kind === 'reading' && state.stopping }),
    found,
    failed,
  });
  change({ kind: 'reading', done: 0, total: files.length, stopping: false });
  source.add(files);
}

export function cancelReading(): void {
  source?.cancel();
  if (state.kind === 'reading') change({ ...state, stopping: true });
}

/** The worker and all that it holds goes. */
export function forget(): void {
  source?.close();
  source = undefined;
  refusedSoFar = [];
  takenSoFar = 0;
  change({ kind: 'none' });
}

export function localSource(): LocalSource | undefined {
  return source;
}

export function useLocal(): LocalState {
  const [seen, setSeen] = useState(state);
  useEffect(() => {
    const listener = () => setSeen(state);
    listener();
    listeners.add(listener);
    return () => { listeners.delete(listener); };
  }, []);
  return seen;
}
