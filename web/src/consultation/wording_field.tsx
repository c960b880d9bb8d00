// A text that is written to a colleague, with what is left of its length when that becomes short.
import { useSettings } from '../shell/settings';

interface Props {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly longest: number;
  readonly problem: string;
  readonly rows?: number;
  readonly onChange: (value: string) => void;
}

export const lengthOf = (text: string): number => [...text].length;

export function WordingField({ id, label, value, longest, problem, rows = 4, onChange }: Props) {
  const { t } = useSettings();
  const left = longest - lengthOf(value);
  const near = left < longest / 10;
  return (
    <div class="wording-field">
      <label for={id}>{label}</label>
      <textarea id={id} rows={rows} value={value} aria-invalid={problem !== ''} aria-describedby={problem !== '' ? `${id}-problem` : undefined}
        onInput={(e) => onChange(e.currentTarget.value)} />
      <p class={left < 0 ? 'field-problem' : 'field-note'} role="status">{near && t('consultation.left', { count: left })}</p>
      {problem !== '' && <p id={`${id}-problem`} class="field-problem">{problem}</p>}
    </div>
  );
}
