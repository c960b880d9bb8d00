// A CDA document (HL7 Clinical Document Architecture R2): its narrative text, section by section. The XML is parsed by the
// browser and never inserted: elements on a short list are made anew, everything else is only its text.
import { h, type ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { parseXml } from '../net/trusted';
import { useSettings } from '../shell/settings';

const kMostNodes = 20_000;

// CDA's narrative block (HL7 CDA R2 4.3.5) and what it becomes.
const kAllowed: Readonly<Record<string, string>> = {
  paragraph: 'p', content: 'span', list: 'ul', item: 'li', table: 'table', thead: 'thead', tbody: 'tbody', tfoot: 'tfoot', tr: 'tr', td: 'td', th: 'th',
  caption: 'p', br: 'br', sub: 'sub', sup: 'sup', footnote: 'small',
};

/** The document says in which encoding it is; without a word it is UTF-8 (XML 1.0 4.3.3). */
export function decodeXml(bytes: ArrayBuffer): string {
  const head = new TextDecoder('latin1').decode(bytes.slice(0, 200));
  const said = /^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(head)?.[1];
  const marks = new Uint8Array(bytes.slice(0, 2));
  const sixteen = (marks[0] === 0xff && marks[1] === 0xfe) ? 'utf-16le' : (marks[0] === 0xfe && marks[1] === 0xff) ? 'utf-16be' : undefined;
  const decode = (encoding: string): string => new TextDecoder(encoding).decode(bytes).replace(/\0+$/, '');   // DICOM pads to an even length
  try {
    return decode(sixteen ?? said ?? 'utf-8');
  } catch {
    return decode('utf-8');
  }
}

class Converter {
  private left = kMostNodes;

  nodes(parent: Element): ComponentChildren[] {
    const out: ComponentChildren[] = [];
    for (const node of parent.childNodes) {
      if ((this.left -= 1) < 0) break;
      if (node.nodeType === Node.TEXT_NODE || node.nodeType === Node.CDATA_SECTION_NODE) out.push(node.textContent ?? '');
      else if (node instanceof Element) out.push(this.element(node));
    }
    return out;
  }

  private element(element: Element): ComponentChildren {
    if (element.localName === 'script' || element.localName === 'style') return null;   // not for reading
    const name = kAllowed[element.localName];
    if (name === undefined) return this.nodes(element);
    if (name === 'br') return h('br', {});
    return h(name === 'ul' && element.getAttribute('listType') === 'ordered' ? 'ol' : name, {}, this.nodes(element));
  }
}

const named = (parent: Element | Document, name: string): Element[] => [...parent.children].filter((child) => child.localName === name);
const first = (parent: Element | undefined, name: string): Element | undefined => (parent ? named(parent, name)[0] : undefined);

function Section({ section, depth, converter }: { section: Element; depth: number; converter: Converter }) {
  const title = first(section, 'title')?.textContent?.trim() ?? '';
  const text = first(section, 'text');
  const inner = named(section, 'component').flatMap((component) => named(component, 'section'));
  return (
    <section class="report-group">
      {title !== '' && h(`h${Math.min(6, depth)}`, {}, title)}
      {text && <div class="narrative">{converter.nodes(text)}</div>}
      {depth < 12 && inner.map((one, index) => <Section key={index} section={one} depth={depth + 1} converter={converter} />)}
    </section>
  );
}

export function Cda({ bytes }: { bytes: ArrayBuffer }) {
  const { t } = useSettings();
  const parsed = useMemo(() => {
    const xml = parseXml(decodeXml(bytes));
    return xml.querySelector('parsererror') ? undefined : xml;
  }, [bytes]);
  if (!parsed) return <p class="notice danger" role="alert">{t('document.broken_xml')}</p>;
  const root = parsed.documentElement;
  const body = first(named(root, 'component')[0], 'structuredBody');
  const sections = body ? named(body, 'component').flatMap((component) => named(component, 'section')) : [];
  const converter = new Converter();
  const title = first(root, 'title')?.textContent?.trim() ?? '';
  return (
    <div class="report cda">
      {title !== '' && <h3>{title}</h3>}
      {sections.map((section, index) => <Section key={index} section={section} depth={4} converter={converter} />)}
      {sections.length === 0 && <p class="report-text">{root.textContent?.replace(/\s+/g, ' ').trim()}</p>}
    </div>
  );
}
