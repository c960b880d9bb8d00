// The display model of one object, as shared/document/document.hpp describes it. Every answer is checked for its shape here.
export interface Fact { readonly key: string; readonly value: string }
export interface Reference { readonly uid: string; readonly frames: readonly number[] }

export interface ReportItem {
  readonly type: string;
  readonly code: string;
  readonly name: string;
  readonly value: string;
  readonly uid: string;
  readonly frames: readonly number[];
  readonly graphic: string;
  readonly see: string;
  readonly children: readonly ReportItem[];
}

export interface Channel {
  readonly label: string;
  readonly units: string;
  readonly step: number;
  readonly values: readonly (number | null)[];
  readonly lowHz: number;
  readonly highHz: number;
}

export interface WaveformGroup {
  readonly label: string;
  readonly originality: string;
  readonly frequency: number;
  readonly samples: number;
  readonly channels: readonly Channel[];
}

export interface Region { readonly number: number; readonly name: string; readonly details: readonly string[]; readonly colour: string; readonly contours: number }
export interface Payload { readonly type: string; readonly extension: string; readonly bytes: number; readonly inline: boolean }
export interface Attribute { readonly tag: string; readonly name: string; readonly vr: string; readonly value: string; readonly bytes: number; readonly items: readonly (readonly Attribute[])[] }
export interface Attributes { readonly list: readonly Attribute[]; readonly cut: boolean }

export interface DocumentModel {
  readonly kind: string;
  readonly className: string;
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly complete: boolean | undefined;
  readonly verified: boolean | undefined;
  readonly report: ReportItem | undefined;
  readonly references: readonly Reference[];
  readonly waveform: { readonly groups: readonly WaveformGroup[]; readonly notes: readonly { readonly name: string; readonly value: string }[] } | undefined;
  readonly presentation: { readonly label: string; readonly description: string; readonly changes: readonly string[]; readonly texts: readonly string[] } | undefined;
  readonly regions: readonly Region[];
  readonly payload: Payload | undefined;
  readonly attributes: Attributes | undefined;
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const object = (value: unknown): Json => (isObject(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
const truth = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);
const numbers = (value: unknown): number[] => list(value).filter((n): n is number => typeof n === 'number');
const texts = (value: unknown): string[] => list(value).filter((n): n is string => typeof n === 'string');

function reportItem(value: unknown): ReportItem {
  const body = object(value);
  return {
    type: text(body['type']), code: text(body['code']), name: text(body['name']), value: text(body['value']), uid: text(body['uid']),
    frames: numbers(body['frames']), graphic: text(body['graphic']), see: text(body['see']), children: list(body['children']).map(reportItem),
  };
}

function channel(value: unknown): Channel {
  const body = object(value);
  return {
    label: text(body['label']), units: text(body['units']), step: number(body['step']), lowHz: number(body['low_hz']), highHz: number(body['high_hz']),
    values: list(body['values']).map((v) => (typeof v === 'number' ? v : null)),
  };
}

function group(value: unknown): WaveformGroup {
  const body = object(value);
  return {
    label: text(body['label']), originality: text(body['originality']), frequency: number(body['frequency']), samples: number(body['samples']),
    channels: list(body['channels']).map(channel),
  };
}

function region(value: unknown): Region {
  const body = object(value);
  return {
    number: number(body['number']), name: text(body['name']) || text(body['label']), colour: /^#[0-9a-f]{6}$/.test(text(body['colour'])) ? text(body['colour']) : '#ffff00',
    details: [text(body['category']), text(body['type'])].filter((detail) => detail !== ''), contours: number(body['contours']),
  };
}

function attribute(value: unknown): Attribute {
  const body = object(value);
  return {
    tag: text(body['tag']), name: text(body['name']), vr: text(body['vr']), value: text(body['value']), bytes: number(body['bytes']),
    items: list(body['items']).map((item) => list(item).map(attribute)),
  };
}

export function readAttributes(value: unknown): Attributes {
  const body = object(value);
  return { list: list(body['attributes']).map(attribute), cut: body['cut'] === true };
}

export function readDocument(value: unknown): DocumentModel {
  const body = object(value);
  const waveform = object(body['waveform']);
  const presentation = object(body['presentation']);
  const payload = object(body['payload']);
  return {
    kind: text(body['kind']),
    className: text(body['class']),
    title: text(body['title']),
    facts: list(body['facts']).map((fact) => ({ key: text(object(fact)['key']), value: text(object(fact)['value']) })),
    complete: truth(body['complete']),
    verified: truth(body['verified']),
    report: isObject(body['report']) ? reportItem(body['report']) : undefined,
    references: list(body['references']).map((one) => ({ uid: text(object(one)['uid']), frames: numbers(object(one)['frames']) })),
    waveform: isObject(body['waveform'])
      ? { groups: list(waveform['groups']).map(group), notes: list(waveform['notes']).map((note) => ({ name: text(object(note)['name']), value: text(object(note)['value']) })) }
      : undefined,
    presentation: isObject(body['presentation'])
      ? { label: text(presentation['label']), description: text(presentation['description']), changes: texts(presentation['changes']), texts: texts(presentation['texts']) }
      : undefined,
    regions: [...list(body['segments']), ...list(body['regions'])].map(region),
    payload: isObject(body['payload'])
      ? { type: text(payload['type']), extension: text(payload['extension']), bytes: number(payload['bytes']), inline: payload['inline'] === true }
      : undefined,
    attributes: Array.isArray(body['attributes']) ? readAttributes(body) : undefined,
  };
}
