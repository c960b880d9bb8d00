// A structured report as it reads on paper: headings, texts, measurements as a table.
import type { ComponentChildren, VNode } from 'preact';
import { h } from 'preact';
import { useSettings } from '../shell/settings';
import { ReferenceLink } from './image_link';
import type { ReportItem } from './model';

const kLongText = 90;

const placeId = (place: string): string => `report-item-${place.replaceAll('.', '-')}`;
const childPlace = (place: string, index: number): string => `${place}.${index + 1}`;
/** UCUM writes in braces what is no unit but a word: "128 {pixels}". */
const plainUnits = (value: string): string => value.replace(/\{([^}]*)\}/g, '$1');
const isGroup = (item: ReportItem): boolean => item.type === 'CONTAINER';
const isNumber = (item: ReportItem): boolean => item.type === 'NUM';

function Value({ item }: { item: ReportItem }) {
  const { t } = useSettings();
  if (item.uid !== '') return <ReferenceLink uid={item.uid} frames={item.frames} />;
  if (item.see !== '') {
    return <button type="button" class="link-button" onClick={() => document.getElementById(placeId(item.see))?.scrollIntoView({ block: 'center' })}>{t('document.see', { place: item.see })}</button>;
  }
  if (item.graphic !== '') return <span class="faint">{t('document.drawn', { shape: item.graphic.toLowerCase() })}</span>;
  return <span class="report-text">{item.value}</span>;
}

/** What is said about a value: method, site, the images it was taken from. */
function Details({ item, place }: { item: ReportItem; place: string }): VNode | null {
  if (item.children.length === 0) return null;
  return (
    <ul class="report-details">
      {item.children.map((child, index) => (
        <li key={index} id={placeId(childPlace(place, index))}>
          {child.name !== '' && <span class="faint">{child.name} </span>}
          <Value item={child} />
          <Details item={child} place={childPlace(place, index)} />
        </li>
      ))}
    </ul>
  );
}

function Measurements({ items, title }: { items: readonly { item: ReportItem; place: string }[]; title: string }) {
  const { t } = useSettings();
  const detailed = items.some(({ item }) => item.children.length > 0);
  return (
    <div class="table-scroll" role="group" aria-label={title} tabIndex={0}>
      <table class="measurements">
        <thead>
          <tr><th scope="col">{t('document.measurement')}</th><th scope="col">{t('document.value')}</th>{detailed && <th scope="col">{t('document.details')}</th>}</tr>
        </thead>
        <tbody>
          {items.map(({ item, place }) => (
            <tr key={place} id={placeId(place)}>
              <th scope="row">{item.name}</th>
              <td class="measured">{item.value === '' ? t('document.no_value') : plainUnits(item.value)}</td>
              {detailed && <td><Details item={item} place={place} /></td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Leaf({ item, place }: { item: ReportItem; place: string }) {
  const { t } = useSettings();
  const long = item.type === 'TEXT' && (item.value.length > kLongText || item.value.includes('\n'));
  return (
    <div class={long ? 'report-leaf long' : 'report-leaf'} id={placeId(place)}>
      <dt>{item.name || (item.uid === '' ? item.type : t('document.reference'))}</dt>
      <dd><Value item={item} /><Details item={item} place={place} /></dd>
    </div>
  );
}

function Children({ item, place, depth }: { item: ReportItem; place: string; depth: number }) {
  const parts: ComponentChildren[] = [];
  let leaves: VNode[] = [];
  let numbers: { item: ReportItem; place: string }[] = [];
  const flush = (): void => {
    if (leaves.length > 0) parts.push(<dl class="report-list" key={`l${parts.length}`}>{leaves}</dl>);
    if (numbers.length > 0) parts.push(<Measurements key={`n${parts.length}`} items={numbers} title={item.name} />);
    leaves = [];
    numbers = [];
  };
  item.children.forEach((child, index) => {
    const at = childPlace(place, index);
    if (isGroup(child)) {
      flush();
      parts.push(<Group key={at} item={child} place={at} depth={depth + 1} />);
    } else if (isNumber(child)) {
      if (leaves.length > 0) flush();
      numbers.push({ item: child, place: at });
    } else {
      if (numbers.length > 0) flush();
      leaves.push(<Leaf key={at} item={child} place={at} />);
    }
  });
  flush();
  return <>{parts}</>;
}

function Group({ item, place, depth }: { item: ReportItem; place: string; depth: number }) {
  const { t } = useSettings();
  return (
    <section class={depth > 2 ? 'report-group inner' : 'report-group'} id={placeId(place)}>
      {h(`h${Math.min(6, depth + 1)}`, {}, item.name || t('document.group'))}
      <Children item={item} place={place} depth={depth} />
      {item.children.length === 0 && <p class="faint">{t('document.empty')}</p>}
    </section>
  );
}

export function Report({ root }: { root: ReportItem }) {
  return <div class="report"><Children item={root} place="1" depth={1} /></div>;
}
