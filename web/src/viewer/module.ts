// The viewer's WebAssembly module: its exports as wasm/bridge/exports.cpp names them, and the ways bytes go in and out.
import { assets } from '../assets';

export interface Imports {
  requestPaint(): void;
  wakeAt(timeUs: number): void;
  fetchManifest(request: number, path: string): void;
  fetchBatch(batch: number, path: string, mediaType: string, body: string, urgent: boolean): void;
  cancelBatch(batch: number): void;
  fetchObject(request: number, path: string): void;
  sendObject(request: number, path: string, json: string): void;
  keepChunk(series: number, frame: number, tile: number, resolution: number, layer: number, bytes: Uint8Array): void;
  dropChunks(series: number, frame: number): void;
  decode(job: number, order: Uint8Array, series: number, frame: number, firstTile: number, lastTile: number, tilesAcross: number, lastResolution: number, lastLayer: number, samples: number): void;
  cancelDecode(job: number): void;
  announce(text: string, urgent: boolean): void;
  keepLayout(kind: string, layout: string): void;
  leave(reason: number): void;
  setCursor(shape: number): void;
  textWidth(text: string, emPx: number, strong: boolean): number;
  textDraw(text: string, emPx: number, strong: boolean, width: number, height: number, left: number, baseline: number): HTMLCanvasElement | undefined;
}

export interface AppModule {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  UTF8ToString(pointer: number): string;
  _app_inbox(length: number): number;
  _app_start(decodedBudget: number, compressedBudget: number, textureBudget: number, workers: number, english: number): void;
  _app_font(kind: number): void;
  _app_set_language(english: number): void;
  _app_open(length: number): void;
  _app_close(): void;
  _app_manifest_bytes(request: number, length: number): void;
  _app_manifest_end(request: number, status: number): void;
  _app_batch_bytes(batch: number, length: number): void;
  _app_page_was_late(lateUs: number): void;
  _app_batch_end(batch: number, status: number, cancelled: number): void;
  _app_decoded(job: number, samplesLength: number, replyLength: number): void;
  _app_object(request: number, status: number, length: number): void;
  _app_worker_died(job: number): void;
  _app_resize(width: number, height: number, ratio: number): void;
  _app_pointer(phase: number, kind: number, id: number, x: number, y: number, button: number, modifiers: number): void;
  _app_wheel(x: number, y: number, dx: number, dy: number, modifiers: number): void;
  _app_key(length: number, down: number, modifiers: number): number;
  _app_blur(): void;
  _app_set_hidden(hidden: number): void;
  _app_set_online(online: number): void;
  _app_context_lost(): void;
  _app_context_restored(): void;
  _app_paint(): void;
  _app_tick(): void;
  _app_state(): number;
  _app_act(length: number, a: number, b: number): number;
  _app_share(what: number): number;
  _app_take_shared(from: number, what: number, length: number): number;
  _app_read_pixels(): number;
  _app_read_width(): number;
  _app_read_height(): number;
}

type Factory = (options: {
  canvas: HTMLCanvasElement;
  host: Imports;
  locateFile: () => string;
  printErr: (text: string) => void;
}) => Promise<AppModule>;

export async function loadApp(canvas: HTMLCanvasElement, host: Imports): Promise<AppModule> {
  const { default: factory } = (await import(assets.app_js)) as { default: Factory };
  return factory({ canvas, host, locateFile: () => assets.app_wasm, printErr: (text) => console.warn(`sansfilm: ${text}`) });
}

/** Puts bytes where the next call of an export finds them. */
export function put(app: AppModule, ...parts: readonly Uint8Array[]): number {
  const length = parts.reduce((sum, part) => sum + part.byteLength, 0);
  let at = app._app_inbox(length);
  for (const part of parts) {
    app.HEAPU8.set(part, at);
    at += part.byteLength;
  }
  return length;
}

const encoder = new TextEncoder();

export function putText(app: AppModule, text: string): number {
  return put(app, encoder.encode(text));
}
