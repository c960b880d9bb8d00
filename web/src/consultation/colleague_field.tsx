// A colleague chosen by name or establishment: a text field with its list (WAI-ARIA combobox).
import { useEffect, useRef, useState } from 'preact/hooks';
import { findColleagues, type Colleague } from '../net/consultations';
import { useSettings } from '../shell/settings';
import { personText } from './words';

interface Props {
  readonly chosen: Colleague | undefined;
  readonly invalid: boolean;
  readonly onChoose: (colleague: Colleague | undefined) => void;
}

export function ColleagueField({ chosen, invalid, onChoose }: Props) {
  const { t } = useSettings();
  const [words, setWords] = useState('');
  const [found, setFound] = useState<readonly Colleague[]>([]);
  const [more, setMore] = useState(false);
  const [settled, setSettled] = useState(false);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const list = useRef<HTMLUListElement>(null);

  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      findColleagues(words, stop.signal).then(({ colleagues, more: others }) => {
        setFound(colleagues);
        setMore(others);
        setSettled(true);
        setAt(-1);
      }, () => undefined);
    }, words === '' ? 0 : 180);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [words]);
  useEffect(() => { list.current?.children[at]?.scrollIntoView({ block: 'nearest' }); }, [at]);

  const choose = (colleague: Colleague): void => {
    onChoose(colleague);
    setOpen(false);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (found.length > 0) setAt((old) => (old < 0 && step < 0 ? found.length - 1 : (old + step + found.length) % found.length));
    } else if (event.key === 'Enter' && open) {
      const one = found[at];
      event.preventDefault();
      if (one) choose(one);
    } else if (event.key === 'Escape' && open) {
      // The list closes first, the dialog with the next key.
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
  };
  const showList = open && !chosen;
  return (
    <div class="colleague-field">
      <label for="colleague">{t('consultation.colleague')}</label>
      <input id="colleague" type="text" role="combobox" autocomplete="off" spellcheck={false} maxLength={120} aria-expanded={showList} aria-controls="colleague-list"
        aria-autocomplete="list" aria-activedescendant={showList && at >= 0 ? `colleague-${at}` : undefined} aria-invalid={invalid} aria-describedby={invalid ? 'colleague-problem' : undefined}
        placeholder={t('consultation.colleague_hint')} value={chosen ? personText(chosen) : words}
        onInput={(e) => { onChoose(undefined); setSettled(false); setWords(e.currentTarget.value); setOpen(true); }}
        onFocus={() => setOpen(true)} onClick={() => setOpen(true)} onBlur={() => setOpen(false)} onKeyDown={onKey} />
      <ul id="colleague-list" ref={list} role="listbox" aria-label={t('consultation.colleagues')} class={showList ? 'options' : 'options closed'}>
        {showList && found.map((one, index) => (
          <li key={one.id} id={`colleague-${index}`} role="option" aria-selected={index === at} class={index === at ? 'option at' : 'option'}
            // The field keeps the focus; a finger's tap is a click after that.
            onPointerDown={(e) => e.preventDefault()} onClick={() => choose(one)}>
            <span class="first">{one.name}</span><span class="second">{one.establishment}</span>
          </li>
        ))}
      </ul>
      <p class="field-note" role="status">
        {showList && settled && found.length === 0 && t('consultation.no_colleague')}
        {showList && more && t('consultation.more_colleagues')}
      </p>
      {invalid && <p id="colleague-problem" class="field-problem">{t('consultation.colleague_needed')}</p>}
    </div>
  );
}
