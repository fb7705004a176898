import type { AdvisoryNotice } from '#core/advisory/feed-item.ts';
import type { VersionScheme } from '#core/version/compare.ts';
import { isVersionOf } from './claim.ts';
import { isCveId } from './cve-fields.ts';
import { listOf, memberOf, textOf } from './json-value.ts';
import { aboutOf, ratingOf } from './vendor-words.ts';

/** The parts of an OSV record (OSV schema 1.7) that say which flaw or advisory it is. */
export interface OsvHeader {
  readonly id: string;
  /** The flaw that the record is all about, `UBUNTU-CVE-…` and the like; null = it is an advisory. */
  readonly flaw: string | null;
  readonly summary: string;
  /** As written; null = not said. */
  readonly published: string | null;
  readonly modified: string | null;
  readonly withdrawn: string | null;
  /** The record's own flaws: `aliases`, and what it takes over from upstream. */
  readonly aliases: readonly string[];
  readonly upstream: readonly string[];
  /** Other flaws; older records of distributions name what they fix here. */
  readonly related: readonly string[];
  readonly rating: string | null;
  readonly url: string | null;
  readonly about: AdvisoryNotice['about'];
}

const ID = /^[A-Za-z][A-Za-z0-9]*[-_][A-Za-z0-9:._-]{1,110}$/;
const MAX_IDS = 5_000;

/** Null where the value is no OSV record. */
export function readOsvHeader(value: unknown): OsvHeader | null {
  const id = textOf(value, 'id');
  if (id === null || !ID.test(id)) return null;
  const [, flaw = null] = /^(?:[A-Z]+-)?(CVE-\d{4}-\d{4,19})$/.exec(id) ?? [];
  const details = textOf(value, 'details') ?? '';
  return {
    id,
    flaw,
    summary: textOf(value, 'summary') ?? details.slice(0, 1000),
    published: textOf(value, 'published'),
    modified: textOf(value, 'modified'),
    withdrawn: textOf(value, 'withdrawn'),
    aliases: cvesIn(value, 'aliases'),
    upstream: cvesIn(value, 'upstream'),
    related: cvesIn(value, 'related'),
    rating: ratingIn(value),
    url: addressIn(value),
    about: aboutRecord(id),
  };
}

/** One line of `affected`. */
export interface OsvAffected {
  readonly ecosystem: string;
  readonly name: string;
  readonly purl: string | null;
  readonly availability: string | null;
  /** Events of the ranges that are no commits. */
  readonly ranges: readonly (readonly OsvEvent[])[];
  readonly commitRanges: number;
  /** Events of those ranges that are none of the three kinds: limits. */
  readonly otherEvents: number;
  readonly versions: readonly string[];
}

export interface OsvEvent {
  readonly kind: 'introduced' | 'fixed' | 'last_affected';
  readonly version: string;
}

/** Null where the entry names no package: it is on commits only. */
export function readOsvAffected(value: unknown): OsvAffected | null {
  const subject = memberOf(value, 'package');
  const ecosystem = textOf(subject, 'ecosystem');
  const name = textOf(subject, 'name');
  if (ecosystem === null || name === null) return null;
  const ranges = listOf(value, 'ranges');
  const byVersion = ranges.filter((range) => textOf(range, 'type') !== 'GIT');
  const events = byVersion.map((range) => listOf(range, 'events'));
  return {
    ecosystem,
    name,
    purl: textOf(subject, 'purl'),
    availability: textOf(memberOf(value, 'ecosystem_specific'), 'availability'),
    ranges: events.map((some) => some.flatMap(eventOf)),
    commitRanges: ranges.length - byVersion.length,
    otherEvents: events.flat().filter((event) => eventOf(event).length === 0).length,
    versions: listOf(value, 'versions').filter((version) => typeof version === 'string'),
  };
}

function eventOf(value: unknown): OsvEvent[] {
  for (const kind of ['introduced', 'fixed', 'last_affected'] as const) {
    const version = textOf(value, kind);
    if (version !== null) return [{ kind, version }];
  }
  return [];
}

/** True where every event can be put in order: `0` stands before all versions. */
export function areComparable(events: readonly OsvEvent[], scheme: VersionScheme): boolean {
  return events.every(
    ({ kind, version }) => (kind === 'introduced' && version === '0') || isVersionOf(scheme, version),
  );
}

function cvesIn(value: unknown, name: string): string[] {
  const ids = listOf(value, name).slice(0, MAX_IDS);
  return ids.filter((id) => typeof id === 'string' && isCveId(id)).map(String);
}

/** A word of the publisher's: GitHub and Ubuntu give one; a vector alone is no word. */
function ratingIn(value: unknown): string | null {
  const own = textOf(memberOf(value, 'database_specific'), 'severity');
  const rated = listOf(value, 'severity').find((one) => textOf(one, 'type') === 'Ubuntu');
  const [first] = listOf(value, 'affected');
  const specific = memberOf(first, 'ecosystem_specific');
  const word =
    own ?? textOf(rated, 'score') ?? textOf(specific, 'ubuntu_priority') ?? textOf(specific, 'urgency');
  return word === null || /^(?:untriaged|not yet assigned)$/i.test(word) ? null : ratingOf(word);
}

function addressIn(value: unknown): string | null {
  const references = listOf(value, 'references');
  const chosen = references.find((one) => textOf(one, 'type') === 'ADVISORY') ?? references[0];
  const url = textOf(chosen, 'url');
  return url !== null && url.length <= 500 && /^https?:\/\/[^\s<>"]+$/.test(url) ? url : null;
}

/** Errata of the RPM families say by a letter what they are about; every other record is on a flaw. */
function aboutRecord(id: string): AdvisoryNotice['about'] {
  if (/^(?:open)?SUSE-RU-/.test(id)) return 'bugfix';
  if (/^(?:open)?SUSE-FU-/.test(id)) return 'enhancement';
  return /^(?:RH|AL|RL|RX|EL)[BE]A-/.test(id) ? aboutOf(null, id) : 'security';
}
