// The line of one channel on millimetre paper, in whole numbers where the paper allows.
import type { Channel } from './model';

/** Pixels of a millimetre at 100 %: CSS says 96 pixels an inch. */
export const kPxPerMm = 96 / 25.4;

/** What one unit is in mV; undefined for what is no voltage. UCUM. */
export function millivolts(units: string): number | undefined {
  const known: Readonly<Record<string, number>> = { 'uV': 0.001, 'mV': 1, 'V': 1000, 'nV': 1e-6 };
  return known[units.replace('µ', 'u').replace('μ', 'u')];
}

export interface Range { readonly low: number; readonly high: number }

export function rangeOf(channel: Channel): Range {
  let low = Infinity;
  let high = -Infinity;
  for (const value of channel.values) {
    if (value === null) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low > high ? { low: 0, high: 0 } : { low: low * channel.step, high: high * channel.step };
}

/**
 * The path through all samples: `xStep` pixels apart, `yScale` pixels a unit, downwards from `yZero`. Where several samples
 * share a pixel column, its lowest and highest are drawn, so that no peak is lost. A missing value lifts the pen.
 */
export function tracePath(channel: Channel, xStep: number, yScale: number, yZero: number): string {
  const perColumn = Math.max(1, Math.floor(0.5 / Math.max(1e-9, xStep)));
  let path = '';
  let pen = false;
  const point = (index: number, value: number): void => {
    path += `${pen ? 'L' : 'M'}${(index * xStep).toFixed(1)} ${(yZero - value * channel.step * yScale).toFixed(1)}`;
    pen = true;
  };
  for (let start = 0; start < channel.values.length; start += perColumn) {
    let low: number | undefined;
    let high: number | undefined;
    for (let i = start; i < Math.min(channel.values.length, start + perColumn); i += 1) {
      const value = channel.values[i];
      if (value === null || value === undefined) continue;
      if (low === undefined || value < low) low = value;
      if (high === undefined || value > high) high = value;
    }
    if (low === undefined || high === undefined) {
      pen = false;
      continue;
    }
    point(start, low);
    if (high !== low) point(start, high);
  }
  return path;
}
