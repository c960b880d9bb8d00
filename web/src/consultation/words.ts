// A consultation in words.
import { localeOf, type Translate } from '../i18n/i18n';
import type { Language } from '../i18n/messages';
import type { Consultation, Person } from '../net/consultations';
import { asProblem } from '../net/problem';
import { problemText } from '../shell/problem_text';

export const personText = (who: Person): string => (who.establishment === '' ? who.name : `${who.name}, ${who.establishment}`);

export const otherOf = (one: Consultation): Person => (one.mine ? one.asked : one.asker);

/** The state as the reader has to take it: "asked" is to be answered for the one and waited for by the other. */
export function stateText(t: Translate, one: Consultation): string {
  return t(`consultation.state.${one.state}.${one.mine ? 'mine' : 'theirs'}`);
}

export function momentText(language: Language, seconds: number): string {
  return seconds === 0 ? '' : new Intl.DateTimeFormat(localeOf(language), { day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(seconds * 1000);
}

export function failureText(t: Translate, error: unknown): string {
  const problem = asProblem(error);
  return problem.status === 409 ? t('consultation.changed') : problemText(t, problem);
}
