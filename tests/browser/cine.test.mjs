// A clip plays at the rate that it states, by key and by the tool bar; a hand that scrolls takes over.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { findAndOpen, launch, newPage, shoot, signIn, state, waitState } from './lib/browser.mjs';
import { filesIn } from './lib/paths.mjs';
import { addUser, importFiles } from './lib/program.mjs';
import { mustRun, Server } from './lib/server.mjs';

let browser;
let folder;
let server;
const kFrames = 30;
const account = { identifier: 'docteur.cine', name: 'Dr Ciné', password: randomBytes(12).toString('base64url') };

before(async () => {
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), 'sansfilm-cine-'));
  mkdirSync(join(folder, 'data'));
  addUser(join(folder, 'data'), account);
  mustRun(['phantom', '--out', join(folder, 'us'), '--seed', '5', '--kind', 'us', '--patients', '1', '--frames', String(kFrames)]);
  importFiles(join(folder, 'data'), filesIn(join(folder, 'us'), /\.dcm$/, true));
  server = await Server.start(join(folder, 'data'));
});
after(async () => {
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function openClip() {
  const opened = await newPage(browser, { base: server.base });
  await signIn(opened.page, account);
  await opened.page.waitForSelector('a.study-link');
  await findAndOpen(opened.page, '');
  await waitState(opened.page, 'the whole clip', (s) => s.frames === kFrames && s.framesComplete === kFrames, 120_000);
  return opened;
}

/** The places that are shown while a second passes, without repetitions. */
const watchPlaces = (page) => page.evaluate(async () => {
  const places = [globalThis.sansfilm.state().frame];
  const until = performance.now() + 1000;
  while (performance.now() < until) {
    await new Promise((next) => { setTimeout(next, 5); });
    const { frame } = globalThis.sansfilm.state();
    if (frame !== places.at(-1)) places.push(frame);
  }
  return places;
});

test('the space key plays a clip at the rate that it states, round and round; a turn of the wheel takes over', async () => {
  const { page, context, watch } = await openClip();
  assert.equal((await state(page)).cine.playing, false);
  await page.keyboard.press(' ');
  const playing = await waitState(page, 'playing', (s) => s.cine.playing);
  assert.equal(playing.cine.framesPerSecond, 25);
  const places = await watchPlaces(page);
  assert.ok(places.length > 1, `it showed ${places}`);
  // Forward always; a slow machine leaves some out. No faster than stated: 25 in this second, and the one under way.
  let advanced = 0;
  for (let i = 1; i < places.length; i += 1) advanced += (places[i] - places[i - 1] + kFrames) % kFrames;
  assert.ok(advanced <= 28, `${advanced} images in a second`);
  await shoot(page, 'cine');
  await page.keyboard.press('Shift+ArrowLeft');
  assert.equal((await state(page)).cine.framesPerSecond, 20);
  await page.keyboard.press('Shift+ArrowUp');
  assert.equal((await state(page)).cine.forward, false);
  const back = await watchPlaces(page);
  assert.ok(back.length > 1 && back.slice(1).every((place, i) => (back[i] - place + kFrames) % kFrames <= 8), `backwards it showed ${back}`);
  const box = await page.locator('main canvas').boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.wheel(0, 100);
  await waitState(page, 'stopped by the hand', (s) => !s.cine.playing);
  const { frame } = await state(page);
  await page.waitForTimeout(400);
  assert.equal((await state(page)).frame, frame);
  assert.deepEqual(watch.errors, []);
  await context.close();
});

test('to and fro it turns at both ends', async () => {
  const { page, context } = await openClip();
  await page.keyboard.press('Shift+ArrowDown');
  for (let i = 0; i < 8; i += 1) await page.keyboard.press('Shift+ArrowRight');
  assert.deepEqual((({ toAndFro, framesPerSecond }) => ({ toAndFro, framesPerSecond }))((await state(page)).cine), { toAndFro: true, framesPerSecond: 60 });
  await page.keyboard.press('End');
  await page.keyboard.press(' ');
  await waitState(page, 'on its way back', (s) => s.cine.playing && !s.cine.forward);
  await waitState(page, 'on its way forth again', (s) => s.cine.playing && s.cine.forward);
  await page.keyboard.press(' ');
  await waitState(page, 'paused', (s) => !s.cine.playing);
  await context.close();
});
