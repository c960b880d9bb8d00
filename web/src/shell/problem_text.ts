import type { Translate } from '../i18n/i18n';
import type { ProblemError } from '../net/problem';

/** A failed request in words. What the reader can do about it stands beside it as a button. */
export function problemText(t: Translate, problem: ProblemError): string {
  switch (problem.kind) {
    case 'denied': return t('sign_in.denied');
    case 'session': return t('sign_in.ended');
    case 'forbidden': return t('problem.forbidden');
    case 'absent': return t('problem.absent');
    case 'slow_down': return t('sign_in.slow_down', { seconds: Math.max(1, problem.retryAfterS) });
    case 'refused': return t('problem.refused');
    case 'server': return t('problem.server');
    case 'offline': return t('problem.offline');
  }
}
