// The server's JSON interface. Every answer is checked for its shape here, so that nothing further in has to doubt it.
import { call, count, json, object, post, text, texts, type Json } from './call';
import { ProblemError } from './problem';

export interface Session {
  readonly identifier: string;
  readonly name: string;
  readonly role: string;
  readonly expiresAtS: number;
  readonly idleS: number;
}

export interface Study {
  readonly uid: string;
  readonly patientId: string;
  readonly patientName: string;
  readonly birthDate: string;
  readonly sex: string;
  readonly date: string;
  readonly time: string;
  readonly description: string;
  readonly accession: string;
  readonly modalities: readonly string[];
  readonly establishment: string;
  readonly series: number;
  readonly instances: number;
}

export interface StudyQuery {
  readonly text: string;
  readonly modality: string;
  /** YYYYMMDD, or empty. */
  readonly from: string;
  readonly to: string;
}

export interface StudyPage {
  readonly studies: readonly Study[];
  readonly next: string | null;
  readonly total: number;
}

function session(body: Json): Session {
  return {
    identifier: text(body['identifier']),
    name: text(body['name']),
    role: text(body['role']),
    expiresAtS: count(body['expires_at']),
    idleS: count(body['idle_seconds']),
  };
}

/** A row of the study list, as the server gives it and as local files do. */
export function studyOf(value: unknown): Study {
  const body = object(value);
  const patient = object(body['patient']);
  return {
    uid: text(body['study_uid']),
    patientId: text(patient['id']),
    patientName: text(patient['name']),
    birthDate: text(patient['birth_date']),
    sex: text(patient['sex']),
    date: text(body['date']),
    time: text(body['time']),
    description: text(body['description']),
    accession: text(body['accession']),
    modalities: texts(body['modalities']),
    establishment: text(body['establishment']),
    series: count(body['series']),
    instances: count(body['instances']),
  };
}

export async function signIn(identifier: string, password: string): Promise<Session> {
  return session(await post('/api/v1/session', { identifier, password }));
}

export async function currentSession(): Promise<Session> {
  return session(await json(await call('/api/v1/session')));
}

export async function signOut(): Promise<void> {
  await call('/api/v1/session', { method: 'DELETE', headers: { 'content-type': 'application/json' } });
}

export async function listStudies(query: StudyQuery, limit: number, after: string | null, signal: AbortSignal): Promise<StudyPage> {
  const params = new URLSearchParams({ limit: String(limit) });
  if (query.text !== '') params.set('q', query.text);
  if (query.modality !== '') params.set('modality', query.modality);
  if (query.from !== '') params.set('from', query.from);
  if (query.to !== '') params.set('to', query.to);
  if (after !== null) params.set('after', after);
  const body = await json(await call(`/api/v1/studies?${params.toString()}`, { signal }));
  const studies = body['studies'];
  if (!Array.isArray(studies)) throw new ProblemError('server', 200);
  const next = body['next'];
  return { studies: studies.map(studyOf), next: typeof next === 'string' && next !== '' ? next : null, total: count(body['total_estimate']) };
}
