import Papa from 'papaparse';
import type { KnownExploited } from '#core/advisory/feed-item.ts';
import { isCveId, oneLine } from './cve-fields.ts';
import { feedInvalid, feedTooLarge, feedTruncated } from './feed-error.ts';
import { feedTally, type FeedTally } from './feed-tally.ts';
import type { Feed, FeedDocument, FeedSummary } from './feed.ts';
import { textOf } from './json-value.ts';
import { publishedDay, publishedInstant } from './published-time.ts';
import { peekChunks } from './chunk-stream.ts';
import { eachJsonMember } from './read-json.ts';

const NAME = 'cisa-kev';
const MAX_BYTES = 64 * 1024 * 1024;
const FOLDER = 'https://www.cisa.gov/sites/default/files';

/** CISA's catalogue of known exploited vulnerabilities, as JSON (with its version and date) or as CSV (without). */
export const cisaKev: Feed = {
  title: 'Known Exploited Vulnerabilities',
  publisher: 'CISA',
  licence: 'CC0-1.0',
  addresses: [
    `${FOLDER}/feeds/known_exploited_vulnerabilities.json`,
    `${FOLDER}/csv/known_exploited_vulnerabilities.csv`,
  ],
  checksums: null,
  restates: 'everything',
  recognises: (head) =>
    /^\s*cveID,vendorProject,/.test(head) ||
    (/"catalogVersion"\s*:/.test(head) && /"dateReleased"\s*:/.test(head)),
  read: async (input, emit) => {
    const tally = feedTally(NAME, emit);
    let summary: FeedSummary | null = null;
    for await (const document of input.documents()) {
      if (summary)
        throw feedInvalid(NAME, document.name, 'the catalogue is one file, and this is a second one');
      const { head, all } = await peekChunks(document.bytes(), 64);
      const opened = { name: document.name, bytes: () => all };
      const isJson = /^(?:\xef\xbb\xbf)?\s*\{/.test(Buffer.from(head).toString('latin1'));
      summary = isJson ? await readCatalogue(opened, tally) : await readTable(opened, tally);
    }
    return summary ?? tally.summary(null, null);
  },
};

async function readCatalogue(document: FeedDocument, tally: FeedTally): Promise<FeedSummary> {
  const header = new Map<string, unknown>();
  const seen = new Set<string>();
  let entries = 0;
  const paths = ['$.catalogVersion', '$.dateReleased', '$.count', '$.vulnerabilities.*'];
  await eachJsonMember(document, { feed: NAME, paths }, ({ value, key, at }) => {
    if (typeof key === 'string') return void header.set(key, value);
    entries += 1;
    take(value, { at: at(), seen, tally });
  });
  const count = header.get('count');
  if (typeof count === 'number' && count !== entries)
    throw feedInvalid(NAME, '$.count', `it says ${count} entries and the catalogue holds ${entries}`);
  const fields = Object.fromEntries(header);
  return tally.summary(publishedInstant(textOf(fields, 'dateReleased')), textOf(fields, 'catalogVersion'));
}

const COLUMNS = ['cveID', 'vulnerabilityName', 'dateAdded', 'requiredAction', 'dueDate'];

async function readTable(document: FeedDocument, tally: FeedTally): Promise<FeedSummary> {
  const text = await textOfTable(document);
  const doubled = doubledColumn(text);
  if (doubled !== undefined) throw feedInvalid(NAME, 'row 1', `the column ${doubled} is there twice`);
  const seen = new Set<string>();
  let row = 1;
  Papa.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: true,
    step: ({ data, errors: [error], meta }) => {
      row += 1;
      const missing = COLUMNS.find((column) => meta.fields?.includes(column) !== true);
      if (missing !== undefined) throw feedInvalid(NAME, 'row 1', `the column ${missing} is missing`);
      if (error?.code === 'MissingQuotes') throw feedTruncated(NAME, `row ${row}`);
      if (error) throw feedInvalid(NAME, `row ${row}`, 'it has another number of fields than the first row');
      take(data, { at: `row ${row}`, seen, tally });
    },
  });
  return tally.summary(null, null);
}

/** Told here, since the parser would rename the second one and say so on standard error. */
function doubledColumn(text: string): string | undefined {
  const [columns = []] = Papa.parse<string[]>(text, { preview: 1 }).data;
  return columns.find((column, at) => columns.indexOf(column) !== at);
}

async function textOfTable(document: FeedDocument): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parts: string[] = [];
  let bytes = 0;
  for await (const chunk of document.bytes()) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) throw feedTooLarge(NAME, `more than ${MAX_BYTES} bytes`);
    try {
      parts.push(decoder.decode(chunk, { stream: true }));
    } catch {
      throw feedInvalid(NAME, document.name, 'it is not UTF-8 text');
    }
  }
  const text = parts.join('');
  if (text.trim() !== '' && !text.endsWith('\n'))
    throw feedTruncated(NAME, 'the last row, which has no line end');
  return text;
}

interface Entry {
  readonly at: string;
  readonly seen: Set<string>;
  readonly tally: FeedTally;
}

/** JSON and CSV name the fields alike. */
function take(entry: unknown, { at, seen, tally }: Entry): void {
  const cve = textOf(entry, 'cveID');
  const added = publishedDay(textOf(entry, 'dateAdded'));
  if (!isCveId(cve)) return tally.skip('without a CVE id');
  if (added === null) return tally.skip('without the day it was added');
  if (seen.has(cve)) return tally.skip('listed twice');
  seen.add(cve);
  const item: KnownExploited = {
    kind: 'kev',
    cve,
    name: oneLine(textOf(entry, 'vulnerabilityName') ?? cve),
    added,
    due: publishedDay(textOf(entry, 'dueDate')),
    ransomware: textOf(entry, 'knownRansomwareCampaignUse') === 'Known' ? true : null,
    action: textOf(entry, 'requiredAction') ?? '',
    at,
  };
  tally.emit(item);
}
