// Watches a page from outside, the same way for every viewer: the bytes that arrive (DevTools' network events) and what is
// on the screen (DevTools' screencast). Times are milliseconds of the wall clock.
const kPerSecond = 1000;

/** In a page of its own, after the measuring: the grey levels of a part of a picture. */
async function greyOf(source, area) {
  const picture = new Image();
  picture.src = source;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = area.width;
  canvas.height = area.height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.drawImage(picture, -area.x, -area.y);
  const { data } = context.getImageData(0, 0, area.width, area.height);
  let text = '';
  const grey = new Uint8Array(area.width * area.height);
  for (let i = 0; i < grey.length; i += 1) grey[i] = data[i * 4];
  for (let at = 0; at < grey.length; at += 32_768) text += String.fromCharCode(...grey.subarray(at, at + 32_768));
  return btoa(text);
}

export class Recorder {
  static async start(page, { pictures = true } = {}) {
    const self = new Recorder();
    self.cdp = await page.context().newCDPSession(page);
    self.bytes = [];          // [time, bytes in all]
    self.total = 0;
    self.shots = [];          // {time, source}
    self.answers = new Map(); // by request: what it is, what has come
    self.finished = [];       // {time, url, status, bytes}
    await self.cdp.send('Network.enable');
    self.cdp.on('Network.requestWillBeSent', (event) => {
      // Events have a clock of their own; requests say both.
      self.offset = event.wallTime - event.timestamp;
      self.answers.set(event.requestId, { url: event.request.url, bytes: 0, status: 0 });
    });
    self.cdp.on('Network.responseReceived', (event) => {
      const known = self.answers.get(event.requestId);
      if (known) known.status = event.response.status;
    });
    self.cdp.on('Network.dataReceived', (event) => self.add(event, event.encodedDataLength));
    self.cdp.on('Network.loadingFinished', (event) => {
      const known = self.answers.get(event.requestId);
      if (!known) return;
      self.add(event, event.encodedDataLength - known.bytes);
      self.finished.push({ time: self.wall(event.timestamp), ...known });
    });
    if (pictures) {
      self.cdp.on('Page.screencastFrame', (event) => {
        void self.cdp.send('Page.screencastFrameAck', { sessionId: event.sessionId }).catch(() => undefined);
        self.shots.push({ time: event.metadata.timestamp * kPerSecond, source: `data:image/jpeg;base64,${event.data}` });
      });
      // JPEG of the best quality: a tenth of the time of PNG, and far beyond 40 dB.
      await self.cdp.send('Page.startScreencast', { format: 'jpeg', quality: 100, everyNthFrame: 1 });
    }
    return self;
  }

  wall(timestamp) {
    return (timestamp + (this.offset ?? 0)) * kPerSecond;
  }

  add(event, count) {
    const known = this.answers.get(event.requestId);
    if (!known || !(count > 0)) return;
    known.bytes += count;
    this.total += count;
    this.bytes.push([this.wall(event.timestamp), this.total]);
  }

  async stopPictures() {
    await this.cdp.send('Page.stopScreencast').catch(() => undefined);
  }

  bytesAt(time) {
    let all = 0;
    for (const [when, total] of this.bytes) {
      if (when > time) break;
      all = total;
    }
    return all;
  }

  /** Grey levels of the part of the screen that is the picture, one entry a change. `area`: in CSS pixels. */
  async pictures(context, area) {
    const page = await context.newPage();
    const pictures = [];
    for (const { time, source } of this.shots) pictures.push({ time, grey: Buffer.from(await page.evaluate(`(${greyOf})(${JSON.stringify(source)}, ${JSON.stringify(area)})`), 'base64') });
    await page.close();
    return pictures;
  }
}

/** Decibels between two grey pictures of 8 bits; equal ones give 99. */
export function psnr(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] - b[i]) ** 2;
  return sum === 0 ? 99 : Math.min(99, 10 * Math.log10((255 ** 2 * a.length) / sum));
}

/** The middle of a rectangle: no text in the corners, no edge of the screen. */
export function middle(rectangle, part = 0.6) {
  const side = Math.floor(Math.min(rectangle.width, rectangle.height) * part);
  return { x: Math.round(rectangle.x + (rectangle.width - side) / 2), y: Math.round(rectangle.y + (rectangle.height - side) / 2), width: side, height: side };
}

/** What the screen showed, as a curve: time since the start, bytes until then, decibels against the last picture. */
export async function curve(recorder, context, area, start) {
  const pictures = await recorder.pictures(context, area);
  const last = pictures.at(-1)?.grey;
  return pictures.map(({ time, grey }) => ({ ms: time - start, bytes: recorder.bytesAt(time), db: psnr(grey, last) })).filter((point) => point.ms >= 0);
}

/** When the curve reaches a quality and does not fall below it again. */
export function reaches(points, db) {
  let found;
  for (const point of points) {
    if (point.db < db) found = undefined;
    else found ??= point;
  }
  return found;
}
