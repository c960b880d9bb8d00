// What the page and the worker that reads local files say to each other.
import type { Study } from '../net/api';

/** What became of a file: wasm/local/collection.hpp (0 to 8), then what the worker itself finds. */
export const kOutcomes = ['taken', 'directory', 'not_dicom', 'damaged', 'no_identity', 'repeated', 'too_large', 'unreadable', 'empty', 'archive', 'encrypted'] as const;
export type Outcome = (typeof kOutcomes)[number];
/** Outcomes that a person must be told of. */
export type Refusal = Exclude<Outcome, 'taken' | 'directory'>;

export interface LocalFile {
  readonly file: File;
  /** With the folders that it came in, parted by "/". */
  readonly path: string;
}

export interface Refused {
  readonly why: Refusal;
  readonly count: number;
  /** The first of them. */
  readonly paths: readonly string[];
}

export interface Found {
  readonly studies: readonly Study[];
  readonly taken: number;
  readonly refused: readonly Refused[];
  /** Files that a DICOMDIR names, and how many of them are not here. */
  readonly listed: number;
  readonly missing: number;
  readonly cancelled: boolean;
}

/** The manifest of a study; what has no picture, of an instance, in the order of wasm/local/collection.hpp. */
export const kParts = ['document', 'attributes', 'payload', 'drawing'] as const;
export type Asked = 'manifest' | (typeof kParts)[number];

export type ToWorker =
  | { readonly kind: 'add'; readonly files: readonly LocalFile[] }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'ask'; readonly request: number; readonly what: Asked; readonly uid: string }
  | { readonly kind: 'batch'; readonly batch: number; readonly body: string; readonly urgent: boolean }
  | { readonly kind: 'cancel_batch'; readonly batch: number };

export type FromWorker =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'found'; readonly found: Found }
  | { readonly kind: 'failed' }
  | { readonly kind: 'answer'; readonly request: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'batch_bytes'; readonly batch: number; readonly bytes: Uint8Array }
  | { readonly kind: 'batch_end'; readonly batch: number; readonly ok: boolean };
