import type { Priority } from '../net/consultations';
import { useSettings } from '../shell/settings';

export function PriorityBadge({ priority }: { priority: Priority }) {
  const { t } = useSettings();
  return <span class={`badge priority ${priority}`}>{t(`consultation.priority.${priority}`)}</span>;
}
