// Asks a colleague for an opinion on the study that is open.
import { CircleAlert } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { askOpinion, kLongestQuestion, kPriorities, type Colleague, type Priority } from '../net/consultations';
import { Icon } from '../shell/icons';
import { useSettings } from '../shell/settings';
import { ColleagueField } from './colleague_field';
import { consultationsChanged } from './waiting';
import { failureText } from './words';
import { lengthOf, WordingField } from './wording_field';

export interface AskProps {
  readonly uid: string;
  readonly onClose: () => void;
  readonly onAsked: (id: string) => void;
}

export default function AskDialog({ uid, onClose, onAsked }: AskProps) {
  const { t } = useSettings();
  const dialog = useRef<HTMLDialogElement>(null);
  const [colleague, setColleague] = useState<Colleague>();
  const [priority, setPriority] = useState<Priority>('urgent');
  const [question, setQuestion] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState('');
  useEffect(() => { dialog.current?.showModal(); }, []);
  const questionProblem = question.trim() === '' ? t('consultation.question_needed') : lengthOf(question) > kLongestQuestion ? t('consultation.too_long') : '';

  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (!colleague || questionProblem !== '' || busy) {
      if (!colleague) document.getElementById('colleague')?.focus();
      else document.getElementById('question')?.focus();
      return;
    }
    setBusy(true);
    setFailure('');
    try {
      const id = await askOpinion(uid, colleague.id, priority, question.trim());
      consultationsChanged();
      onAsked(id);
    } catch (error) {
      setFailure(failureText(t, error));
      setBusy(false);
    }
  };

  return (
    <dialog ref={dialog} class="dialog ask-dialog" aria-labelledby="ask-title" onCancel={(e) => { e.preventDefault(); onClose(); }}>
      <form noValidate onSubmit={(e) => void send(e)}>
        <h2 id="ask-title">{t('consultation.ask')}</h2>
        <p>{t('consultation.ask_explain')}</p>
        <ColleagueField chosen={colleague} invalid={tried && !colleague} onChoose={setColleague} />
        <fieldset class="priority-field">
          <legend>{t('consultation.priority')}</legend>
          {kPriorities.map((one) => (
            <label key={one} class="choice">
              <input type="radio" name="priority" value={one} checked={priority === one} onChange={() => setPriority(one)} />
              <span>{t(`consultation.priority.${one}`)}</span>
            </label>
          ))}
        </fieldset>
        <WordingField id="question" label={t('consultation.question')} value={question} longest={kLongestQuestion} problem={tried ? questionProblem : ''} onChange={setQuestion} />
        <div role="alert">{failure !== '' && <div class="notice danger"><Icon node={CircleAlert} /><span>{failure}</span></div>}</div>
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>{t('consultation.cancel')}</button>
          <button type="submit" class="button primary" aria-disabled={busy}>{t(busy ? 'consultation.sending' : 'consultation.send')}</button>
        </div>
      </form>
    </dialog>
  );
}
