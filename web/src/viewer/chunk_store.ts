// The compressed cache: chunks of frames as they arrived, outside the module's memory. The module decides what goes.
export interface Chunk {
  readonly tile: number;
  readonly resolution: number;
  readonly layer: number;
  readonly bytes: Uint8Array;
}

const kFramesPerSeries = 2 ** 24;

export class ChunkStore {
  private readonly frames = new Map<number, Chunk[]>();
  private held = 0;

  get bytes(): number {
    return this.held;
  }

  keep(series: number, frame: number, chunk: Chunk): void {
    const key = series * kFramesPerSeries + frame;
    const chunks = this.frames.get(key);
    if (chunks) chunks.push(chunk);
    else this.frames.set(key, [chunk]);
    this.held += chunk.bytes.byteLength;
  }

  drop(series: number, frame: number): void {
    const key = series * kFramesPerSeries + frame;
    for (const chunk of this.frames.get(key) ?? []) this.held -= chunk.bytes.byteLength;
    this.frames.delete(key);
  }

  /** The chunks up to the given tile, resolution and layer. */
  upTo(series: number, frame: number, lastTile: number, lastResolution: number, lastLayer: number): Chunk[] {
    const chunks = this.frames.get(series * kFramesPerSeries + frame) ?? [];
    return chunks.filter((c) => c.tile <= lastTile && c.resolution <= lastResolution && c.layer <= lastLayer);
  }

  clear(): void {
    this.frames.clear();
    this.held = 0;
  }
}
