// Requests for an opinion, as the server tells them.
import { call, count, json, object, post, text, texts, type Json } from './call';

export const kPriorities = ['routine', 'urgent', 'emergency'] as const;
export type Priority = (typeof kPriorities)[number];
const kStates = ['asked', 'seen', 'answered', 'closed', 'declined'] as const;
export type ConsultationState = (typeof kStates)[number];

export const kLongestQuestion = 2000;
export const kLongestAnswer = 4000;

export interface Person { readonly name: string; readonly establishment: string }

export interface Colleague extends Person { readonly id: number; readonly role: string }

export interface ConsultedStudy {
  readonly uid: string;
  readonly patient: string;
  readonly date: string;
  readonly description: string;
  readonly modalities: readonly string[];
}

export interface Consultation {
  readonly id: string;
  /** The reader asked; otherwise he is asked. */
  readonly mine: boolean;
  readonly asker: Person;
  readonly asked: Person;
  readonly priority: Priority;
  readonly state: ConsultationState;
  readonly open: boolean;
  /** A question that was not seen, or an answer that was not read. */
  readonly waiting: boolean;
  readonly askedAtS: number;
  readonly answeredAtS: number;
  readonly endedAtS: number;
  /** Not there once the reader may not see it any more. */
  readonly study: ConsultedStudy | undefined;
  /** Told when it is opened, not in the list. */
  readonly question: string;
  readonly answer: string;
}

const person = (value: unknown): Person => ({ name: text(object(value)['name']), establishment: text(object(value)['establishment']) });

function studyOf(value: unknown): ConsultedStudy | undefined {
  const body = object(value);
  const uid = text(body['uid']);
  if (uid === '') return undefined;
  return { uid, patient: text(body['patient']), date: text(body['date']), description: text(body['description']), modalities: texts(body['modalities']) };
}

function consultation(body: Json): Consultation {
  return {
    id: text(body['id']),
    mine: body['mine'] === true,
    asker: person(body['asker']),
    asked: person(body['asked']),
    priority: kPriorities.find((one) => one === body['priority']) ?? 'routine',
    state: kStates.find((one) => one === body['state']) ?? 'closed',
    open: body['open'] === true,
    waiting: body['waiting'] === true,
    askedAtS: count(body['asked_at']),
    answeredAtS: count(body['answered_at']),
    endedAtS: count(body['ended_at']),
    study: studyOf(body['study']),
    question: text(body['question']),
    answer: text(body['answer']),
  };
}

const kPath = '/api/v1/consultations';

export async function listConsultations(signal: AbortSignal): Promise<Consultation[]> {
  const all = (await json(await call(kPath, { signal })))['consultations'];
  return Array.isArray(all) ? all.map((one) => consultation(object(one))) : [];
}

export async function countWaiting(signal: AbortSignal): Promise<number> {
  return count((await json(await call(`${kPath}/waiting`, { signal })))['waiting']);
}

export async function findColleagues(words: string, signal: AbortSignal): Promise<{ readonly colleagues: readonly Colleague[]; readonly more: boolean }> {
  const body = await json(await call(`/api/v1/colleagues?${new URLSearchParams({ q: words }).toString()}`, { signal }));
  const all = Array.isArray(body['colleagues']) ? body['colleagues'].map(object) : [];
  return { colleagues: all.map((one) => ({ ...person(one), id: count(one['id']), role: text(one['role']) })), more: body['more'] === true };
}

export async function askOpinion(study: string, colleague: number, priority: Priority, question: string): Promise<string> {
  return text((await post(kPath, { study, colleague, priority, question }))['id']);
}

export type StepName = 'see' | 'close' | 'answer' | 'decline';

export async function takeStep(id: string, step: StepName, words?: string): Promise<Consultation> {
  return consultation(await post(`${kPath}/${id}/step`, words === undefined ? { step } : { step, text: words }));
}
