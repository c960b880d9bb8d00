// Pictures of the product for README and docs, made from the real thing: SANSFILM_SCREENSHOTS=1.
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { findAndOpen, kSizes, launch, newPage, signIn, waitFinal, waitState, world } from './lib/browser.mjs';
import { kRepository } from './lib/paths.mjs';

const kFolder = join(kRepository, 'docs/screenshots');
const kMostBytes = 300_000;
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

for (const [name, size] of Object.entries(kSizes)) {
  test(`screenshots of sign-in, list and viewer on a ${name}`, { skip: process.env.SANSFILM_SCREENSHOTS === '1' ? false : 'SANSFILM_SCREENSHOTS is not 1' }, async () => {
    mkdirSync(kFolder, { recursive: true });
    const { page, context } = await newPage(browser, size);
    const shoot = async (what) => {
      await page.mouse.move(0, 0);
      await page.waitForTimeout(300);
      const path = join(kFolder, `${what}-${name}.png`);
      await page.screenshot({ path });
      assert.ok(statSync(path).size < kMostBytes, `${path} is ${statSync(path).size} bytes`);
    };
    await shoot('sign-in');
    await signIn(page);
    await page.waitForSelector('a.study-link');
    await shoot('studies');
    await findAndOpen(page, world.study.name);
    await waitFinal(page);
    await waitState(page, 'every slice', (s) => s.framesComplete === s.frames);
    await shoot('viewer');
    await context.close();
  });
}
