// Loads the documents panel, a part of its own: a study of pictures alone never pays for it.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PanelProps } from '../document/panel';

export function useDocumentsPanel(wanted: boolean): ComponentType<PanelProps> | undefined {
  const [panel, setPanel] = useState<{ readonly component: ComponentType<PanelProps> }>();
  useEffect(() => {
    if (!wanted || panel) return;
    import('../document/panel').then(({ default: component }) => setPanel({ component }), () => undefined);
  }, [wanted, panel]);
  return panel?.component;
}
