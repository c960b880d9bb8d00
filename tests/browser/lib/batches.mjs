// Batches as docs/streaming.md, 4 describes them, for tests that meddle with answers or count what came.
const kHeaderBytes = 24;
const kMagic = 0x31434653;
export const kKinds = { chunk: 0, error: 1, end: 2 };

const span = (text) => {
  const [first, last = first] = text.split('-').map(Number);
  return [first, last];
};

/** The keys of a request, in the order of the answer. */
export function keysAsked(body) {
  const keys = [];
  for (const line of body.trim().split('\n').slice(1)) {
    const cut = line.lastIndexOf('/');
    const [tiles, resolutions, layers] = line.slice(cut + 1).split('.').map(span);
    for (let layer = layers[0]; layer <= layers[1]; layer += 1) {
      for (let resolution = resolutions[0]; resolution <= resolutions[1]; resolution += 1) {
        for (let tile = tiles[0]; tile <= tiles[1]; tile += 1) keys.push(`${line.slice(0, cut)}/${tile}.${resolution}.${layer}`);
      }
    }
  }
  return keys;
}

/** The frames of a whole answer. */
export function framesOf(answer) {
  const frames = [];
  for (let at = 0; at < answer.length;) {
    if (answer.readUInt32LE(at) !== kMagic) throw new Error(`no frame begins at ${at}`);
    const length = answer.readUInt32LE(at + 12);
    frames.push({ header: Buffer.from(answer.subarray(at, at + kHeaderBytes)), kind: answer[at + 4], payload: Buffer.from(answer.subarray(at + kHeaderBytes, at + kHeaderBytes + length)) });
    at += kHeaderBytes + length;
  }
  return frames;
}

export const bytesOf = (frames) => Buffer.concat(frames.flatMap(({ header, payload }) => [header, payload]));

/**
 * Lets the page's batches through the hands of `change(frames, keys)`, which gives back the bytes of the answer. It is called
 * for each answer as a whole.
 */
export async function meddle(page, change) {
  await page.route('**/stream/v1/batch', async (route) => {
    try {
      const response = await route.fetch();
      const answer = await response.body();
      const headers = { ...response.headers() };
      delete headers['content-length'];
      delete headers['transfer-encoding'];
      const body = response.status() === 200 ? change(framesOf(answer), keysAsked(route.request().postData())) : answer;
      await route.fulfill({ status: response.status(), headers, body });
    } catch {
      // The page has given the batch up, or is gone.
      await route.abort().catch(() => undefined);
    }
  });
}

/**
 * Runs in the page before its own scripts: notes what of each batch really came, chunk by chunk, complete or not.
 * globalThis.batchLog is a list of { asked, chunks: [[index, bytes]...], under: [index, bytes] | undefined, ended, broken }.
 */
export function recordBatches() {
  globalThis.batchLog = [];
  const plainFetch = globalThis.fetch.bind(globalThis);

  const take = (entry, parser, value) => {
    let bytes = value;
    while (bytes.length > 0) {
      const wanted = parser.left > 0 ? parser.left : 24 - parser.header.length;
      const part = bytes.subarray(0, wanted);
      bytes = bytes.subarray(part.length);
      if (parser.left > 0) {
        parser.left -= part.length;
        entry.under[1] += part.length;
      } else {
        parser.header.push(...part);
        if (parser.header.length < 24) continue;
        const header = new DataView(Uint8Array.from(parser.header).buffer);
        parser.header = [];
        if (header.getUint8(4) === 2) entry.ended = true;
        if (header.getUint8(4) !== 0) continue;
        parser.left = header.getUint32(12, true);
        entry.under = [header.getUint32(8, true), 0];
      }
      if (parser.left === 0 && entry.under) {
        entry.chunks.push(entry.under);
        entry.under = undefined;
      }
    }
  };

  const note = async (reader, entry) => {
    const parser = { header: [], left: 0 };
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        take(entry, parser, value);
      }
    } catch {
      entry.broken = true;
    }
  };

  globalThis.fetch = async (input, init) => {
    const response = await plainFetch(input, init);
    if (!String(input).includes('/stream/v1/batch') || !response.ok || !response.body) return response;
    const entry = { asked: init.body, chunks: [], under: undefined, ended: false, broken: false };
    globalThis.batchLog.push(entry);
    const [forPage, forLog] = response.body.tee();
    void note(forLog.getReader(), entry);
    return new Response(forPage, { status: response.status, headers: response.headers });
  };
}
