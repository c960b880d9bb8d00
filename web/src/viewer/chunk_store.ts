// The compressed cache: chunks of frames as they arrived, outside the module's memory. The module decides what goes.
export interface Chunk {
  readonly tile: number;
  readonly resolution: number;
  readonly layer: number;
  readonly bytes: Uint8Array;
}

/** A rectangle of tiles from its first to its last, and what comes up to a resolution and a layer, all included. */
export interface ChunkRange {
  readonly firstTile: number;
  readonly lastTile: number;
  readonly tilesAcross: number;
  readonly lastResolution: number;
  readonly lastLayer: number;
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

  within(series: number, frame: number, range: ChunkRange): Chunk[] {
    const chunks = this.frames.get(series * kFramesPerSeries + frame) ?? [];
    const across = range.tilesAcross;
    const column = (tile: number): number => tile % across;
    const row = (tile: number): number => Math.floor(tile / across);
    return chunks.filter(({ tile, resolution, layer }) =>
      resolution <= range.lastResolution && layer <= range.lastLayer &&
      row(tile) >= row(range.firstTile) && row(tile) <= row(range.lastTile) &&
      column(tile) >= column(range.firstTile) && column(tile) <= column(range.lastTile));
  }

  clear(): void {
    this.frames.clear();
    this.held = 0;
  }
}
