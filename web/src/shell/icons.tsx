// Icons from lucide (ISC), drawn as SVG elements: decoration only, the words beside or the label carry the meaning.
import { h, type VNode } from 'preact';
import type { IconNode } from 'lucide';

export function Icon({ node, size = 18 }: { node: IconNode; size?: number }): VNode {
  const children = node.map(([tag, attributes]) => h(tag, attributes as Record<string, string>));
  return h(
    'svg',
    {
      class: 'icon', width: size, height: size, viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor',
      'stroke-width': 1.75, 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true', focusable: 'false',
    },
    children,
  );
}

export function Mark({ size = 26 }: { size?: number }): VNode {
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <circle cx="16" cy="16" r="12" fill="none" stroke="currentColor" stroke-width="3" />
      <path d="M16 4a12 12 0 0 1 0 24z" fill="currentColor" />
    </svg>
  );
}
