// The whole page takes files: while they hover, it says so.
import { FolderInput } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../shell/icons';
import { useSettings } from '../shell/settings';
import { droppedFiles } from './gather';
import { openLocal } from './open_local';

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

export function DropTarget() {
  const { t } = useSettings();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const onOver = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    };
    // Leaving the window, not an element within it.
    const onLeave = (event: DragEvent) => { if (event.relatedTarget === null) setOver(false); };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (!carriesFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      openLocal(droppedFiles(event.dataTransfer));
    };
    addEventListener('dragover', onOver);
    addEventListener('dragleave', onLeave);
    addEventListener('drop', onDrop);
    return () => {
      removeEventListener('dragover', onOver);
      removeEventListener('dragleave', onLeave);
      removeEventListener('drop', onDrop);
    };
  }, []);
  if (!over) return null;
  return (
    <div class="drop-hint" aria-hidden="true">
      <div class="drop-hint-card"><Icon node={FolderInput} size={48} /><p class="drop-hint-title">{t('local.drop')}</p><p>{t('local.stays')}</p></div>
    </div>
  );
}
