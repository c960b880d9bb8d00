// The viewports of the viewer as a person finds them: where each is on the page, what its part of the canvas shows.
import { readPng } from './png.mjs';
import { state } from './browser.mjs';

/** The middle of a viewport on the page, or a point of it in parts of its width and height. */
export async function pointIn(page, index, [across, down] = [0.5, 0.5]) {
  const s = await state(page);
  const box = await page.locator('main canvas').boundingBox();
  const { area } = s.viewports[index];
  return { x: box.x + (area.x + area.width * across) / s.pixelRatio, y: box.y + (area.y + area.height * down) / s.pixelRatio };
}

/** What is on the screen now, as a person sees it: the canvas itself, not the viewer's word for it. */
export async function canvasPixels(page) {
  await page.waitForTimeout(300);
  return readPng(await page.locator('main canvas').screenshot());
}

/**
 * Compares the part of the canvas that a viewport has with what each pixel of its picture must show, at 1:1 on a screen of density 1.
 * @returns how many pixels were compared and how far off the worst is
 */
export function compareViewport(canvas, viewport, greyOf) {
  const kEdge = 20;   // the frame of the active one, the scrubber
  let compared = 0;
  let worst = 0;
  let first = '';
  for (let row = 0; row < viewport.rows; row += 1) {
    for (let column = 0; column < viewport.columns; column += 1) {
      const x = Math.round(viewport.origin.x) + column;
      const y = Math.round(viewport.origin.y) + row;
      const { area } = viewport;
      if (x < area.x + kEdge || y < area.y + kEdge || x >= area.x + area.width - kEdge || y >= area.y + area.height - kEdge) continue;
      const shown = canvas.data[(y * canvas.width + x) * canvas.channels];
      const wanted = greyOf([column, row]);
      compared += 1;
      if (Math.abs(shown - wanted) > worst) {
        worst = Math.abs(shown - wanted);
        first = `pixel (${column}, ${row}) shows ${shown}, must be ${wanted}`;
      }
    }
  }
  return { compared, worst, first };
}
