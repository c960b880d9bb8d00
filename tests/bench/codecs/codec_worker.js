// A worker of Chromium around one decoder: ours, or a peer's module driven as its own documentation says. It answers how long the
// decoder took and the SHA-256 of the samples, so that nothing is timed that did not decode.
/* global importScripts */
const kNames = { openjpeg: ['openjpegwasm_decode', 'OpenJPEGWASM'], openjph: ['openjphjs', 'Module'] };
const cached = new Map();

async function get(name) {
  if (!cached.has(name)) cached.set(name, new Uint8Array(await (await fetch(`/streams/${name}`)).arrayBuffer()));
  return cached.get(name);
}

async function startOurs() {
  const { default: create } = await import('/modules/worker/sansfilm_worker.js');
  const module = await create({ locateFile: () => '/modules/worker/sansfilm_worker.wasm' });
  return {
    async load({ name }) { return { order: await get(`${name}.order`), bytes: await get(`${name}.chunks`) }; },
    decode({ chunks }, { order, bytes }) {
      const inbox = module._worker_inbox(order.byteLength);
      module.HEAPU8.set(order, inbox);
      module._worker_begin();
      let from = 0;
      for (const [tile, resolution, layer, length] of chunks) {
        const at = module._worker_chunk(tile, resolution, layer, length);   // may grow the memory: the view is taken after it
        module.HEAPU8.set(bytes.subarray(from, from + length), at);
        from += length;
      }
      if (module._worker_decode() === 0) throw new Error('ours refuses the codestream');
      const at = module._worker_samples();
      return module.HEAPU8.slice(at, at + module._worker_samples_length());
    },
  };
}

async function startPeer(which) {
  const [file, global] = kNames[which];
  importScripts(`/${which}/${file}.js`);
  const module = await globalThis[global]({ locateFile: (path) => `/${which}/${path}` });
  const kind = which === 'openjpeg' ? module.J2KDecoder : module.HTJ2KDecoder;
  const decoder = new kind();
  return {
    load: ({ name }) => get(`${name}.j2c`),
    decode(_, bytes) {
      decoder.getEncodedBuffer(bytes.byteLength).set(bytes);
      decoder.decode();
      return decoder.getDecodedBuffer().slice();
    },
  };
}

let codec;

async function one(stream, times) {
  const input = await codec.load(stream);
  const took = [];
  let samples;
  for (let i = 0; i < times; i += 1) {
    const start = performance.now();
    samples = codec.decode(stream, input);
    took.push(performance.now() - start);
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', samples));
  return { took, digest: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') };
}

onmessage = async ({ data }) => {
  try {
    if (data.start) {
      const begun = performance.now();
      codec = data.start === 'ours' ? await startOurs() : await startPeer(data.start);
      postMessage({ started_ms: performance.now() - begun });
    } else {
      postMessage(await one(data.stream, data.times));
    }
  } catch (error) {
    postMessage({ error: String(error?.message ?? error) });
  }
};
