import type { FeedItem } from '#core/advisory/feed-item.ts';
import { walkXmlChunks, type XmlChunkEvents, type XmlElement } from '../xml.ts';
import { isCveId } from './cve-fields.ts';
import { feedInvalid, feedTruncated } from './feed-error.ts';
import type { FeedTally } from './feed-tally.ts';
import { emitErratum, type RpmFix } from './rpm-erratum.ts';
import { evrOf } from './rpm-name.ts';
import { streamOf } from './rpm-product.ts';
import { skipCount } from './skip-count.ts';
import { originOf, packageRelease, publisherOf } from './updateinfo-origin.ts';
import { aboutOf, REBOOT, vendorTime } from './vendor-words.ts';

interface Package {
  readonly attributes: XmlElement['attributes'];
  readonly collection: Collection;
  readonly at: string;
}

interface Collection {
  names: string;
  module: string | null;
}

interface Update {
  readonly attributes: XmlElement['attributes'];
  readonly at: string;
  readonly texts: Map<string, string>;
  readonly cves: Set<string>;
  readonly packages: Package[];
  url: string | null;
  reboot: boolean;
  relogin: boolean;
}

/** Packages of one update that are kept; more are counted. */
const MAX_PACKAGES = 100_000;
const RELOGIN = 'Log out and in again.';

export interface UpdateInfoReader {
  readonly events: XmlChunkEvents;
  /** Updates seen, whatever became of them. */
  readonly updates: () => number;
  /** The latest day or instant that an update names. */
  readonly newest: () => string | null;
}

/**
 * Turns updateinfo.xml (the form of createrepo_c, as dnf and zypper read it) into errata as it comes; whose update it
 * is, is told by its id.
 * @param document its name, for places; '' = none
 */
export function updateInfoReader(tally: FeedTally, document = ''): UpdateInfoReader {
  const at = (line: number) => (document === '' ? `line ${line}` : `${document} line ${line}`);
  let update: Update | null = null;
  let collection: Collection = { names: '', module: null };
  let updates = 0;
  let newest: string | null = null;
  const onOpen = (element: XmlElement) => {
    const { name, attributes, line } = element;
    if (name === 'update') {
      updates += 1;
      update = newUpdate(attributes, at(line));
    } else if (name === 'collection') {
      collection = { names: attributes['short'] ?? '', module: null };
    } else if (name === 'module') {
      collection.module = streamOf(`${attributes['name'] ?? ''}:${attributes['stream'] ?? ''}`) ?? '';
    } else if (update && name === 'package') {
      if (update.packages.length < MAX_PACKAGES)
        update.packages.push({ attributes, collection, at: at(line) });
      else tally.skip('a package beyond what one update may hold');
    } else if (update && name === 'reference') {
      takeReference(update, attributes);
    } else if (update && (name === 'issued' || name === 'updated')) {
      update.texts.set(name, attributes['date'] ?? '');
    }
  };
  const onClose = (name: string, text: string, { depth }: { readonly depth: number }) => {
    if (!update) return;
    if (name === 'update') {
      newest = laterOf(newest, vendorTime(update.texts.get('updated') ?? update.texts.get('issued') ?? null));
      takeUpdate(update, tally);
      update = null;
    } else if (depth === 3) {
      // Old writers give the date as text.
      if (text.trim() !== '') update.texts.set(name, text.trim());
    } else if (name === 'name') {
      collection.names = `${collection.names} ${text.trim()}`.slice(0, 400);
    } else if (name === 'reboot_suggested') {
      update.reboot ||= isTrue(text);
    } else if (name === 'relogin_suggested') {
      update.relogin ||= isTrue(text);
    }
  };
  return { events: { onOpen, onClose }, updates: () => updates, newest: () => newest };
}

/**
 * The updateinfo of a host's own repository, as text or bytes.
 * @throws AppError FEED_INVALID, FEED_TRUNCATED with the line; XML_DTD_FORBIDDEN and the other codes of `walkXmlChunks`
 */
