// Language, theme and data saver switches, the same on every page; where the page is narrow, behind one button.
import { Leaf, Moon, SlidersHorizontal, Sun } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { kLanguages } from '../i18n/messages';
import { useMedia } from './hooks';
import { Icon } from './icons';
import { useSettings } from './settings';

function Switches() {
  const { t, language, theme, dataSaver, setLanguage, setTheme, setDataSaver } = useSettings();
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
      <button type="button" class="icon-button theme-switch" aria-label={t(`app.theme.${other}`)} title={t(`app.theme.${other}`)} onClick={() => setTheme(other)}>
        <Icon node={theme === 'dark' ? Sun : Moon} />
      </button>
      <button type="button" class="icon-button" aria-pressed={dataSaver} aria-label={t('app.data_saver')} title={t(dataSaver ? 'app.data_saver.on' : 'app.data_saver.off')} onClick={() => setDataSaver(!dataSaver)}>
        <Icon node={Leaf} />
      </button>
    </div>
  );
}

/** One button; what it opens closes by Escape, by the button, or when something else is pressed. */
function Folded() {
  const { t } = useSettings();
  const [open, setOpen] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return undefined;
    const pressed = (event: Event) => { if (!whole.current?.contains(event.target as Node)) setOpen(false); };
    const typed = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', pressed, true);
    document.addEventListener('keydown', typed);
    return () => {
      document.removeEventListener('pointerdown', pressed, true);
      document.removeEventListener('keydown', typed);
    };
  }, [open]);
  return (
    <div ref={whole} class="folded-preferences">
      <button ref={button} type="button" class="icon-button" aria-expanded={open} aria-label={t('app.preferences')} title={t('app.preferences')} onClick={() => setOpen(!open)}>
        <Icon node={SlidersHorizontal} />
      </button>
      {open && <div class="preferences-sheet"><Switches /></div>}
    </div>
  );
}

export function Preferences() {
  return useMedia('(max-width: 40em)') ? <Folded /> : <Switches />;
}
