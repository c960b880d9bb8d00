// A hand on the picture: points are picture coordinates (the first pixel covers 0 to 1), the study lies upright.
import { state } from './browser.mjs';

/** Maps picture coordinates to the page, as the viewer draws them now. */
export async function screenOf(page) {
  const s = await state(page);
  const box = await page.locator('main canvas').boundingBox();
  const scale = s.zoom / s.pixelRatio;
  return ([column, row]) => ({ x: box.x + s.origin.x / s.pixelRatio + column * scale, y: box.y + s.origin.y / s.pixelRatio + row * scale });
}

export async function drag(page, from, to) {
  const at = await screenOf(page);
  await page.mouse.move(at(from).x, at(from).y);
  await page.mouse.down();
  await page.mouse.move(at(to).x, at(to).y, { steps: 4 });
  await page.mouse.up();
}

export async function click(page, point) {
  const at = (await screenOf(page))(point);
  await page.mouse.click(at.x, at.y);
}
