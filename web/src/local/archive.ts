// The files in a ZIP, taken out one by one: never more than one entry is in memory here, what was taken out lies in a Blob,
// which the browser keeps on disk when it is large.
import { configure, BlobReader, ZipReader, type Entry, type FileEntry } from '@zip.js/zip.js/lib/zip-core-native.js';
import type { Refusal } from './protocol';

// What no file of a study reaches, but a bomb does.
const kMostEntryBytes = 2 ** 30;
const kMostBytes = 2 ** 34;
const kMostEntries = 100_000;

// No workers of its own: they would come from blob: addresses, which the page's policy forbids.
configure({ useWebWorkers: false });

export interface Extracted {
  readonly path: string;
  readonly blob: Blob | undefined;
  /** Why there is no blob. */
  readonly why: Refusal;
}

export const isZip = async (blob: Blob): Promise<boolean> => {
  const head = new Uint8Array(await blob.slice(0, 4).arrayBuffer());
  return head.length === 4 && head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
};

/** Passes bytes on until there are more than were announced: then it breaks. */
function limited(most: number): TransformStream<Uint8Array, Uint8Array> {
  let passed = 0;
  return new TransformStream({
    transform(part, control) {
      passed += part.byteLength;
      if (passed > most) control.error(new RangeError('more bytes than the archive announces'));
      else control.enqueue(part);
    },
  });
}

async function extract(entry: FileEntry): Promise<Blob> {
  const gate = limited(entry.uncompressedSize);
  const blob = new Response(gate.readable).blob();
  // Both are awaited: one that fails makes the other fail.
  const [taken] = await Promise.all([blob, entry.getData(gate.writable)]);
  return taken;
}

async function take(entry: FileEntry, left: number): Promise<Extracted> {
  const path = entry.filename;
  if (entry.encrypted) return { path, blob: undefined, why: 'encrypted' };
  if (entry.uncompressedSize > Math.min(kMostEntryBytes, left)) return { path, blob: undefined, why: 'too_large' };
  try {
    return { path, blob: await extract(entry), why: 'archive' };
  } catch {
    return { path, blob: undefined, why: 'archive' };
  }
}

const isFile = (entry: Entry): entry is FileEntry => !entry.directory;

/** Entries in the archive's order. `count` hears how many files there are before the first comes. Throws if it is no archive. */
export async function* filesOf(archive: Blob, count: (files: number) => void): AsyncGenerator<Extracted> {
  const reader = new ZipReader(new BlobReader(archive));
  const entries = (await reader.getEntries()).filter(isFile).slice(0, kMostEntries);
  count(entries.length);
  let left = kMostBytes;
  for (const entry of entries) {
    const taken = await take(entry, left);
    left -= taken.blob?.size ?? 0;
    yield taken;
  }
  await reader.close();
}
