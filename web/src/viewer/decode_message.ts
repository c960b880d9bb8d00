// What page and decode worker say to each other. All buffers are transferred, not copied.
export const kChunkWords = 4;   // tile, resolution, layer, length

export interface StartMessage {
  readonly kind: 'start';
  readonly module: WebAssembly.Module;
  /** How long the decoder may decode for nothing, to be warm when the first order comes. */
  readonly warmUpMs: number;
}

export interface DecodeMessage {
  readonly kind: 'decode';
  readonly job: number;
  readonly order: Uint8Array;
  /** kChunkWords numbers a chunk, in the order of `bytes`. */
  readonly chunks: Uint32Array;
  readonly bytes: ArrayBuffer;   // longer than they are when it is used again
  /** A buffer of an earlier answer, to be used again. */
  readonly spare: ArrayBuffer | undefined;
}

export interface DecodedMessage {
  readonly job: number;
  /** Longer than samplesLength when it is used again. */
  readonly samples: ArrayBuffer;
  readonly samplesLength: number;
  /** That of the order, back again. */
  readonly bytes: ArrayBuffer;
  readonly reply: Uint8Array;
}
