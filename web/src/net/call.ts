// One request of the shell, and what of its answer can be relied on: a missing or wrong value becomes an empty one.
import { ProblemError, problemOf } from './problem';

export type Json = Record<string, unknown>;
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const count = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
export const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
export const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []);

export async function call(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(path, { credentials: 'same-origin', cache: 'no-store', redirect: 'error', ...init });
  if (!response.ok) throw await problemOf(response);
  return response;
}

export async function json(response: Response): Promise<Json> {
  try {
    return object(await response.json());
  } catch {
    throw new ProblemError('server', response.status);
  }
}

export async function post(path: string, body: unknown): Promise<Json> {
  return json(await call(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }));
}
