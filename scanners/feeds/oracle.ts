import type { XmlElement } from '../xml.ts';
import { isCveId } from './cve-fields.ts';
import { feedInvalid } from './feed-error.ts';
import { feedTally, type FeedTally } from './feed-tally.ts';
import type { Feed, FeedDocument } from './feed.ts';
import { oracleFixes, type OvalCriteria } from './oracle-criteria.ts';
import { publishedInstant } from './published-time.ts';
import { walkFeedXml } from './read-xml.ts';
import { emitErratum } from './rpm-erratum.ts';
import { aboutOf, vendorTime } from './vendor-words.ts';

const NAME = 'oracle';
const MAX_TITLE = 1000;

/** Oracle Linux errata as OVAL definitions, all in one document. */
export const oracle: Feed = {
  title: 'Oracle Linux OVAL',
  publisher: 'Oracle',
  licence: 'Oracle Linux Errata terms',
  addresses: ['https://linux.oracle.com/security/oval/com.oracle.elsa-all.xml.bz2'],
  checksums: null,
  restates: 'everything',
  recognises: (head) =>
    /<(?:[\w-]+:)?oval_definitions[\s>]/.test(head) && /oval:com\.oracle\.el[sbe]a:/.test(head),
  read: async (input, emit) => {
    const tally = feedTally(NAME, emit);
    let published: string | null = null;
    for await (const document of input.documents()) published = await readOval(document, tally);
    return tally.summary(published, null);
  },
};

interface Definition {
  readonly id: string;
  readonly line: number;
  readonly texts: Map<string, string>;
  readonly cves: Set<string>;
  readonly root: OvalCriteria;
  url: string | null;
  issued: string | null;
  platform: string;
}

/** Returns the time the publisher says. */
async function readOval(document: FeedDocument, tally: FeedTally): Promise<string | null> {
  let definition: Definition | null = null;
  let path: OvalCriteria[] = [];
  let published: string | null = null;
  const onOpen = ({ name, attributes, line, depth }: XmlElement) => {
    if (depth === 1 && name !== 'oval_definitions')
      throw feedInvalid(NAME, document.name, 'its first element is not <oval_definitions>');
    if (name === 'definition') {
      definition = newDefinition(attributes['id'] ?? '', line);
      path = [definition.root];
    } else if (definition && name === 'criteria') {
      const node: OvalCriteria = { comments: [], children: [] };
      path.at(-1)?.children.push(node);
      path.push(node);
    } else if (definition && name === 'criterion') {
      path.at(-1)?.comments.push((attributes['comment'] ?? '').trim());
    } else if (definition && name === 'issued') {
      definition.issued = attributes['date'] ?? null;
    } else if (definition && name === 'reference') {
      takeReference(definition, attributes);
    }
  };
  const onClose = (name: string, text: string) => {
    if (name === 'timestamp') published ??= publishedInstant(text.trim());
    if (!definition) return;
    if (name === 'definition') {
      takeDefinition(definition, tally);
      definition = null;
    } else if (name === 'criteria') path.pop();
    else if (name === 'platform') definition.platform = text.trim();
    else if (name === 'cve') addCve(definition, text.trim());
    else if (name === 'title' || name === 'severity') definition.texts.set(name, text.trim());
  };
  await walkFeedXml(document, { onOpen, onClose }, { feed: NAME, localNames: true });
  return published;
}

function newDefinition(id: string, line: number): Definition {
  return {
    id,
    line,
    texts: new Map(),
    cves: new Set(),
    root: { comments: [], children: [] },
    url: null,
    issued: null,
    platform: '',
  };
}

function takeReference(definition: Definition, attributes: XmlElement['attributes']): void {
  const { source = '', ref_id: id = '', ref_url: url = '' } = attributes;
  if (source.toLowerCase() === 'elsa') definition.url = url === '' ? null : url;
  if (source === 'CVE') addCve(definition, id);
}

function addCve({ cves }: Definition, id: string): void {
  if (isCveId(id)) cves.add(id);
}

/** Titles: `ELSA-2007-0057:  Moderate: bind security update  (MODERATE)`. */
function takeDefinition(definition: Definition, tally: FeedTally): void {
  const [, id, title = ''] =
    /^(EL[SBE]A-\d{4}-\d{1,7}):?\s+(.*?)(?:\s+\([A-Z/]+\))?$/s.exec(
      (definition.texts.get('title') ?? '').slice(0, MAX_TITLE),
    ) ?? [];
  if (id === undefined) return tally.skip('a definition without an erratum');
  const [, release = ''] = /^Oracle Linux (\d{1,2})$/.exec(definition.platform) ?? [];
  const at = `${definition.id} (line ${definition.line})`;
  const fixes = oracleFixes(definition.root, { release, arch: null, module: null }, at);
  if (fixes.length === 0) tally.skip('an erratum without a package');
  emitErratum(
    {
      ecosystem: 'oracle',
      id,
      title,
      about: aboutOf(null, id),
      rating: definition.texts.get('severity') ?? null,
      released: vendorTime(definition.issued),
      withdrawn: null,
      cves: [...definition.cves],
      url: definition.url,
      // OVAL has no such mark; a replaced kernel is seen by comparing the running one.
      steps: null,
      at,
      fixes,
    },
    tally,
  );
}
