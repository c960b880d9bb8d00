// A web worker that decodes: bytes in, samples out. No SharedArrayBuffer, no knowledge of studies.
import { assets } from '../assets';
import { kChunkWords, type DecodeMessage, type DecodedMessage, type StartMessage } from './decode_message';

interface WorkerModule {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  _worker_warm_up(mostUs: number): void;
  _worker_inbox(length: number): number;
  _worker_begin(): void;
  _worker_chunk(tile: number, resolution: number, layer: number, length: number): number;
  _worker_decode(): number;
  _worker_reply(): number;
  _worker_reply_length(): number;
  _worker_samples(): number;
  _worker_samples_length(): number;
}

type Factory = (options: {
  instantiateWasm: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => object;
  locateFile: () => string;
}) => Promise<WorkerModule>;

// The page's own types know no worker's scope.
interface WorkerScope {
  onmessage: ((event: MessageEvent<StartMessage | DecodeMessage>) => void) | null;
  postMessage(message: DecodedMessage, transfer: Transferable[]): void;
}
const scope = globalThis as unknown as WorkerScope;

let decoder: Promise<WorkerModule> | undefined;

async function start({ module: compiled, warmUpMs }: StartMessage): Promise<WorkerModule> {
  const { default: factory } = (await import(assets.worker_js)) as { default: Factory };
  const module = await factory({
    locateFile: () => assets.worker_wasm,
    instantiateWasm: (imports, done) => {
      void WebAssembly.instantiate(compiled, imports).then(done);
      return {};
    },
  });
  if (warmUpMs > 0) module._worker_warm_up(warmUpMs * 1000);
  return module;
}

function decode(module: WorkerModule, message: DecodeMessage): void {
  module.HEAPU8.set(message.order, module._worker_inbox(message.order.byteLength));
  module._worker_begin();
  const bytes = new Uint8Array(message.bytes);
  let from = 0;
  for (let i = 0; i < message.chunks.length; i += kChunkWords) {
    const [tile = 0, resolution = 0, layer = 0, length = 0] = message.chunks.subarray(i, i + kChunkWords);
    const at = module._worker_chunk(tile, resolution, layer, length);
    module.HEAPU8.set(bytes.subarray(from, from + length), at);
    from += length;
  }
  const done = module._worker_decode() !== 0;
  const samplesLength = done ? module._worker_samples_length() : 0;
  const samplesAt = module._worker_samples();
  const spare = message.spare;
  const samples = spare && spare.byteLength >= samplesLength && spare.byteLength <= samplesLength * 2 ? spare : new ArrayBuffer(samplesLength);
  new Uint8Array(samples).set(module.HEAPU8.subarray(samplesAt, samplesAt + samplesLength));
  const replyAt = module._worker_reply();
  const reply = module.HEAPU8.slice(replyAt, replyAt + module._worker_reply_length());
  scope.postMessage({ job: message.job, samples, samplesLength, reply, bytes: message.bytes }, [samples, reply.buffer, message.bytes]);
}

scope.onmessage = ({ data }) => {
  if (data.kind === 'start') {
    decoder = start(data);
    return;
  }
  // What fails here ends the worker in the page's eyes: it is replaced, and the frame marked.
  void decoder?.then((module) => decode(module, data)).catch((error: unknown) => {
    setTimeout(() => { throw error; });
  });
};
