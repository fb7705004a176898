import type { AdvisoryNotice } from '#core/advisory/feed-item.ts';
import { rangeNote } from '#core/advisory/statement-note.ts';
import { isVersionOf, statementOf } from './claim.ts';
import { oneLine } from './cve-fields.ts';
import type { FeedTally } from './feed-tally.ts';
import { intervalsOf, type AffectedInterval } from './osv-intervals.ts';
import { osvProduct, type OsvProduct } from './osv-product.ts';
import { areComparable, readOsvAffected, type OsvAffected, type OsvHeader } from './osv-record.ts';
import { publishedInstant } from './published-time.ts';
import { streamOf } from './rpm-product.ts';
import { severityOfWord } from './vendor-words.ts';

/** Versions listed one by one that are made statements of; far more are published for packages of malware only. */
const MAX_LISTED = 2_000;
const MAX_EVENTS = 10_000;

interface Target {
  readonly affected: OsvAffected;
  readonly product: OsvProduct;
  readonly at: string;
}

/**
 * Emits an OSV record: the advisory, or the vendor's rating of the flaw, and one statement per flaw, package and stretch
 * of versions. Of a withdrawn record only that its flaw is none.
 * @param entries members of `affected`
 * @param place `at` of the record; `now` UTC ms: a withdrawal that lies ahead does not count yet
 */
export function emitOsvRecord(
  header: OsvHeader,
  entries: readonly unknown[],
  { at, now, tally }: { readonly at: string; readonly now: number; readonly tally: FeedTally },
): void {
  const targets = entries.flatMap((entry, index) => targetOf(entry, `${at}.affected[${index}]`, tally));
  const [first] = targets;
  if (first === undefined) return entries.length === 0 ? tally.skip('a record without packages') : undefined;
  const withdrawn = withdrawnAt(header.withdrawn, now);
  const isLanguage = first.product.ecosystem === 'purl';
  const flaws = flawsOf(header, isLanguage);
  if (header.flaw === null || header.rating !== null || withdrawn !== null)
    tally.emit(noticeOf(header, { flaws, withdrawn, at, ecosystem: first.product.ecosystem }));
  for (const target of targets)
    if (withdrawn === null) emitTarget(target, header, flaws, tally);
    else if (header.flaw !== null) emitTakenBack(target, header.flaw, tally);
}

/** A withdrawn advisory counts no more by its notice; a flaw has only its statements, of which this takes the place. */
function emitTakenBack({ product, at }: Target, vulnerability: string, tally: FeedTally): void {
  const note = 'the record is withdrawn';
  tally.emit(statementOf({ ...product, vulnerability, status: 'not-affected', note, at }));
}

function targetOf(entry: unknown, at: string, tally: FeedTally): Target[] {
  const affected = readOsvAffected(entry);
  if (affected === null) {
    tally.skip('an entry without a package');
    return [];
  }
  for (let times = 0; times < affected.commitRanges; times += 1) tally.skip('a range of commits');
  for (let times = 0; times < affected.otherEvents; times += 1) tally.skip('a limit of a range');
  const product = osvProduct(affected);
  if (typeof product !== 'string') return [{ affected, product, at }];
  tally.skip(product);
  return [];
}

function withdrawnAt(text: string | null, now: number): string | null {
  const instant = publishedInstant(text);
  return instant !== null && Date.parse(instant) <= now ? instant : null;
}

/** `related` of a language's record is on other flaws; that of a distribution's is what it fixes. */
function flawsOf(
  { id, flaw, aliases, upstream, related }: OsvHeader,
  isLanguage: boolean,
): readonly string[] {
  if (flaw !== null) return [flaw];
  const own = [...new Set(isLanguage ? aliases : [...aliases, ...upstream])];
  if (own.length > 0) return own;
  return isLanguage || related.length === 0 ? [id] : [...new Set(related)];
}

function noticeOf(
  header: OsvHeader,
  {
    flaws,
    withdrawn,
    at,
    ecosystem,
  }: {
    flaws: readonly string[];
    withdrawn: string | null;
    at: string;
    ecosystem: AdvisoryNotice['ecosystem'];
  },
): AdvisoryNotice {
  const id = header.flaw ?? header.id;
  return {
    kind: 'advisory',
    ecosystem,
    id,
    title: oneLine(header.summary) || id,
    // A flaw is published, a fix is released: only the second is what the field says.
    released: header.flaw === null ? publishedInstant(header.published) : null,
    severity: header.rating === 'negligible' ? 'low' : severityOfWord(header.rating),
    rating: header.rating,
    about: header.about,
    cves: flaws.filter((flaw) => flaw.startsWith('CVE-')),
    url: header.url,
    withdrawn,
    replaces: [],
    steps: null,
    at,
  };
}

function emitTarget(target: Target, header: OsvHeader, flaws: readonly string[], tally: FeedTally): void {
  const { affected, product, at } = target;
  const module = moduleOf(affected, product, header.summary);
  if (module === '') return tally.skip('a module without a stream');
  const intervals = intervalsIn(affected, product, tally);
  for (const { introduced, fixed, lastAffected } of intervals)
    for (const vulnerability of flaws)
      tally.emit(
        statementOf({
          ...product,
          module,
          vulnerability,
          advisory: header.flaw === null ? header.id : null,
          status: fixed === null ? 'affected' : 'fixed',
          fixed,
          introduced,
          note: rangeNote({ above: null, upTo: lastAffected }),
          at,
        }),
      );
}

function intervalsIn(affected: OsvAffected, { scheme }: OsvProduct, tally: FeedTally): AffectedInterval[] {
  const intervals: AffectedInterval[] = [];
  for (const events of affected.ranges)
    if (events.length > MAX_EVENTS) tally.skip('a range of too many events');
    else if (areComparable(events, scheme)) intervals.push(...intervalsOf(events, scheme));
    else tally.skip('a range with a version that cannot be compared');
  if (intervals.length > 0) return intervals;
  if (affected.versions.length > MAX_LISTED) tally.skip('a list of too many single versions');
  else
    for (const version of affected.versions)
      if (isVersionOf(scheme, version))
        intervals.push({ introduced: version, fixed: null, lastAffected: version });
      else tally.skip('a listed version that cannot be compared');
  return intervals;
}

/** OSV has no field for a module: errata name it in their title. null = no module; '' = one that is not named. */
function moduleOf({ ranges }: OsvAffected, { scheme }: OsvProduct, summary: string): string | null {
  const isModule =
    scheme === 'rpm' && ranges.some((events) => events.some(({ version }) => /\.module[_+]/.test(version)));
  if (!isModule) return null;
  const streams = summary.slice(0, 500).match(/(?<=^|\s)[\w.+-]+:[\w.+-]+(?=\s)/g) ?? [];
  const [only = ''] = streams.length === 1 ? streams : [];
  return streamOf(only) ?? '';
}
