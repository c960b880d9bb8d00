// Language and theme switches, the same on every page.
import { Moon, Sun } from 'lucide';
import { kLanguages } from '../i18n/messages';
import { Icon } from './icons';
import { useSettings } from './settings';

export function Preferences() {
  const { t, language, theme, setLanguage, setTheme } = useSettings();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <div class="preferences">
      <div class="segments" role="group" aria-label={t('app.language')}>
        {kLanguages.map((code) => (
          <button key={code} type="button" lang={code} aria-pressed={language === code} aria-label={`${code.toUpperCase()}, ${t(`app.language.${code}`)}`} onClick={() => setLanguage(code)}>
            {code.toUpperCase()}
          </button>
        ))}
      </div>
      <button type="button" class="icon-button" aria-label={t(`app.theme.${other}`)} title={t(`app.theme.${other}`)} onClick={() => setTheme(other)}>
        <Icon node={theme === 'dark' ? Sun : Moon} />
      </button>
    </div>
  );
}
