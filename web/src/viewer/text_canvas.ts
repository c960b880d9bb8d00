// Draws the texts that the viewer's own Latin font cannot write, with the fonts of the device: the browser orders, joins and places
// the letters of every script. The canvas is handed to WebGL as it is; its pixels are never read back, which browsers that guard
// against fingerprinting would falsify.
const kRightToLeft = /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const kKana = /[\u3040-\u30ff]/;
const kHangul = /[\u1100-\u11ff\uac00-\ud7af]/;

// Chinese characters are written differently in each language; a kana or a hangul beside them says which.
const languageOf = (text: string): string => (kKana.test(text) ? 'ja' : kHangul.test(text) ? 'ko' : '');

export class TextCanvas {
  private readonly canvas = document.createElement('canvas');
  private readonly context = this.canvas.getContext('2d');
  private readonly family = getComputedStyle(document.body).fontFamily || 'sans-serif';
  private count = 0;

  /** How many texts were drawn since the page was loaded. */
  get drawn(): number {
    return this.count;
  }

  width(text: string, emPx: number, strong: boolean): number {
    if (!this.context) return 0;
    this.prepare(this.context, text, emPx, strong);
    return this.context.measureText(text).width;
  }

  /** White letters on nothing; valid until the next call. */
  draw(text: string, emPx: number, strong: boolean, width: number, height: number, left: number, baseline: number): HTMLCanvasElement | undefined {
    if (!this.context) return undefined;
    this.canvas.width = width;
    this.canvas.height = height;
    this.prepare(this.context, text, emPx, strong);
    const rightToLeft = this.context.direction === 'rtl';
    this.context.textAlign = rightToLeft ? 'right' : 'left';
    this.context.fillText(text, rightToLeft ? width - left : left, baseline, width - 2 * left);
    this.count += 1;
    return this.canvas;
  }

  private prepare(context: CanvasRenderingContext2D, text: string, emPx: number, strong: boolean): void {
    this.canvas.lang = languageOf(text);
    context.font = `${strong ? 600 : 400} ${emPx}px ${this.family}`;
    context.direction = kRightToLeft.test(text) ? 'rtl' : 'ltr';
    context.textBaseline = 'alphabetic';
    context.fillStyle = '#fff';
  }
}
