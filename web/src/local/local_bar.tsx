// The bar above the pages of local files: there is nobody to sign out.
import { HardDrive } from 'lucide';
import type { ComponentChildren } from 'preact';
import { Icon } from '../shell/icons';
import { Preferences } from '../shell/preferences';
import { useSettings } from '../shell/settings';

export function LocalBar({ children }: { children: ComponentChildren }) {
  const { t } = useSettings();
  return (
    <>
      <a class="skip" href="#content" onClick={(e) => { e.preventDefault(); document.getElementById('content')?.focus(); }}>{t('app.skip')}</a>
      <header class="top-bar">
        {children}
        <p class="local-mark" title={t('local.stays')}><Icon node={HardDrive} /><span>{t('local.stays')}</span></p>
        <div class="top-bar-end"><Preferences /></div>
      </header>
    </>
  );
}
