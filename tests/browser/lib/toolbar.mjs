// Presses the controls of the viewer's tool bar, and the rows of the list behind its last button.
import { shoot, state } from './browser.mjs';

// CSS pixels, as shared/view/layout.cpp and wasm/app/theme.hpp have them.
const [kBanner, kTarget, kGap] = [44, 44, 8];

async function press(page, size, x, y) {
  const box = await page.locator('main canvas').boundingBox();
  if (size.hasTouch) await page.touchscreen.tap(box.x + x, box.y + y);
  else await page.mouse.click(box.x + x, box.y + y);
  // The list is there when it has been painted, however slow the machine.
  for (let paints = -1, now = (await state(page)).paints; paints !== now; now = (await state(page)).paints) {
    paints = now;
    await page.waitForTimeout(250);
  }
}

/** The last button stands at the right edge, whatever it is. */
export async function pressLast(page, size) {
  const { width } = await page.locator('main canvas').boundingBox();
  await press(page, size, width - kGap - kTarget / 2, kBanner + kGap / 2 + kTarget / 2);
}

const what = (s) => ({ planes: s.mpr !== undefined || s.mprRefusal !== '', smooth: s.smooth, inverted: s.inverted, quarters: s.quarters, mirrored: s.mirrored, scale: Math.round(s.zoom * 1e6), stage: JSON.stringify(s.viewport), help: s.help });

/** Presses one row after the other of the list behind the last button, until the last one, help, has opened. @returns what they changed */
export async function pressRows(page, size) {
  const { width } = await page.locator('main canvas').boundingBox();
  const changed = new Set();
  for (let row = 0; row < 18; row += 1) {
    const before = what(await state(page));
    await press(page, size, kGap, kBanner / 2);   // closes what is open
    await pressLast(page, size);
    if (row === 0) await shoot(page, `toolbar-list-${size.viewport.width}`);
    // Lines between the groups make the rows a little lower than their count.
    await press(page, size, width - kGap - kTarget, kBanner + kGap / 2 + kTarget + kGap + kTarget * (row + 0.5) + row / 4);
    const after = await state(page);
    const now = what(after);
    for (const key of Object.keys(now)) if (now[key] !== before[key]) changed.add(key);
    if (after.mpr) await page.keyboard.press('Escape');   // the other rows are those of the stack
    if (now.help) return { changed, rows: row + 1 };
  }
  throw new Error(`help is not in the list; what changed: ${[...changed]}`);
}
