// All attributes of an object as a tree: name, value, and the tag for who needs it.
import { useSettings } from '../shell/settings';
import type { Attribute, Attributes } from './model';

function Row({ attribute }: { attribute: Attribute }) {
  const { t, language } = useSettings();
  const name = attribute.name || t('document.private');
  const tag = <code class="tag">{attribute.tag} {attribute.vr}</code>;
  if (attribute.vr === 'SQ') {
    return (
      <li class="attribute">
        <details>
          <summary><span>{name}</span> <span class="faint">({attribute.items.length})</span> {tag}</summary>
          <ol class="attribute-items">
            {attribute.items.map((item, index) => <li key={index}><List attributes={item} /></li>)}
          </ol>
        </details>
      </li>
    );
  }
  const value = attribute.bytes > 0 ? t('document.bytes', { bytes: new Intl.NumberFormat(language).format(attribute.bytes) }) : attribute.value;
  return (
    <li class="attribute">
      <div class="attribute-row"><span class="attribute-name">{name}</span><span class={attribute.bytes > 0 ? 'faint' : 'attribute-value'}>{value}</span>{tag}</div>
    </li>
  );
}

function List({ attributes }: { attributes: readonly Attribute[] }) {
  return <ul class="attributes">{attributes.map((attribute, index) => <Row key={`${attribute.tag}${index}`} attribute={attribute} />)}</ul>;
}

export function AttributeTree({ attributes }: { attributes: Attributes }) {
  const { t } = useSettings();
  return (
    <>
      <List attributes={attributes.list} />
      {attributes.cut && <p class="faint">{t('document.cut')}</p>}
    </>
  );
}
