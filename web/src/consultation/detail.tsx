// One consultation: what was asked, what was answered, and what the reader can do about it.
import { ArrowLeft, CircleAlert, FileImage, Users } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { formatDate, formatName } from '../i18n/format';
import { kLongestAnswer, takeStep, type Consultation, type StepName } from '../net/consultations';
import { Icon } from '../shell/icons';
import { hashOf } from '../shell/router';
import { useSettings } from '../shell/settings';
import { PriorityBadge } from './priority_badge';
import { consultationsChanged } from './waiting';
import { failureText, momentText, otherOf, personText, stateText } from './words';
import { lengthOf, WordingField } from './wording_field';

function Study({ one }: { one: Consultation }) {
  const { t, language } = useSettings();
  if (!one.study) return <p class="faint">{t('consultation.no_study')}</p>;
  const { study } = one;
  const line = [study.modalities.join(' '), formatDate(language, study.date), study.description].filter((part) => part !== '').join(' · ');
  return (
    <>
      <p class="first strong">{formatName(study.patient) || t('studies.no_name')}</p>
      <p class="second">{line}</p>
      <div class="detail-actions">
        {one.open && <a class="button primary" href={hashOf({ page: 'study', uid: study.uid, together: one.id })}><Icon node={Users} /><span>{t('consultation.read_together')}</span></a>}
        <a class={one.open ? 'button' : 'button primary'} href={hashOf({ page: 'study', uid: study.uid })}><Icon node={FileImage} /><span>{t('consultation.open_study')}</span></a>
      </div>
    </>
  );
}

interface Props {
  readonly id: string;
  readonly onChanged: () => void;
  readonly onSessionLost: () => void;
}

export function Detail({ id, onChanged, onSessionLost }: Props) {
  const { t, language } = useSettings();
  const [one, setOne] = useState<Consultation>();
  const [failure, setFailure] = useState('');
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);

  const step = async (name: StepName, text?: string): Promise<void> => {
    setBusy(true);
    setFailure('');
    try {
      setOne(await takeStep(id, name, text));
      setWords('');
      setTried(false);
      consultationsChanged();
      onChanged();
    } catch (error) {
      if ((error as { status?: number }).status === 401) onSessionLost();
      setFailure(failureText(t, error));
    }
    setBusy(false);
  };
  useEffect(() => { void step('see'); }, [id]);
  useEffect(() => { heading.current?.focus(); }, [one?.id]);

  const write = (name: 'answer' | 'decline'): void => {
    setTried(true);
    if (busy || words.trim() === '' || lengthOf(words) > kLongestAnswer) document.getElementById('answer')?.focus();
    else void step(name, words.trim());
  };
  const wordsProblem = !tried ? '' : words.trim() === '' ? t('consultation.answer_needed') : lengthOf(words) > kLongestAnswer ? t('consultation.too_long') : '';
  const toAnswer = one && !one.mine && (one.state === 'asked' || one.state === 'seen');

  return (
    <section class="consultation-detail" aria-labelledby="detail-title" aria-busy={busy}>
      <a class="button quiet to-list" href={hashOf({ page: 'consultations' })}><Icon node={ArrowLeft} /><span>{t('consultation.title')}</span></a>
      <div role="alert">{failure !== '' && <div class="notice danger"><Icon node={CircleAlert} /><span>{failure}</span></div>}</div>
      {one && (
        <>
          <header>
            <h2 id="detail-title" ref={heading} tabIndex={-1}>{t(one.mine ? 'consultation.to' : 'consultation.from', { who: personText(otherOf(one)) })}</h2>
            <p class="detail-facts"><PriorityBadge priority={one.priority} /><span role="status">{stateText(t, one)}</span><span class="faint">{momentText(language, one.askedAtS)}</span></p>
          </header>
          <Study one={one} />
          <h3>{t('consultation.question')}</h3>
          <p class="wording">{one.question}</p>
          {one.answer !== '' && (
            <>
              <h3>{t(one.state === 'declined' ? 'consultation.why_declined' : 'consultation.answer')}</h3>
              <p class="wording">{one.answer}</p>
              <p class="second">{personText(one.asked)} · {momentText(language, one.answeredAtS || one.endedAtS)}</p>
            </>
          )}
          {toAnswer && (
            <form noValidate onSubmit={(e) => { e.preventDefault(); write('answer'); }}>
              <WordingField id="answer" label={t('consultation.your_answer')} value={words} longest={kLongestAnswer} problem={wordsProblem} rows={5} onChange={setWords} />
              <div class="detail-actions">
                <button type="submit" class="button primary" aria-disabled={busy}>{t('consultation.send_answer')}</button>
                <button type="button" class="button" aria-disabled={busy} onClick={() => write('decline')}>{t('consultation.decline')}</button>
              </div>
            </form>
          )}
          {one.mine && one.open && (
            <div class="detail-actions">
              <button type="button" class="button" aria-disabled={busy} onClick={() => void step('close')}>{t('consultation.close')}</button>
              <span class="faint">{t('consultation.close_explain')}</span>
            </div>
          )}
        </>
      )}
    </section>
  );
}
