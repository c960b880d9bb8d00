// Two doctors before one study, each over a line of 150 ms there and back: what the one shows the other sees.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { act, axeSource, findAndOpen, kSizes, launch, newPage, shoot, signIn, state, waitFinal, waitState } from './lib/browser.mjs';
import { asked, asker, Consulting, third } from './lib/consulting.mjs';
import { LongLine } from './lib/delay.mjs';
import { drag, screenOf } from './lib/hand.mjs';

const kOneWayMs = 75;
const axe = axeSource();
let browser;
let world;
let lineA;
let lineB;
let study;
let consultation;

before(async () => {
  // Two windows side by side: none of them is in the background, where timers and paints are held back.
  browser = await launch(['--disable-renderer-backgrounding', '--disable-backgrounding-occluded-windows', '--disable-background-timer-throttling']);
  world = await Consulting.start({ slices: 40 });
  lineA = await LongLine.open(world.server.port, kOneWayMs);
  lineB = await LongLine.open(world.server.port, kOneWayMs);
});
after(async () => {
  await browser.close();
  await lineA?.close();
  await lineB?.close();
  await world?.stop();
});

async function as(who, line, options = {}) {
  const opened = await newPage(browser, { base: line?.base ?? world.server.base, ...options });
  await signIn(opened.page, who);
  return opened;
}

async function send(page, path, body) {
  return page.evaluate(async ([where, what]) => {
    const response = await fetch(where, what === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(what) });
    return { status: response.status, body: await response.json().catch(() => undefined) };
  }, [path, body]);
}

async function ask(page) {
  const { colleagues } = (await send(page, '/api/v1/colleagues?q=rouen')).body;
  const made = await send(page, '/api/v1/consultations', { study, colleague: colleagues[0].id, priority: 'emergency', question: 'Fracture ?' });
  assert.equal(made.status, 201);
  return made.body.id;
}

async function join(page) {
  await page.evaluate((hash) => { location.hash = hash; }, `#/study/${study}/${consultation}`);
  await page.waitForSelector('.together-bar.open');
}

const words = (page) => page.textContent('.together-words');
const saying = (page, text) => page.waitForFunction((wanted) => document.querySelector('.together-words')?.textContent.includes(wanted), text);

/** When the page has painted a slice, by the clock that both pages share. */
function whenPainted(page, frame) {
  return page.evaluate((wanted) => new Promise((done) => {
    let paintsBefore = Number.POSITIVE_INFINITY;
    const look = () => {
      const now = globalThis.sansfilm.state();
      if (now.frame !== wanted) paintsBefore = now.paints;
      if (now.frame === wanted && now.paints > paintsBefore) done(Date.now());
      else requestAnimationFrame(look);
    };
    look();
  }), frame);
}

let a;
let b;

test('the one who is asked joins from the consultation and is shown what the other sees', async () => {
  a = await as(asker, lineA);
  await findAndOpen(a.page, 'CONSULT');
  await waitFinal(a.page);
  study = (await state(a.page)).study;
  consultation = await ask(a.page);
  await join(a.page);
  assert.match(await words(a.page), /Vous présentez\. Personne d’autre/);
  await act(a.page, 'frame', 12);
  await act(a.page, 'window', 300, 700);

  b = await as(asked, lineB, kSizes.phone);
  await b.page.locator('.consultations-link').click();
  await b.page.locator('.consultation .study-link').first().click();
  await b.page.click('text=Lire ensemble');
  await saying(b.page, 'Vous suivez Dr Anne Petit');
  await waitState(b.page, 'the slice of the other', (s) => s.frame === 12 && s.window.center === 300 && s.window.width === 700);
  await saying(a.page, 'Vous présentez');
  assert.match(await a.page.textContent('.together-others'), /Dr Marc Roux/);
  await a.page.evaluate(axe);
  const found = await a.page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  assert.deepEqual(found.violations.map((v) => v.id), []);
});

