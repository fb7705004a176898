import { cvssOf, englishOf, isCveId, oneLine, ssvcOf } from './cve-fields.ts';
import { feedInvalid } from './feed-error.ts';
import { feedTally, type FeedTally } from './feed-tally.ts';
import type { Feed, FeedDocument } from './feed.ts';
import { isObject, listOf, memberOf, textOf } from './json-value.ts';
import { laterInstant, publishedInstant } from './published-time.ts';
import { eachJsonMember } from './read-json.ts';

const NAME = 'nvd';
const FEEDS = 'https://nvd.nist.gov/feeds/json/cve/2.0';

/**
 * The National Vulnerability Database in its 2.0 form: pages of the API, and the yearly, recent and modified feeds.
 * Only scores and the record's state are read: which version fixes a flaw is the distribution's word.
 */
export const nvd: Feed = {
  title: 'National Vulnerability Database',
  publisher: 'NIST',
  licence: 'public domain',
  // It tells when something changed; the feeds of changes and of years lie beside it, each with a file like this.
  addresses: [`${FEEDS}/nvdcve-2.0-modified.meta`],
  checksums: null,
  restates: 'vulnerability',
  recognises: (head) => /"format"\s*:\s*"NVD_CVE"/.test(head),
  read: async (input, emit) => {
    const tally = feedTally(NAME, emit);
    let published: string | null = null;
    for await (const document of input.documents())
      published = laterInstant(published, await readPage(document, tally));
    return tally.summary(published, null);
  },
};

/** Returns the page's own time. */
async function readPage(document: FeedDocument, tally: FeedTally): Promise<string | null> {
  const header: Record<string, unknown> = {};
  let records = 0;
  const paths = ['format', 'version', 'timestamp', 'totalResults', 'resultsPerPage', 'startIndex'];
  const members = [...paths.map((name) => `$.${name}`), '$.vulnerabilities.*'];
  await eachJsonMember(document, { feed: NAME, paths: members }, ({ value, key, at }) => {
    if (typeof key === 'string') return void (header[key] = value);
    records += 1;
    takeRecord(memberOf(value, 'cve'), `${document.name} ${at()}`, tally);
  });
  if (header['format'] !== 'NVD_CVE' || header['version'] !== '2.0')
    throw feedInvalid(NAME, document.name, 'it is not in the form NVD_CVE 2.0');
  // A feed holds all its results on one page; a page of the API holds a part of them.
  const { totalResults, resultsPerPage, startIndex } = header;
  if (startIndex === 0 && totalResults === resultsPerPage && totalResults !== records)
    throw feedInvalid(
      NAME,
      `${document.name} $.totalResults`,
      `it says ${String(totalResults)} records and holds ${records}`,
    );
  return publishedInstant(textOf(header, 'timestamp'));
}

const SCORES = ['cvssMetricV2', 'cvssMetricV30', 'cvssMetricV31', 'cvssMetricV40'];

function takeRecord(record: unknown, at: string, tally: FeedTally): void {
  const cve = textOf(record, 'id');
  if (!isCveId(cve)) return tally.skip('without a CVE id');
  const rejected = textOf(record, 'vulnStatus') === 'Rejected';
  const title = oneLine(englishOf(record, 'descriptions') ?? '');
  const published = publishedInstant(textOf(record, 'published'));
  tally.emit({ kind: 'cve', cve, title, published, rejected, at });
  const metrics = memberOf(record, 'metrics');
  if (rejected || !isObject(metrics)) return;
  for (const name of SCORES)
    for (const metric of listOf(metrics, name)) {
      const source = textOf(metric, 'source') ?? 'unnamed';
      const score = cvssOf(memberOf(metric, 'cvssData'), { cve, source, at });
      if (score) tally.emit(score);
      else tally.skip('a CVSS score that cannot be read');
    }
  for (const metric of listOf(metrics, 'ssvcV203')) {
    const decision = ssvcOf(memberOf(metric, 'ssvcData'), cve, at);
    if (decision) tally.emit(decision);
    else tally.skip('an SSVC decision that cannot be read');
  }
}
