// One object, opened: what it says in the form that suits its kind, and all its attributes for who wants them.
import { Download, ExternalLink, Layers } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { formatDate, formatTime } from '../i18n/format';
import { localeOf, type Translate } from '../i18n/i18n';
import type { Language, MessageKey } from '../i18n/messages';
import { asProblem, type ProblemError } from '../net/problem';
import { useSlow } from '../shell/hooks';
import { Icon } from '../shell/icons';
import { problemText } from '../shell/problem_text';
import { useSettings } from '../shell/settings';
import { AttributeTree } from './attributes';
import { Cda } from './cda';
import { useDocuments } from './context';
import { ReferenceLink } from './image_link';
import { kindName } from './kinds';
import type { Attributes, DocumentModel, Fact, Payload, ReportItem } from './model';
import { Report } from './report';
import { Waveform } from './waveform';

/** What is being fetched, what came, or why it did not come. */
function useLoaded<T>(load: ((signal: AbortSignal) => Promise<T>) | undefined, key: string): { value?: T; problem?: ProblemError; again: () => void } {
  const [state, setState] = useState<{ value?: T; problem?: ProblemError }>({});
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    setState({});
    if (!load) return undefined;
    const control = new AbortController();
    load(control.signal).then(
      (value) => { if (!control.signal.aborted) setState({ value }); },
      (error: unknown) => { if (!control.signal.aborted) setState({ problem: asProblem(error) }); },
    );
    return () => control.abort();
  }, [key, turn]);
  return { ...state, again: () => setTurn((n) => n + 1) };
}

function Failed({ problem, again }: { problem: ProblemError; again: () => void }) {
  const { t } = useSettings();
  return (
    <div class="notice danger" role="alert">
      <span>{problem.kind === 'absent' ? t('problem.absent') : problemText(t, problem)}</span>
      <button type="button" class="button" onClick={again}>{t('app.retry')}</button>
    </div>
  );
}

function Waiting() {
  const { t } = useSettings();
  const slow = useSlow(true);
  return slow ? <p class="document-waiting" role="status"><span class="spinner" aria-hidden="true" />{t('app.loading')}</p> : null;
}

const kFacts: Readonly<Record<string, Extract<MessageKey, `document.fact.${string}`>>> = {
  'patient': 'document.fact.patient', 'patient-id': 'document.fact.patient_id', 'date': 'document.fact.date', 'author': 'document.fact.author',
  'verified-by': 'document.fact.verified_by', 'verified-at': 'document.fact.verified_at', 'institution': 'document.fact.institution',
  'description': 'document.fact.description', 'series': 'document.fact.series',
};

function factText(language: Language, { key, value }: Fact): string {
  if (key === 'verified-at') return `${formatDate(language, value.slice(0, 8))} ${formatTime(value.slice(8))}`.trim();
  if (key !== 'date') return value;
  const [date = '', time = ''] = value.split(' ');
  return `${formatDate(language, date.slice(0, 8))} ${formatTime(time || date.slice(8))}`.trim();
}

function Facts({ model }: { model: DocumentModel }) {
  const { t, language } = useSettings();
  return (
    <dl class="facts">
      {model.facts.map((fact, index) => {
        const name = kFacts[fact.key];
        return name === undefined ? null : <div key={index}><dt>{t(name)}</dt><dd>{factText(language, fact)}</dd></div>;
      })}
      {model.complete !== undefined && (
        <div><dt>{t('document.fact.state')}</dt><dd>{`${t(model.complete ? 'document.complete' : 'document.partial')}, ${t(model.verified ? 'document.verified' : 'document.unverified')}`}</dd></div>
      )}
    </dl>
  );
}

function size(language: Language, bytes: number): string {
  const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  let value = bytes;
  let step = 0;
  while (value >= 1000 && step < steps.length - 1) {
    value /= 1000;
    step += 1;
  }
  return new Intl.NumberFormat(localeOf(language), { style: 'unit', unit: steps[step] ?? 'byte', maximumSignificantDigits: 3 }).format(value);
}

function PayloadLinks({ uid, payload }: { uid: string; payload: Payload }) {
  const { t, language } = useSettings();
  const { source } = useDocuments();
  const url = source?.payloadUrl(uid) ?? '';
  return (
    <p class="payload-links">
      {payload.inline && payload.extension !== 'xml' && <a class="button" href={url} target="_blank" rel="noopener noreferrer"><Icon node={ExternalLink} />{t('document.open_tab')}</a>}
      <a class="button" href={url} download={`document.${payload.extension}`}><Icon node={Download} />{t('document.download', { size: size(language, payload.bytes) })}</a>
    </p>
  );
}

function CdaPayload({ uid }: { uid: string }) {
  const { source } = useDocuments();
  const { value, problem, again } = useLoaded(source && ((signal) => source.payload(uid, signal)), uid);
  if (problem) return <Failed problem={problem} again={again} />;
  return value ? <Cda bytes={value} /> : <Waiting />;
}

function Video({ uid, title }: { uid: string; title: string }) {
  const { t } = useSettings();
  const { source } = useDocuments();
  const [failed, setFailed] = useState(false);
  if (failed) return <p class="notice" role="status">{t('document.no_video')}</p>;
  return <video class="video-player" controls preload="metadata" src={source?.payloadUrl(uid) ?? ''} aria-label={title} onError={() => setFailed(true)} />;
}