test('over two lines of 150 ms the other screen follows; how far behind is printed beside the goal of 200 ms', async () => {
  await waitFinal(b.page);
  await waitState(b.page, 'everything loaded', (s) => s.framesComplete === s.frames);
  await waitState(a.page, 'everything loaded', (s) => s.framesComplete === s.frames);
  // A machine that others load too is late by itself: the best of a few rounds tells what the way between the two costs, and the limit
  // that fails is one that only a fault passes.
  const medians = [];
  for (let round = 0; round < 3 && !medians.some((one) => one <= 200); round += 1) {
    const behind = [];
    const own = [];
    for (let turn = 0; turn < 11; turn += 1) {
      const frame = (1 + turn * 7 + round) % 40;
      const painted = [whenPainted(a.page, frame), whenPainted(b.page, frame)];
      await a.page.waitForTimeout(250);
      const began = await a.page.evaluate((wanted) => {
        const now = Date.now();
        globalThis.sansfilm.act('frame', wanted);
        return now;
      }, frame);
      const [led, followed] = await Promise.all(painted);
      own.push(led - began);
      behind.push(followed - led);
      assert.ok(followed - began >= 2 * kOneWayMs, 'faster than the line: nothing was delayed');
    }
    for (const list of [own, behind]) list.sort((x, y) => x - y);
    medians.push(behind[5]);
    console.log(`together: 11 slices: from the hand to the own paint median ${own[5]} ms; the other's paint behind it least ${behind[0]} ms, median ${behind[5]} ms, most ${behind[10]} ms; the two lines alone ${2 * kOneWayMs} ms; goal 200 ms`);
  }
  assert.ok(Math.min(...medians) <= 1500, `medians ${medians.join(', ')} ms`);
});

test('zoom, turn and inversion follow, so that a phone shows the same part of the picture', async () => {
  await act(a.page, 'turn-right');
  await act(a.page, 'invert');
  for (let i = 0; i < 6; i += 1) await act(a.page, 'zoom-in');
  const led = await state(a.page);
  const seen = await waitState(b.page, 'the same view', (s) => s.quarters === led.quarters && s.inverted && !s.fitted);
  // The middle of both screens is the same picture point, and all that the one sees the other has in sight.
  const middle = async (page) => {
    const s = await state(page);
    const area = s.viewport;
    return { dx: (area.x + area.width / 2 - s.origin.x) / s.zoom, dy: (area.y + area.height / 2 - s.origin.y) / s.zoom, width: area.width / s.zoom, height: area.height / s.zoom };
  };
  await b.page.waitForTimeout(400);
  const [one, other] = [await middle(a.page), await middle(b.page)];
  assert.ok(Math.abs(one.dx - other.dx) < 0.5 && Math.abs(one.dy - other.dy) < 0.5, JSON.stringify([one, other]));
  assert.ok(other.width >= one.width - 0.5 && other.height >= one.height - 0.5, JSON.stringify([one, other]));
  assert.equal(seen.mirrored, led.mirrored);
  await shoot(b.page, 'together-phone');
  await act(a.page, 'reset');
  await waitState(b.page, 'reset too', (s) => s.fitted && s.quarters === 0 && !s.inverted);
});

test('the pointer is seen with the name of whose it is, and a measurement as it is drawn', async () => {
  const at = (await screenOf(a.page))([100, 80]);
  await a.page.mouse.move(at.x, at.y);
  const pointed = await waitState(b.page, 'the pointer of the other', (s) => s.others?.[0]?.pointer !== undefined && Math.abs(s.others[0].pointer.x - 100) < 2);
  assert.equal(pointed.others[0].name, 'Dr Anne Petit');
  assert.ok(Math.abs(pointed.others[0].pointer.y - 80) < 2);
  await a.page.keyboard.press('a');
  await drag(a.page, [60, 60], [160, 120]);
  await waitState(b.page, 'the measurement of the other', (s) => s.others[0].marks === 1);
  // It is not his: it is neither in his list nor his to keep.
  assert.equal((await state(b.page)).measurements.length, 0);
  await shoot(a.page, 'together-leader');
  await shoot(b.page, 'together-pointer-phone');
});

