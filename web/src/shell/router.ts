// The page's addresses live after the "#": the server never sees which study is open from the address alone.
import { useEffect, useState } from 'preact/hooks';

export type Route = { readonly page: 'sign-in' } | { readonly page: 'studies' } | { readonly page: 'study'; readonly uid: string; readonly together?: string | undefined }
  | { readonly page: 'consultations'; readonly id?: string | undefined }
  | { readonly page: 'local' } | { readonly page: 'local-study'; readonly uid: string };

// PS3.5 9.1: digits and dots, at most 64. Anything else is not a study and is not sent anywhere.
const kStudyHash = /^#\/(study|local)\/([0-9.]{1,64})$/;
// A study that two read together, and a consultation: 128 random bits.
const kTogetherHash = /^#\/study\/([0-9.]{1,64})\/([0-9a-f]{32})$/;
const kConsultationHash = /^#\/consultations(?:\/([0-9a-f]{32}))?$/;

export function parseRoute(hash: string): Route {
  const study = kStudyHash.exec(hash);
  if (study?.[2] !== undefined) return { page: study[1] === 'local' ? 'local-study' : 'study', uid: study[2] };
  const together = kTogetherHash.exec(hash);
  if (together?.[1] !== undefined) return { page: 'study', uid: together[1], together: together[2] };
  const consultation = kConsultationHash.exec(hash);
  if (consultation) return { page: 'consultations', id: consultation[1] };
  if (hash === '#/local') return { page: 'local' };
  return hash === '#/sign-in' ? { page: 'sign-in' } : { page: 'studies' };
}

export function hashOf(route: Route): string {
  if (route.page === 'local-study') return `#/local/${route.uid}`;
  if (route.page === 'study') return route.together === undefined ? `#/study/${route.uid}` : `#/study/${route.uid}/${route.together}`;
  if (route.page === 'consultations') return route.id === undefined ? '#/consultations' : `#/consultations/${route.id}`;
  return `#/${route.page}`;
}

/** Files of this device: read without a session, whatever the server says. */
export const isLocal = (route: Route): boolean => route.page === 'local' || route.page === 'local-study';

export function go(route: Route, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') location.hash = hashOf(route);
  else location.replace(hashOf(route));
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const onChange = () => setRoute(parseRoute(location.hash));
    addEventListener('hashchange', onChange);
    return () => removeEventListener('hashchange', onChange);
  }, []);
  return route;
}
