// The two ways to give local files without dropping them, and what to tell of them.
import { FolderOpen, Files } from 'lucide';
import { useRef } from 'preact/hooks';
import { Icon } from '../shell/icons';
import { go } from '../shell/router';
import { useSettings } from '../shell/settings';
import { chosenFiles } from './gather';
import { readLocal } from './local_store';
import type { LocalFile } from './protocol';

export function openLocal(files: Promise<readonly LocalFile[]>): void {
  go({ page: 'local' });
  void readLocal(files, (study) => go({ page: 'local-study', uid: study.uid }));
}

/** Chosen by mouse, finger or keyboard: each button opens the system's own dialogue. */
export function OpenLocal({ primary = false }: { primary?: boolean }) {
  const { t } = useSettings();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const chosen = (event: Event) => {
    const input = event.currentTarget as HTMLInputElement;
    if (input.files && input.files.length > 0) openLocal(Promise.resolve(chosenFiles(input.files)));
    input.value = '';  // the same files may be chosen again
  };
  return (
    <div class="open-local">
      <button type="button" class={primary ? 'button primary' : 'button'} onClick={() => files.current?.click()}><Icon node={Files} />{t('local.open_files')}</button>
      <button type="button" class="button" onClick={() => folder.current?.click()}><Icon node={FolderOpen} />{t('local.open_folder')}</button>
      <input ref={files} type="file" multiple hidden data-local="files" onChange={chosen} />
      <input ref={folder} type="file" multiple hidden data-local="folder" {...{ webkitdirectory: true }} onChange={chosen} />
    </div>
  );
}