test('who moves the picture by his own hand stops following, and takes it up again when he likes', async () => {
  await b.page.locator('main canvas').focus();
  await b.page.keyboard.press('ArrowDown');
  await b.page.keyboard.press('ArrowDown');
  await saying(b.page, 'vous ne suivez pas');
  const own = (await state(b.page)).frame;
  await act(a.page, 'frame', 30);
  await b.page.waitForTimeout(700);
  assert.equal((await state(b.page)).frame, own);
  await b.page.click('text=Suivre');
  await waitState(b.page, 'followed again', (s) => s.frame === 30);
});

test('the lead is taken and handed back', async () => {
  await b.page.click('text=Prendre la main');
  await saying(a.page, 'Vous suivez Dr Marc Roux');
  await act(b.page, 'frame', 5);
  await waitState(a.page, 'the slice of the one who leads now', (s) => s.frame === 5);
  await b.page.click('text=Passer la main');
  await saying(a.page, 'Vous présentez');
  await act(a.page, 'frame', 9);
  await waitState(b.page, 'back again', (s) => s.frame === 9);
});

test('a line that is cut is told, and taken up again with what was missed', async () => {
  lineB.cut();
  await saying(b.page, 'Liaison coupée');
  await saying(a.page, 'Personne d’autre');
  await shoot(b.page, 'together-cut');
  await act(a.page, 'frame', 21);
  lineB.restore();
  await saying(b.page, 'Vous suivez');
  await waitState(b.page, 'what was missed', (s) => s.frame === 21);
});

test('a third doctor is refused, and his attempt is on the trail', async () => {
  const { page, context } = await as(third);
  const outcome = await page.evaluate((id) => new Promise((done) => {
    const socket = new WebSocket(`wss://${location.host}/api/v1/consultations/${id}/live`);
    socket.onopen = () => done('open');
    socket.onclose = (event) => done(`closed ${event.code}`);
    socket.onmessage = (event) => done(event.data);
  }), consultation);
  assert.equal(outcome, 'closed 1006');
  assert.equal((await send(page, `/stream/v1/manifest/${study}`)).status, 404);
  const refused = world.trail().filter((line) => line.what === 'consultation.join' && line.who === third.identifier);
  assert.deepEqual(refused.map((line) => line.outcome), ['not-found']);
  await context.close();
});

test('the right that ends, ends the session at once, and the trail has every join and every end', async () => {
  await send(a.page, `/api/v1/consultations/${consultation}/step`, { step: 'close' });
  await saying(b.page, 'La demande est fermée');
  assert.equal((await send(b.page, `/stream/v1/manifest/${study}`)).status, 404);
  await shoot(b.page, 'together-over-phone');
  await a.page.waitForTimeout(1000);
  const lines = world.trail().filter((line) => line.object.endsWith(`/${consultation}`));
  const count = (what, who) => lines.filter((line) => line.what === what && line.who === who.identifier && line.outcome !== 'not-found').length;
  assert.equal(count('consultation.ask', asker), 1);
  assert.equal(count('consultation.join', asker), 1);
  // He joined, was cut off, and joined again.
  assert.equal(count('consultation.join', asked), 2);
  assert.equal(count('consultation.leave', asked), 2);
  assert.equal(count('consultation.leave', asker), 1);
  assert.ok(lines.some((line) => line.what === 'consultation.leave' && line.outcome === 'right-ended'));
  for (const { watch } of [a, b]) {
    assert.deepEqual(watch.violations, []);
    assert.deepEqual(watch.errors, []);
  }
  await a.context.close();
  await b.context.close();
});
