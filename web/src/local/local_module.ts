// The module that reads local files (wasm/local), in its worker: exports, bytes in and out, and the device's files.
import { assets } from '../assets';

export interface LocalModule {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  _local_inbox(length: number): number;
  _local_outbox(): number;
  _local_add(file: number, size: number, pathLength: number): number;
  _local_finish(): number;
  _local_manifest(uidLength: number): number;
  _local_object(part: number, uidLength: number): number;
  _local_begin_batch(batch: number, length: number): number;
  _local_answer(batch: number, index: number): void;
  _local_header(): number;
  _local_header_length(): number;
  _local_payload(): number;
  _local_payload_length(): number;
  _local_end_batch(batch: number): void;
}

type Factory = (options: {
  locateFile: () => string;
  readLocalFile: (file: number, offset: number, length: number, to: number) => number;
}) => Promise<LocalModule>;

// Of workers only; the page's types do not know it.
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

export async function loadLocal(blobs: readonly Blob[]): Promise<LocalModule> {
  const { default: factory } = (await import(assets.local_js)) as { default: Factory };
  const reader = new FileReaderSync();
  const module: LocalModule = await factory({
    locateFile: () => assets.local_wasm,
    readLocalFile: (file, offset, length, to) => {
      const blob = blobs[file];
      if (!blob) return 0;
      try {
        const bytes = new Uint8Array(reader.readAsArrayBuffer(blob.slice(offset, offset + length)));
        module.HEAPU8.set(bytes, to);
        return bytes.byteLength;
      } catch {
        // The disc was taken out, or the file changed since it was chosen.
        return 0;
      }
    },
  });
  return module;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Puts a text where the next call of an export finds it. */
export function putText(module: LocalModule, text: string): number {
  const bytes = encoder.encode(text);
  module.HEAPU8.set(bytes, module._local_inbox(bytes.byteLength));
  return bytes.byteLength;
}

/** The answer that an export left: `length` is what it returned. */
export function takeBytes(module: LocalModule, length: number): Uint8Array<ArrayBuffer> {
  const at = module._local_outbox();
  return module.HEAPU8.slice(at, at + length);
}

export function takeText(module: LocalModule, length: number): string {
  return decoder.decode(takeBytes(module, length));
}
