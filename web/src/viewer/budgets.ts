// How much memory and how many workers the viewer takes on this device.
const kMega = 2 ** 20;

export interface Budgets {
  readonly decodedBytes: number;
  readonly compressedBytes: number;
  readonly textureBytes: number;
  readonly workers: number;
}

export function budgets(): Budgets {
  const memoryGb = (navigator as { deviceMemory?: number }).deviceMemory;
  const handheld = matchMedia('(pointer: coarse)').matches;
  const decoded = memoryGb === undefined ? (handheld ? 128 : 256) : memoryGb >= 4 ? (handheld ? 192 : 256) : memoryGb >= 2 ? 128 : 64;
  const workers = Math.max(1, Math.min(8, navigator.hardwareConcurrency || 2));
  return { decodedBytes: decoded * kMega, compressedBytes: decoded * kMega, textureBytes: Math.min(96, decoded / 2) * kMega, workers };
}
