// Never bundled: each line below must be an error of the type checker. One that stops being an error fails the check.
import { translator } from './i18n';
import type { messages } from './messages';

const t = translator('fr');
type Entry = (typeof messages)['app.name'];

// @ts-expect-error a key that does not exist
t('app.nothing');
// @ts-expect-error a parameter that is forgotten
t('sign_in.wait');
// @ts-expect-error a parameter under another name
t('sign_in.wait', { minutes: 1 });
// @ts-expect-error a parameter where none is used
t('app.name', { seconds: 1 });
// @ts-expect-error a text without its English
export const half: Record<keyof Entry, string> = { fr: 'moitié' };
