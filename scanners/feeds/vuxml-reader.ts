import type { AdvisoryNotice } from '#core/advisory/feed-item.ts';
import { toIso } from '#core/time.ts';
import type { XmlChunkEvents } from '../xml.ts';
import { isPackageName, statementOf } from './claim.ts';
import { isCveId, oneLine } from './cve-fields.ts';
import type { FeedTally } from './feed-tally.ts';
import { laterInstant, publishedDay, publishedInstant } from './published-time.ts';
import { claimOfRange, isBound, type Bound, type RangeClaim } from './vuxml-range.ts';

interface Affected {
  readonly names: string[];
  readonly ranges: { readonly bounds: Map<Bound, string>; readonly line: number }[];
}

interface Vuln {
  readonly vid: string;
  readonly line: number;
  readonly texts: Map<string, string>;
  readonly cves: Set<string>;
  readonly packages: Affected[];
  /** Ids that took its place; null = it is in force. */
  cancelled: readonly string[] | null;
}

const VID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** Statements of one entry: far above what is published. */
const MAX_STATEMENTS = 200_000;

export interface VuxmlReader {
  readonly events: XmlChunkEvents;
  /** Emits the notices, which may name each other in any order. @returns the latest day, as an instant */
  readonly finish: () => string | null;
}

/** Turns VuXML into items as it comes. @param receivedAt UTC ms: cancelled entries do not say since when they are */
export function vuxmlReader(tally: FeedTally, receivedAt: number): VuxmlReader {
  const notices = new Map<string, AdvisoryNotice>();
  const replaced = new Map<string, string[]>();
  let vuln: Vuln | null = null;
  let newest: string | null = null;
  const onOpen: XmlChunkEvents['onOpen'] = ({ name, depth, attributes, line }) => {
    if (depth === 2 && name === 'vuln') vuln = newVuln(attributes['vid'] ?? '', line);
    if (!vuln) return;
    if (depth === 3 && name === 'cancelled')
      vuln.cancelled = (attributes['superseded'] ?? '').split(/[\s,]+/);
    if (depth === 4 && (name === 'package' || name === 'system'))
      vuln.packages.push({ names: [], ranges: [] });
    if (depth === 5 && name === 'range') vuln.packages.at(-1)?.ranges.push({ bounds: new Map(), line });
  };
  const onClose: XmlChunkEvents['onClose'] = (name, text, { depth }) => {
    if (!vuln) return;
    if (depth === 2) {
      newest = laterInstant(
        newest,
        publishedInstant(vuln.texts.get('modified') ?? vuln.texts.get('entry') ?? null),
      );
      takeVuln(vuln, { notices, replaced, tally, receivedAt });
      vuln = null;
    } else takeText(vuln, { name, text: text.trim(), depth });
  };
  const finish = () => {
    for (const notice of notices.values()) tally.emit({ ...notice, replaces: replaced.get(notice.id) ?? [] });
    return newest;
  };
  return { events: { onOpen, onClose }, finish };
}

function newVuln(vid: string, line: number): Vuln {
  return { vid, line, texts: new Map(), cves: new Set(), packages: [], cancelled: null };
}

function takeText(
  vuln: Vuln,
  { name, text, depth }: { readonly name: string; readonly text: string; readonly depth: number },
): void {
  if (depth === 3 && name === 'topic') vuln.texts.set('topic', text);
  else if (depth === 4 && name === 'cvename' && isCveId(text)) vuln.cves.add(text);
  else if (depth === 4 && (name === 'entry' || name === 'modified')) vuln.texts.set(name, text);
  else if (depth === 5 && name === 'name') vuln.packages.at(-1)?.names.push(text);
  else if (depth === 6 && isBound(name)) vuln.packages.at(-1)?.ranges.at(-1)?.bounds.set(name, text);
}

interface Sink {
  readonly notices: Map<string, AdvisoryNotice>;
  /** Ids that an id took the place of. */
  readonly replaced: Map<string, string[]>;
  readonly tally: FeedTally;
  readonly receivedAt: number;
}

function takeVuln(vuln: Vuln, { notices, replaced, tally, receivedAt }: Sink): void {
  if (!VID.test(vuln.vid)) return tally.skip('an entry without an id');
  const vid = vuln.vid.toLowerCase();
  const entered = publishedDay(vuln.texts.get('entry') ?? null);
  notices.set(vid, {
    kind: 'advisory',
    ecosystem: 'freebsd',
    id: vid,
    title: oneLine(vuln.texts.get('topic') ?? '') || vid,
    released: entered,
    severity: null,
    rating: null,
    about: 'security',
    cves: [...vuln.cves],
    url: `https://vuxml.freebsd.org/freebsd/${vid}.html`,
    withdrawn: vuln.cancelled === null ? null : toIso(receivedAt),
    replaces: [],
    steps: null,
    at: `line ${vuln.line}`,
  });
  if (vuln.cancelled === null) return takePackages(vuln, vid, tally);
  for (const successor of vuln.cancelled.map((one) => one.toLowerCase()))
    if (VID.test(successor)) listIn(replaced, successor).push(vid);
}

function listIn(lists: Map<string, string[]>, key: string): string[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

function takePackages(vuln: Vuln, vid: string, tally: FeedTally): void {
  const flaws = vuln.cves.size > 0 ? [...vuln.cves] : [vid];
  let left = MAX_STATEMENTS;
  for (const { names, ranges } of vuln.packages) {
    if (ranges.length === 0) for (const _name of names) tally.skip('a package without a range');
    for (const { bounds, line } of ranges) {
      const claim = claimOfRange(bounds);
      left -= names.length * flaws.length;
      if (typeof claim === 'string') tally.skip(claim);
      else if (left < 0) tally.skip('packages beyond what one entry may hold');
      else names.forEach((product) => emitClaim({ product, flaws, vid, at: `line ${line}` }, claim, tally));
    }
  }
}

interface Subject {
  readonly product: string;
  readonly flaws: readonly string[];
  readonly vid: string;
  readonly at: string;
}

function emitClaim({ product, flaws, vid, at }: Subject, claim: RangeClaim, tally: FeedTally): void {
  if (!isPackageName(product)) return tally.skip('a package without a name');
  for (const vulnerability of flaws)
    tally.emit(
      statementOf({
        ecosystem: 'freebsd',
        release: '',
        product,
        keyedBy: 'binary',
        vulnerability,
        advisory: vid,
        scheme: 'freebsd',
        at,
        ...claim,
      }),
    );
}
