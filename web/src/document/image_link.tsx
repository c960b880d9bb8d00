// A reference to another object: a button that shows the image or opens the document, or words that say it is not here.
import { FileText, Image as ImageIcon } from 'lucide';
import { Icon } from '../shell/icons';
import { useSettings } from '../shell/settings';
import { useDocuments } from './context';
import { kindName } from './kinds';

export function ReferenceLink({ uid, frames }: { uid: string; frames: readonly number[] }) {
  const { t } = useSettings();
  const { contents, showImage, openDocument } = useDocuments();
  const image = contents.images.get(uid);
  const object = contents.objects.find((one) => one.uid === uid);
  if (!image) {
    if (!object) return <span class="faint reference-absent" title={uid}>{t('document.not_here')}</span>;
    return (
      <button type="button" class="link-button" onClick={() => openDocument(uid)}>
        <Icon node={FileText} size={15} /><span>{object.label || kindName(t, object.kind)}</span>
      </button>
    );
  }
  const series = image.seriesDescription || t('document.series', { number: image.seriesNumber });
  return (
    <span class="reference">
      {(frames.length > 0 ? frames : [0]).map((frame) => (
        <button key={frame} type="button" class="link-button" data-uid={uid} onClick={() => showImage(uid, Math.max(0, frame - 1))}>
          <Icon node={ImageIcon} size={15} />
          <span>{frame > 0 ? t('document.image_frame', { number: image.number, frame, series }) : t('document.image', { number: image.number, series })}</span>
        </button>
      ))}
    </span>
  );
}
