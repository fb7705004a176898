import type { FeedItem } from '#core/advisory/feed-item.ts';
import { purlTypeOf } from '#core/advisory/purl-scheme.ts';
import { feedInvalid } from './feed-error.ts';
import { feedTally } from './feed-tally.ts';
import type { Feed, FeedInput, FeedSummary } from './feed.ts';
import { listOf } from './json-value.ts';
import { readOsvHeader, type OsvHeader } from './osv-record.ts';
import { emitOsvRecord } from './osv-statements.ts';
import { limitedTally } from './limited-tally.ts';
import { laterInstant, publishedInstant } from './published-time.ts';
import { readJsonWhole } from './read-json.ts';

const NAME = 'osv';
const ARCHIVES = 'https://osv-vulnerabilities.storage.googleapis.com';
const MAX_RECORD = 64 * 1024 * 1024;

/** Archives of OSV.dev: one ecosystem's records, or a single one, which speaks for itself alone. */
export const osv: Feed = {
  title: 'OSV records',
  publisher: 'OSV.dev and the databases it gathers',
  licence: 'as each database states: CC BY 4.0, CC0 and others',
  addresses: ['npm', 'PyPI', 'Go', 'Maven', 'RubyGems', 'crates.io', 'NuGet', 'Packagist'].map(
    (ecosystem) => `${ARCHIVES}/${ecosystem}/all.zip`,
  ),
  isInParts: true,
  checksums: null,
  restates: 'advisory',
  recognises: (head) => isOsvRecord(head) && !isUbuntuRecord(head),
  read: (input, emit) => readOsvRecords(input, emit, { feed: NAME, accepts: () => true }),
};

/** True for the beginning of an OSV record. */
export function isOsvRecord(head: string): boolean {
  return (
    /^\s*\{/.test(head) &&
    /"id"\s*:\s*"[A-Za-z][A-Za-z0-9]*[-_][^"]+"/.test(head) &&
    /"modified"\s*:\s*"\d{4}-/.test(head) &&
    /"(?:affected|schema_version|withdrawn)"\s*:/.test(head) &&
    !/"(?:document|statements|vulnerabilities|dataType)"\s*:\s*[[{"]/.test(head)
  );
}

/** True where the record's id is one of Ubuntu's. */
export function isUbuntuRecord(head: string): boolean {
  return /"id"\s*:\s*"(?:UBUNTU-CVE|USN|LSN)-\d/.test(head);
}

/**
 * Reads OSV records, one per document.
 * @param accepts which to take; the others are counted
 * @throws AppError FEED_INVALID, FEED_TRUNCATED, FEED_EMPTY
 */
export async function readOsvRecords(
  input: FeedInput,
  emit: (item: FeedItem) => void,
  { feed, accepts }: { readonly feed: string; readonly accepts: (header: OsvHeader) => boolean },
): Promise<FeedSummary> {
  const common = commonSystems();
  const tally = feedTally(feed, (item) => {
    common.note(item);
    emit(item);
  });
  let newest: string | null = null;
  for await (const document of input.documents()) {
    const value = await readJsonWhole(document, { feed, maxBytes: MAX_RECORD });
    const header = readOsvHeader(value);
    if (header === null) throw feedInvalid(feed, document.name, 'it is no OSV record');
    newest = laterInstant(newest, publishedInstant(header.modified));
    if (accepts(header))
      emitOsvRecord(header, listOf(value, 'affected'), {
        at: header.id,
        now: input.receivedAt,
        tally: limitedTally(tally, feed, header.id),
      });
    else tally.skip('a record that gives no fix of a package');
    common.endRecord();
  }
  return { ...tally.summary(newest, null), speaksFor: common.systems() };
}

/**
 * The systems that every record of an archive is about: an ecosystem's archive holds all records that name it, and some
 * of those name a second ecosystem too. One record alone is no archive.
 */
function commonSystems() {
  const own = new Set<string>();
  let common: ReadonlySet<string> | null = null;
  let records = 0;
  return {
    note: (item: FeedItem) => {
      if (item.kind === 'statement')
        own.add(item.ecosystem === 'purl' ? purlTypeOf(item.product) : item.ecosystem);
    },
    endRecord: () => {
      records += 1;
      // A withdrawn record, or one about commits alone, names none.
      if (own.size > 0) common = common === null ? new Set(own) : common.intersection(own);
      own.clear();
    },
    systems: (): readonly string[] => (records > 1 && common !== null ? [...common].sort() : []),
  };
}
