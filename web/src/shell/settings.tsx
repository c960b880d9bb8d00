// Language, theme and data saver: chosen by the reader, kept on this device, known to every part of the page.
import { createContext, type ComponentChildren } from 'preact';
import { useContext, useMemo, useState } from 'preact/hooks';
import { keepLanguage, recall, remember, storedLanguage, translator, type Translate } from '../i18n/i18n';
import type { Language } from '../i18n/messages';

export type Theme = 'dark' | 'light';
const kLanguageKey = 'sansfilm.language';
const kThemeKey = 'sansfilm.theme';
const kDataSaverKey = 'sansfilm.data_saver';

export interface Settings {
  readonly language: Language;
  readonly theme: Theme;
  readonly dataSaver: boolean;
  readonly t: Translate;
  setLanguage(language: Language): void;
  setTheme(theme: Theme): void;
  setDataSaver(on: boolean): void;
}

const SettingsContext = createContext<Settings | undefined>(undefined);

function showTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', theme === 'dark' ? '#0d1014' : '#f3f5f7');
}

const storedTheme = (): Theme => (recall(kThemeKey) === 'light' ? 'light' : 'dark');

// Until the reader says something, what the browser was told by its owner (Save-Data) holds.
function storedDataSaver(): boolean {
  const stored = recall(kDataSaverKey);
  if (stored !== null) return stored === 'on';
  return (navigator as Navigator & { readonly connection?: { readonly saveData?: boolean } }).connection?.saveData === true;
}

export function applyStoredTheme(): void {
  showTheme(storedTheme());
}

export function SettingsProvider({ children }: { children: ComponentChildren }) {
  const [language, setLanguage] = useState<Language>(storedLanguage);
  const [theme, setTheme] = useState<Theme>(storedTheme);
  const [dataSaver, setDataSaver] = useState<boolean>(storedDataSaver);
  const settings = useMemo<Settings>(
    () => ({
      language,
      theme,
      dataSaver,
      t: translator(language),
      setLanguage(next) {
        remember(kLanguageKey, next);
        keepLanguage(next);
        setLanguage(next);
      },
      setTheme(next) {
        remember(kThemeKey, next);
        showTheme(next);
        setTheme(next);
      },
      setDataSaver(on) {
        remember(kDataSaverKey, on ? 'on' : 'off');
        setDataSaver(on);
      },
    }),
    [language, theme, dataSaver],
  );
  return <SettingsContext.Provider value={settings}>{children}</SettingsContext.Provider>;
}

export function useSettings(): Settings {
  const settings = useContext(SettingsContext);
  if (!settings) throw new Error('SettingsProvider is missing');
  return settings;
}
