// A local study in the viewer. After a reload its files are gone: the page says so and asks for them again.
import { ArrowLeft, FolderInput } from 'lucide';
import { useMemo } from 'preact/hooks';
import { useTitle } from '../shell/hooks';
import { Icon } from '../shell/icons';
import { Reading } from '../shell/reading';
import { useSettings } from '../shell/settings';
import { LocalBar } from './local_bar';
import { localSource } from './local_store';
import { OpenLocal } from './open_local';

function Gone() {
  const { t } = useSettings();
  return (
    <div class="empty">
      <Icon node={FolderInput} size={40} />
      <h1 class="empty-title">{t('local.gone')}</h1>
      <p>{t('local.gone_hint')}</p>
      <OpenLocal primary />
    </div>
  );
}

export function LocalStudy({ uid }: { uid: string }) {
  const { t } = useSettings();
  useTitle(t('study.title'));
  const source = localSource();
  const documents = useMemo(() => source?.documents(), [source]);
  const back = { route: { page: 'local' }, words: t('local.back'), long: t('local.back_long') } as const;
  if (source && documents) {
    return <Reading uid={uid} study={source} documents={documents} back={back} onSessionEnded={() => undefined} bar={(inner) => <LocalBar>{inner}</LocalBar>} absent={<Gone />} />;
  }
  return (
    <div class="reading">
      <LocalBar><a class="button quiet back" href="#/local" aria-label={back.long}><Icon node={ArrowLeft} /><span>{back.words}</span></a></LocalBar>
      <main id="content" class="viewer" tabIndex={-1}><Gone /></main>
    </div>
  );
}
