// What a study holds, read from the manifest's lines as they pass by on their way to the viewer (docs/streaming.md, 5): the
// objects without a picture, and which image is which, so that a reference can be put into words.
export interface StudyObject {
  readonly kind: string;
  readonly uid: string;
  readonly label: string;
  readonly bytes: number;
  readonly modality: string;
  readonly seriesNumber: number;
  readonly seriesDescription: string;
}

export interface StudyImage {
  readonly number: number;
  readonly seriesNumber: number;
  readonly seriesDescription: string;
}

export interface StudyContents {
  readonly objects: readonly StudyObject[];
  readonly images: ReadonlyMap<string, StudyImage>;
  /** False until the manifest has ended: more may come. */
  readonly complete: boolean;
}

export const kNoContents: StudyContents = { objects: [], images: new Map(), complete: false };

type Json = Record<string, unknown>;
const object = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);

/** A column of the manifest: one number for all, {"from","step"}, or a number each. */
function at(column: unknown, index: number): number {
  if (typeof column === 'number') return column;
  if (Array.isArray(column)) return number((column as unknown[])[index]);
  const counting = object(column);
  return number(counting['from']) + index * number(counting['step']);
}

function addSeries(series: Json, objects: StudyObject[], images: Map<string, StudyImage>): void {
  const seriesNumber = number(series['number']);
  const seriesDescription = text(series['description']) || text(series['protocol']);
  const instances = object(series['instances']);
  const prefix = text(instances['uid_prefix']);
  list(instances['uid']).forEach((uid, index) => {
    images.set(prefix + text(uid), { number: at(instances['number'], index), seriesNumber, seriesDescription });
  });
  for (const value of list(series['objects'])) {
    const one = object(value);
    objects.push({
      kind: text(one['kind']), uid: text(one['uid']), label: text(one['label']), bytes: number(one['bytes']),
      modality: text(series['modality']), seriesNumber, seriesDescription,
    });
  }
}

export class ContentsReader {
  private decoder = new TextDecoder();
  private rest = '';
  private objects: StudyObject[] = [];
  private images = new Map<string, StudyImage>();

  constructor(private readonly changed: (contents: StudyContents) => void) {}

  /** A new answer begins: what the one before said is no longer counted. */
  begin(): void {
    this.decoder = new TextDecoder();
    this.rest = '';
    this.objects = [];
    this.images = new Map();
  }

  feed(bytes: Uint8Array): void {
    const lines = (this.rest + this.decoder.decode(bytes, { stream: true })).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.line(line);
  }

  private line(line: string): void {
    let parsed: Json;
    try {
      parsed = object(JSON.parse(line));
    } catch {
      return;   // the viewer says that the manifest is unreadable
    }
    if (parsed['series'] !== undefined) addSeries(object(parsed['series']), this.objects, this.images);
    if (parsed['end'] !== undefined) this.changed({ objects: this.objects, images: this.images, complete: true });
  }
}
