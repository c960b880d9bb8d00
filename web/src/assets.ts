// Addresses of the built artefacts. build.mjs writes them in: their names carry a hash of their content.
export interface AssetUrls {
  readonly app_js: string;
  readonly app_wasm: string;
  readonly worker_js: string;
  readonly worker_wasm: string;
  /** The module that reads local files; loaded with the first of them. */
  readonly local_js: string;
  readonly local_wasm: string;
  /** Inter, Latin letters, as OpenType: what the viewer draws its text with. */
  readonly font_text: string;
  readonly font_strong: string;
  /** The viewer's icons, cut from Lucide. */
  readonly font_icons: string;
  /** Bundles of src/viewer/*.worker.ts and src/local/*.worker.ts by file name without the ending; empty in the workers themselves. */
  readonly workers: Readonly<Record<string, string>>;
}

declare const SANSFILM_ASSETS: AssetUrls;
export const assets: AssetUrls = SANSFILM_ASSETS;
