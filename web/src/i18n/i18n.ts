// The language in use, kept on this device, and the functions that put texts, numbers and dates into it.
import { kLanguages, messages, type Language, type MessageKey, type ParamsOf } from './messages';

const kStorageKey = 'sansfilm.language';

/** Storage may be forbidden (private windows, hospital policies): the choice then lasts as long as the page. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    return;
  }
}

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function storedLanguage(): Language {
  const stored = recall(kStorageKey);
  return kLanguages.find((language) => language === stored) ?? 'fr';
}

export function keepLanguage(language: Language): void {
  remember(kStorageKey, language);
  document.documentElement.lang = language;
}

type Params<K extends MessageKey> = [ParamsOf<K>] extends [never] ? [] : [Readonly<Record<ParamsOf<K>, string | number>>];
export type Translate = <K extends MessageKey>(key: K, ...params: Params<K>) => string;

export function translator(language: Language): Translate {
  return (key, ...params) => {
    const template: string = messages[key][language];
    const values = (params[0] ?? {}) as Readonly<Record<string, string | number>>;
    return template.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
  };
}

/** Chooses between `base.one` and `base.other` by the language's own rule (0 is singular in French, plural in English). */
export function plural<B extends string>(language: Language, base: B, n: number): `${B}.one` | `${B}.other` {
  return new Intl.PluralRules(language).select(n) === 'one' ? `${base}.one` : `${base}.other`;
}

export const localeOf = (language: Language): string => (language === 'fr' ? 'fr-FR' : 'en-GB');
