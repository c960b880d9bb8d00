// Where documents come from: the server, or files that never leave the device.
import { ProblemError, problemOf } from '../net/problem';
import { readAttributes, readDocument, type Attributes, type DocumentModel } from './model';

export interface DocumentSource {
  document(uid: string, signal: AbortSignal): Promise<DocumentModel>;
  attributes(uid: string, signal: AbortSignal): Promise<Attributes>;
  /** An address of the object's PDF, CDA, STL or video: same origin or blob:. */
  payloadUrl(uid: string): string;
  payload(uid: string, signal: AbortSignal): Promise<ArrayBuffer>;
}

async function get(path: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(path, { credentials: 'same-origin', cache: 'no-store', redirect: 'error', signal });
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function json(path: string, signal: AbortSignal): Promise<unknown> {
  const response = await get(path, signal);
  try {
    return (await response.json()) as unknown;
  } catch {
    throw new ProblemError('server', response.status);
  }
}

export function serverSource(study: string): DocumentSource {
  const at = (uid: string, leaf: string): string => `/api/v1/studies/${encodeURIComponent(study)}/instances/${encodeURIComponent(uid)}/${leaf}`;
  return {
    document: async (uid, signal) => readDocument(await json(at(uid, 'document'), signal)),
    attributes: async (uid, signal) => readAttributes(await json(at(uid, 'attributes'), signal)),
    payloadUrl: (uid) => at(uid, 'payload'),
    payload: async (uid, signal) => (await get(at(uid, 'payload'), signal)).arrayBuffer(),
  };
}
