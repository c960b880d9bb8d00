// Why a request failed, in terms that the screen can put into words.
export type ProblemKind = 'denied' | 'session' | 'forbidden' | 'absent' | 'slow_down' | 'refused' | 'server' | 'offline';

export class ProblemError extends Error {
  constructor(
    readonly kind: ProblemKind,
    readonly status: number,
    /** Seconds to wait, when the server said so; 0 otherwise. */
    readonly retryAfterS = 0,
    /** The server's request number, for the support desk. */
    readonly requestId = '',
  ) {
    super(`${kind} (${status})`);
    this.name = 'ProblemError';
  }
}

function kindOf(status: number, slug: string): ProblemKind {
  if (status === 401) return slug === 'denied' ? 'denied' : 'session';
  if (status === 403) return 'forbidden';
  if (status === 404 || status === 410) return 'absent';
  if (status === 429) return 'slow_down';
  return status >= 500 ? 'server' : 'refused';
}

function retryAfter(header: string | null): number {
  if (header === null) return 0;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, Math.min(86_400, Math.ceil(seconds)));
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}

/** Reads an RFC 9457 problem document; a body that is not one still gives an error of the right kind. */
export async function problemOf(response: Response): Promise<ProblemError> {
  let slug = '';
  let requestId = '';
  if ((response.headers.get('content-type') ?? '').startsWith('application/problem+json')) {
    try {
      const body = (await response.json()) as { type?: unknown; instance?: unknown };
      if (typeof body.type === 'string') slug = body.type.slice(body.type.lastIndexOf('/') + 1);
      if (typeof body.instance === 'string') requestId = body.instance;
    } catch {
      slug = '';
    }
  }
  return new ProblemError(kindOf(response.status, slug), response.status, retryAfter(response.headers.get('retry-after')), requestId);
}

export function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  // fetch rejects with a TypeError when no answer came at all.
  return new ProblemError(error instanceof TypeError ? 'offline' : 'server', 0);
}
