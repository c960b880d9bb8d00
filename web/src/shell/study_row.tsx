// One study, as a row of the table or as a card. The patient's name is the link; its area covers the whole row.
import { ageAt, formatDate, formatName, formatTime, relativeDate } from '../i18n/format';
import { localeOf, plural, type Translate } from '../i18n/i18n';
import type { Language } from '../i18n/messages';
import type { Study } from '../net/api';
import { hashOf } from './router';
import { useSettings } from './settings';

function sexText(t: Translate, sex: string): string {
  return sex === 'M' || sex === 'F' ? t(`studies.sex.${sex}`) : '';
}

function patientLine(t: Translate, language: Language, study: Study): string {
  const age = ageAt(study.birthDate, study.date, new Date());
  return [
    study.patientId,
    sexText(t, study.sex),
    study.birthDate === '' ? '' : t('studies.born', { date: formatDate(language, study.birthDate) }),
    age === undefined ? '' : t(plural(language, 'studies.age', age), { age }),
  ].filter((part) => part !== '').join(' · ');
}

function imagesLine(t: Translate, language: Language, study: Study): string {
  const n = new Intl.NumberFormat(localeOf(language));
  return t(plural(language, 'studies.series', study.series), { count: n.format(study.series) });
}

function Modalities({ codes }: { codes: readonly string[] }) {
  return <span class="badges">{codes.map((code) => <span key={code} class="badge" data-modality={code}>{code}</span>)}</span>;
}

export type StudyRoute = 'study' | 'local-study';
interface Props { readonly study: Study; readonly page: StudyRoute; readonly onOpen: (study: Study) => void }

function StudyLink({ study, page, onOpen }: Props) {
  const { t } = useSettings();
  return <a class="study-link" data-uid={study.uid} href={hashOf({ page, uid: study.uid })} onClick={() => onOpen(study)}>{formatName(study.patientName) || t('studies.no_name')}</a>;
}

/** The day, then the hour and how long ago. */
function whenLines(t: Translate, language: Language, study: Study): [string, string] {
  const day = study.date === '' ? t('studies.no_date') : formatDate(language, study.date);
  return [day, [formatTime(study.time), relativeDate(language, study.date, new Date())].filter((part) => part !== '').join(' · ')];
}

export function StudyRow({ study, page, onOpen }: Props) {
  const { t, language } = useSettings();
  const n = new Intl.NumberFormat(localeOf(language));
  const [day, ago] = whenLines(t, language, study);
  return (
    <tr class="study">
      <th scope="row"><StudyLink study={study} page={page} onOpen={onOpen} /><span class="second">{patientLine(t, language, study)}</span></th>
      <td><span class="first">{day}</span><span class="second">{ago}</span></td>
      <td><Modalities codes={study.modalities} /></td>
      <td><span class="first">{study.description || <span class="faint">{t('studies.no_description')}</span>}</span><span class="second">{study.accession}</span></td>
      <td class="wide-only"><span class="first">{study.establishment}</span></td>
      <td class="number"><span class="first">{n.format(study.instances)}</span><span class="second">{imagesLine(t, language, study)}</span></td>
    </tr>
  );
}

export function StudyCard({ study, page, onOpen }: Props) {
  const { t, language } = useSettings();
  const n = new Intl.NumberFormat(localeOf(language));
  const [day, ago] = whenLines(t, language, study);
  const images = t(plural(language, 'studies.images', study.instances), { count: n.format(study.instances) });
  return (
    <li class="study card">
      <div class="card-head"><StudyLink study={study} page={page} onOpen={onOpen} /><Modalities codes={study.modalities} /></div>
      <p class="second">{patientLine(t, language, study)}</p>
      <p class="first">{study.description || t('studies.no_description')}</p>
      <p class="card-foot"><span>{`${day} · ${ago}`}</span><span>{images}</span></p>
      {study.establishment !== '' && <p class="card-foot"><span>{study.establishment}</span><span>{imagesLine(t, language, study)}</span></p>}
    </li>
  );
}
