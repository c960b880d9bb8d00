// The panel beside the pictures: the study's objects without a picture, and the one that is open.
import { ArrowLeft, Maximize2, Minimize2, X } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import { plural } from '../i18n/i18n';
import { Icon } from '../shell/icons';
import { useSettings } from '../shell/settings';
import type { StudyContents } from './contents';
import { DocumentsContext } from './context';
import { kindIcon, kindName } from './kinds';
import type { DocumentSource } from './source';
import { DocumentView } from './view';

export interface PanelProps {
  readonly contents: StudyContents;
  readonly source: DocumentSource;
  readonly open: string | undefined;
  readonly wide: boolean;
  /** The study has pictures: the panel can be put away. */
  readonly beside: boolean;
  onOpen(uid: string | undefined): void;
  onWide(wide: boolean): void;
  onClose(): void;
  onShowImage(uid: string, frame: number): void;
  onShowLayer(uid: string, reveal: boolean): void;
}

function ObjectList({ contents, onOpen }: Pick<PanelProps, 'contents' | 'onOpen'>) {
  const { t } = useSettings();
  return (
    <ul class="object-list">
      {contents.objects.map((object) => (
        <li key={object.uid}>
          <button type="button" class="object-row" data-kind={object.kind} onClick={() => onOpen(object.uid)}>
            <Icon node={kindIcon(object.kind)} size={20} />
            <span class="object-words">
              <span class="first">{object.label || object.seriesDescription || kindName(t, object.kind)}</span>
              <span class="second">{[kindName(t, object.kind), t('document.series', { number: object.seriesNumber })].join(' · ')}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

export default function DocumentsPanel(props: PanelProps) {
  const { contents, source, open, wide, beside, onOpen, onWide, onClose, onShowImage, onShowLayer } = props;
  const { t, language } = useSettings();
  const body = useRef<HTMLDivElement>(null);
  const shown = contents.objects.find((object) => object.uid === open);
  useEffect(() => {
    body.current?.scrollTo(0, 0);
    body.current?.focus({ preventScroll: true });
  }, [open]);
  return (
    <DocumentsContext.Provider value={{ source, contents, showImage: onShowImage, showLayer: onShowLayer, openDocument: onOpen }}>
      <aside class={wide ? 'documents wide' : 'documents'} aria-label={t('document.panel')} onKeyDown={(event) => event.key === 'Escape' && (open ? onOpen(undefined) : onClose())}>
        <header class="documents-bar">
          {open === undefined
            ? <span class="documents-title">{t(plural(language, 'document.count', contents.objects.length), { count: contents.objects.length })}</span>
            : <button type="button" class="button quiet back" onClick={() => onOpen(undefined)}><Icon node={ArrowLeft} /><span>{t('document.panel')}</span></button>}
          <span class="documents-end">
            {beside && (
              <button type="button" class="icon-button widen" aria-pressed={wide} aria-label={t(wide ? 'document.narrow' : 'document.widen')} title={t(wide ? 'document.narrow' : 'document.widen')} onClick={() => onWide(!wide)}>
                <Icon node={wide ? Minimize2 : Maximize2} />
              </button>
            )}
            {beside && <button type="button" class="icon-button" aria-label={t('document.close')} title={t('document.close')} onClick={onClose}><Icon node={X} /></button>}
          </span>
        </header>
        <div class="documents-body" ref={body} tabIndex={-1}>
          {shown ? <DocumentView key={shown.uid} uid={shown.uid} /> : <ObjectList contents={contents} onOpen={onOpen} />}
        </div>
      </aside>
    </DocumentsContext.Provider>
  );
}
