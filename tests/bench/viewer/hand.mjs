// A hand that works a viewer from outside, the same way for every viewer, and an eye that counts what it sees change.
const kTick_ms = 16;

const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

/** DevTools' screencast: each picture that differs from the one before it, with its time (ms of the wall clock). */
export class Eye {
  static async open(cdp) {
    const self = new Eye();
    self.changes = [];
    let last;
    cdp.on('Page.screencastFrame', (event) => {
      void cdp.send('Page.screencastFrameAck', { sessionId: event.sessionId }).catch(() => undefined);
      if (event.data !== last) self.changes.push(event.metadata.timestamp * 1000);
      last = event.data;
    });
    await cdp.send('Page.startScreencast', { format: 'jpeg', quality: 60, everyNthFrame: 1 });
    return self;
  }

  between(from, to) {
    return this.changes.filter((time) => time >= from && time <= to);
  }
}

/** Events from one place at the rate of a screen, for `ms`. @returns changes a second that were seen meanwhile */
async function work(eye, ms, event) {
  const start = Date.now();
  for (let turn = 0; Date.now() - start < ms; turn += 1) {
    await event(turn);
    await pause(Math.max(0, start + (turn + 1) * kTick_ms - Date.now()));
  }
  const end = Date.now();
  return (eye.between(start, end).length * 1000) / (end - start);
}

/** The wheel, one notch each time, turned back before either end of the stack. */
export async function scroll(cdp, eye, at, ms, slices) {
  const span = Math.max(1, Math.floor(slices / 2) - 2);
  return work(eye, ms, (turn) => cdp.send('Input.dispatchMouseEvent', { type: 'mouseWheel', ...at, deltaX: 0, deltaY: Math.floor(turn / span) % 2 === 0 ? 100 : -100 }));
}

/** The mouse with its left button down, to and fro within `reach` pixels. */
export async function drag(cdp, eye, at, ms, reach = 120) {
  const mouse = (type, x, y) => cdp.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', buttons: type === 'mouseReleased' ? 0 : 1, clickCount: 1 });
  await mouse('mousePressed', at.x, at.y);
  const rate = await work(eye, ms, (turn) => {
    const along = Math.abs(((turn * 4) % (2 * reach)) - reach);
    return mouse('mouseMoved', at.x + along, at.y + along / 2);
  });
  await mouse('mouseReleased', at.x, at.y);
  return rate;
}

/** From a notch of the wheel to the first change that is seen, ms, several times. */
export async function latencies(cdp, eye, at, times) {
  const found = [];
  for (let i = 0; i < times; i += 1) {
    await pause(600);
    const start = Date.now();
    await cdp.send('Input.dispatchMouseEvent', { type: 'mouseWheel', ...at, deltaX: 0, deltaY: 100 });
    for (let waited = 0; waited < 3000 && eye.between(start, Infinity).length === 0; waited += 10) await pause(10);
    const seen = eye.between(start, Infinity)[0];
    if (seen !== undefined) found.push(seen - start);
  }
  return found;
}