function PayloadView({ uid, model, payload }: { uid: string; model: DocumentModel; payload: Payload }) {
  const { t } = useSettings();
  const { source } = useDocuments();
  const title = model.title || kindName(t, model.kind);
  return (
    <>
      {payload.type === 'application/pdf' && <iframe class="document-frame" title={title} src={source?.payloadUrl(uid) ?? ''} />}
      {payload.extension === 'xml' && <CdaPayload uid={uid} />}
      {model.kind === 'video' && (payload.inline ? <Video uid={uid} title={title} /> : <p class="notice">{t('document.no_video')}</p>)}
      {model.kind === 'model' && <p class="faint">{t('document.model_hint')}</p>}
      {!payload.inline && model.kind === 'pdf' && <p class="notice danger" role="alert">{t('document.not_pdf')}</p>}
      <PayloadLinks uid={uid} payload={payload} />
    </>
  );
}

const kChanges: Readonly<Record<string, Extract<MessageKey, `document.change.${string}`>>> = {
  window: 'document.change.window', lut: 'document.change.lut', inverse: 'document.change.inverse', rotation: 'document.change.rotation', flip: 'document.change.flip',
  area: 'document.change.area', shutter: 'document.change.shutter', overlay: 'document.change.overlay', annotations: 'document.change.annotations', blending: 'document.change.blending',
};

function changesText(t: Translate, changes: readonly string[]): string {
  return changes.map((change) => kChanges[change]).filter((key) => key !== undefined).map((key) => t(key)).join(', ');
}

function Presentation({ model }: { model: DocumentModel }) {
  const { t } = useSettings();
  const { presentation } = model;
  if (!presentation) return null;
  return (
    <dl class="report-list">
      {presentation.changes.length > 0 && <div class="report-leaf"><dt>{t('document.changes')}</dt><dd>{changesText(t, presentation.changes)}</dd></div>}
      {presentation.texts.length > 0 && (
        <div class="report-leaf"><dt>{t('document.texts')}</dt><dd><ul class="report-details">{presentation.texts.map((text, index) => <li key={index} class="report-text">{text}</li>)}</ul></dd></div>
      )}
    </dl>
  );
}

function References({ model }: { model: DocumentModel }) {
  const { t } = useSettings();
  if (model.references.length === 0) return null;
  return (
    <section class="report-group">
      <h3>{t(model.kind === 'key-objects' ? 'document.key_images' : 'document.applies_to')}</h3>
      <ul class="references">{model.references.map((one, index) => <li key={index}><ReferenceLink uid={one.uid} frames={one.frames} /></li>)}</ul>
    </section>
  );
}

function Regions({ model }: { model: DocumentModel }) {
  const { t } = useSettings();
  if (model.regions.length === 0) return null;
  return (
    <ul class="regions">
      {model.regions.map((region) => (
        <li key={region.number}>
          <svg class="swatch" width="16" height="16" aria-hidden="true"><rect width="16" height="16" rx="3" fill={region.colour} /></svg>
          <span class="region-name">{region.name || t('document.region', { number: region.number })}</span>
          <span class="faint">{region.contours > 0 ? t('document.contours', { count: region.contours }) : region.details.join(' · ')}</span>
        </li>
      ))}
    </ul>
  );
}

const kDrawn = new Set(['presentation', 'segmentation', 'structure-set']);

/** Opened, it is drawn over the images beside; where the panel covers them, its button leads there. */
function Drawn({ uid }: { uid: string }) {
  const { t } = useSettings();
  const { contents, showLayer } = useDocuments();
  const beside = contents.images.size > 0;
  useEffect(() => { if (beside) showLayer(uid, false); }, [uid, beside]);
  return beside ? <p class="payload-links"><button type="button" class="button" onClick={() => showLayer(uid, true)}><Icon node={Layers} />{t('document.show_drawn')}</button></p> : null;
}

function AllAttributes({ uid }: { uid: string }) {
  const { t } = useSettings();
  const { source } = useDocuments();
  const [open, setOpen] = useState(false);
  const { value, problem, again } = useLoaded<Attributes>(open && source ? (signal) => source.attributes(uid, signal) : undefined, `${uid} ${open}`);
  return (
    <details class="all-attributes" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('document.all_attributes')}</summary>
      {open && !value && !problem && <Waiting />}
      {problem && <Failed problem={problem} again={again} />}
      {value && <AttributeTree attributes={value} />}
    </details>
  );
}

/** A key object selection lists its images once, below its text. */
const withoutReferences = (root: ReportItem): ReportItem => ({ ...root, children: root.children.filter((child) => child.uid === '') });

function Body({ uid, model }: { uid: string; model: DocumentModel }): ComponentChildren {
  const { t } = useSettings();
  return (
    <>
      {model.report && <Report root={model.references.length > 0 ? withoutReferences(model.report) : model.report} />}
      {model.waveform && <Waveform waveform={model.waveform} />}
      {kDrawn.has(model.kind) && <Drawn uid={uid} />}
      <Presentation model={model} />
      <Regions model={model} />
      <References model={model} />
      {model.payload && <PayloadView uid={uid} model={model} payload={model.payload} />}
      {model.attributes && (
        <>
          <p class="notice">{t(model.kind === 'picture' ? 'document.no_picture' : 'document.no_form')}</p>
          <AttributeTree attributes={model.attributes} />
        </>
      )}
      {!model.attributes && <AllAttributes key={uid} uid={uid} />}
    </>
  );
}

export function DocumentView({ uid }: { uid: string }) {
  const { t } = useSettings();
  const { source } = useDocuments();
  const { value, problem, again } = useLoaded(source && ((signal) => source.document(uid, signal)), uid);
  if (problem) return <Failed problem={problem} again={again} />;
  if (!value) return <Waiting />;
  return (
    <article class={`document document-${value.kind}`} aria-labelledby="document-title">
      <p class="faint small">{kindName(t, value.kind)}</p>
      <h2 id="document-title" tabIndex={-1}>{value.title || kindName(t, value.kind)}</h2>
      <Facts model={value} />
      <Body uid={uid} model={value} />
    </article>
  );
}
