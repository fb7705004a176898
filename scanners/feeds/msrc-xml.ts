import type { XmlChunkEvents, XmlElement } from '../xml.ts';
import type { MsrcContext, MsrcRemark, MsrcRemediation, MsrcVulnerability } from './msrc-vulnerability.ts';
import { publishedInstant } from './published-time.ts';

export interface MsrcXmlReader {
  /** For local names. */
  readonly events: XmlChunkEvents;
  /** What the document says of itself, once it was read. */
  readonly header: () => {
    readonly id: string | null;
    readonly released: string | null;
    readonly changed: string | null;
  };
}

/** Fields gathered below a status, threat, remediation or score set. */
interface Part {
  readonly type: string;
  readonly texts: Map<string, string>;
  readonly products: string[];
}

interface Open {
  readonly texts: Map<string, string>;
  readonly parts: { readonly kind: string; readonly part: Part }[];
  readonly line: number;
}

const PARTS = new Set(['Note', 'Status', 'Threat', 'Remediation', 'ScoreSet']);

/** Reads a monthly document in CVRF 1.1, vulnerability by vulnerability; its product tree stands before them. */
export function msrcXmlReader(
  document: string,
  take: (vulnerability: MsrcVulnerability, context: MsrcContext) => void,
): MsrcXmlReader {
  const products = new Map<string, string>();
  const header = new Map<string, string>();
  let open: Open | null = null;
  let part: Part | null = null;
  let productId: string | null = null;
  const context = (): MsrcContext => ({
    released: publishedInstant(header.get('InitialReleaseDate') ?? null),
    products,
  });
  const onOpen = ({ name, attributes, line }: XmlElement) => {
    if (name === 'Vulnerability') open = { texts: new Map(), parts: [], line };
    else if (name === 'FullProductName') productId = attributes['ProductID'] ?? null;
    else if (open && PARTS.has(name)) {
      // Several notes are of one type; their titles tell them apart.
      const type = attributes[name === 'Note' ? 'Title' : 'Type'] ?? '';
      part = { type: typeName(type), texts: new Map(), products: [] };
      open.parts.push({ kind: name, part });
    }
  };
  const onClose = (name: string, raw: string, { depth }: { readonly depth: number }) => {
    const text = raw.trim();
    if (!open) {
      if (name === 'FullProductName' && productId !== null) products.set(productId, text);
      else if (HEADER.has(name) && !header.has(name)) header.set(name, text);
    } else if (name === 'Vulnerability') {
      take(vulnerabilityOf(open, `${document} line ${open.line}`), context());
      open = null;
    } else if (PARTS.has(name)) {
      if (name === 'Note') part?.texts.set('Description', text);
      part = null;
    } else if (part && name === 'ProductID') part.products.push(text);
    else if (part) part.texts.set(name, text);
    else if (depth === 3) open.texts.set(name, text);
  };
  return {
    events: { onOpen, onClose },
    header: () => ({
      id: header.get('ID') ?? null,
      released: context().released,
      changed: publishedInstant(header.get('CurrentReleaseDate') ?? null),
    }),
  };
}

const HEADER = new Set(['ID', 'InitialReleaseDate', 'CurrentReleaseDate']);

function typeName(text: string): string {
  return text.toLowerCase().replaceAll(' ', '');
}

function vulnerabilityOf({ texts, parts }: Open, at: string): MsrcVulnerability {
  const of = (kind: string) => parts.flatMap((entry) => (entry.kind === kind ? entry.part : []));
  return {
    id: texts.get('CVE') ?? '',
    title: texts.get('Title') ?? '',
    notes: of('Note').map(remarkOf),
    statuses: of('Status').map(remarkOf),
    threats: of('Threat').map(remarkOf),
    remediations: of('Remediation').map(remediationOf),
    scores: of('ScoreSet').map((set) => ({
      base: Number(set.texts.get('BaseScore') || '-1'),
      vector: set.texts.get('Vector') ?? '',
    })),
    at,
  };
}

function remarkOf({ type, texts, products }: Part): MsrcRemark {
  return { type, description: texts.get('Description') ?? '', products };
}

function remediationOf(part: Part): MsrcRemediation {
  const { texts } = part;
  return {
    ...remarkOf(part),
    url: texts.get('URL') || null,
    supercedence: texts.get('Supercedence') ?? '',
    restart: texts.get('RestartRequired') ?? '',
    subType: texts.get('SubType') ?? '',
    fixedBuild: texts.get('FixedBuild') ?? '',
  };
}