export function readUpdateInfo(xml: string | Uint8Array): {
  readonly items: readonly FeedItem[];
  readonly skipped: readonly { readonly reason: string; readonly n: number }[];
} {
  const items: FeedItem[] = [];
  const skipped = skipCount();
  const tally = { emit: (item: FeedItem) => void items.push(item), skip: skipped.add };
  const reader = updateInfoReader({
    ...tally,
    summary: () => ({ publishedAt: null, version: null, records: 0, skipped: [] }),
  });
  const end = walkXmlChunks([typeof xml === 'string' ? Buffer.from(xml) : xml], reader.events);
  if (end.kind === 'cut') throw feedTruncated('updateinfo', `line ${end.line}`);
  if (end.kind === 'broken') throw feedInvalid('updateinfo', `line ${end.line}`, 'it is not well-formed XML');
  return { items, skipped: skipped.list() };
}

function newUpdate(attributes: XmlElement['attributes'], at: string): Update {
  return {
    attributes,
    at,
    texts: new Map(),
    cves: new Set(),
    packages: [],
    url: null,
    reboot: false,
    relogin: false,
  };
}

function laterOf(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

/** Fedora names the flaw in the title of a Bugzilla entry only. */
function takeReference(
  update: Update,
  { type = '', id = '', title = '', href }: XmlElement['attributes'],
): void {
  if (type === 'self') update.url = href ?? null;
  if (type === 'cve' && isCveId(id.toUpperCase())) update.cves.add(id.toUpperCase());
  if (type !== 'bugzilla' && type !== 'cve') return;
  for (const [cve] of title.slice(0, 2000).matchAll(/\bCVE-\d{4}-\d{4,19}\b/g)) update.cves.add(cve);
}

/** The element alone means yes; writers also put `True`, `1` or `0` in it. */
function isTrue(text: string): boolean {
  return !/^(?:0|false|no)$/i.test(text.trim());
}

function takeUpdate(update: Update, tally: FeedTally): void {
  const { attributes, texts, at } = update;
  const id = texts.get('id') ?? '';
  const from = attributes['from'] ?? attributes['author'] ?? '';
  const ecosystem = publisherOf({ id, from });
  if (!/^[\w.:+-]{1,120}$/.test(id)) return tally.skip('an update without an id');
  if (ecosystem === null) return tally.skip('an update of an unknown publisher');
  const state = stateOf(update);
  if (typeof state === 'string') return tally.skip(state);
  emitErratum(
    {
      ecosystem,
      id,
      title: texts.get('title') ?? id,
      about: aboutOf(attributes['type'] ?? null, id),
      rating: texts.get('severity') ?? null,
      ...state,
      cves: [...update.cves],
      url: update.url,
      steps: stepsOf(update),
      at,
      fixes: fixesOf(update, { id, from }),
    },
    tally,
  );
}

/** When it was released and taken back; a text says why it does not count. */
function stateOf({
  attributes,
  texts,
}: Update): { released: string | null; withdrawn: string | null } | string {
  const status = (attributes['status'] ?? '').toLowerCase();
  if (status === 'testing' || status === 'pending') return 'an update that is not released yet';
  const released = vendorTime(texts.get('issued') ?? null);
  if (status !== 'retracted') return { released, withdrawn: null };
  const withdrawn = vendorTime(texts.get('updated') ?? null) ?? released;
  return withdrawn === null ? 'a retracted update without a date' : { released, withdrawn };
}

function stepsOf({ reboot, relogin }: Update): string | null {
  const steps = [reboot ? REBOOT : '', relogin ? RELOGIN : ''].filter((step) => step !== '');
  return steps.length === 0 ? null : steps.join(' ');
}

function fixesOf(
  { packages, texts }: Update,
  sender: { readonly id: string; readonly from: string },
): RpmFix[] {
  const release = (texts.get('release') ?? '').slice(0, 400);
  const origins = new Map<Collection, ReturnType<typeof originOf>>();
  return packages.map(({ attributes, collection, at }) => {
    let origin = origins.get(collection);
    if (origin === undefined) {
      origin = originOf({ ...sender, release, collection: collection.names });
      origins.set(collection, origin);
    }
    const inPackage = origin && packageRelease(origin.ecosystem, attributes['release'] ?? '');
    return {
      release: (origin?.release === '' ? inPackage : origin?.release) ?? '',
      repository: origin?.repository ?? null,
      module: collection.module,
      name: attributes['name'] ?? '',
      arch: attributes['arch'] ?? '',
      evr: evrOf(attributes['epoch'] ?? null, attributes['version'] ?? '', attributes['release'] ?? ''),
      at,
    };
  });
}
