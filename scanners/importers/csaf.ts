import type { ReportedCvss } from '#core/advisory/reported-flaw.ts';
import { productTree, type ProductTree } from './csaf-products.ts';
import { hostBook, type HostBook } from './host-book.ts';
import {
  jsonField,
  jsonList,
  jsonObject,
  jsonText,
  jsonTexts,
  readJson,
  type JsonObject,
} from './json-records.ts';
import { reportInvalid } from './report-error.ts';
import { flawOf, scanTimes } from './report-flaw.ts';
import { namedCves } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { bestCvss, readCvss, severityOfWord } from './report-rating.ts';
import { reportClock } from './report-time.ts';
import { evidenceLines, fixIds, remedyOf } from './reported-package.ts';
import { statedHost, statedPackage, statedStatus } from './vex-statement.ts';

/** CSAF 2.0: what a vendor, or the user himself, states of products. */
export const csaf: ReportImporter = {
  title: 'a CSAF 2.0 document (JSON)',
  tool: 'CSAF',
  tier: 'A',
  evidence:
    'examples/csaf/csaf.json of openvex/vexctl (Apache-2.0); relationships, scores and remediations by the OASIS schema',
  recognises: (head) => head.startsWith('{') && /"csaf_version"\s*:\s*"2\.\d"/.test(head),
  read: readCsaf,
};

interface Statement {
  readonly tree: ProductTree;
  readonly hosts: HostBook;
  /** Ids of the document that are vendor fixes: RHSA-…, SUSE-SU-… */
  readonly documentId: string;
  readonly statedAt: string | null;
  readonly sink: ReportSink;
}

function readCsaf(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const facts = new Map<string, JsonObject | null>();
  let flaws = 0;
  // The products may stand behind the flaws: they are read first.
  readJson(input.documents[0], ['$.document', '$.product_tree', '$.vulnerabilities.*'], (value, [part]) => {
    if (part === 'vulnerabilities') flaws += 1;
    else facts.set(String(part), jsonObject(value));
  });
  const document = facts.get('document') ?? null;
  if (jsonText(document, 'csaf_version') === null) throw reportInvalid('it is no CSAF document');
  if (flaws === 0) throw reportInvalid('it holds no vulnerabilities');
  const made = clock(jsonText(document, 'tracking', 'current_release_date'));
  const statement: Statement = {
    tree: productTree(facts.get('product_tree') ?? null),
    hosts: hostBook(),
    documentId: jsonText(document, 'tracking', 'id') ?? '',
    statedAt: made?.at ?? null,
    sink,
  };
  let record = 0;
  readJson(input.documents[0], ['$.vulnerabilities.*'], (value) => {
    record += 1;
    emitFlaw(jsonObject(value), record, statement);
  });
  statement.hosts.handOn(sink, (host) => ({ ...host, ...scanTimes(made, made) }));
  const tool = jsonText(document, 'publisher', 'name');
  return {
    tool: tool ?? 'CSAF',
    toolVersion: jsonText(document, 'tracking', 'version'),
    madeAt: made?.at ?? null,
  };
}

const STATUSES = [
  'known_affected',
  'first_affected',
  'last_affected',
  'known_not_affected',
  'fixed',
  'first_fixed',
];

function emitFlaw(flaw: JsonObject | null, record: number, statement: Statement): void {
  const { tree, hosts, documentId, statedAt, sink } = statement;
  const ids = jsonList(flaw, 'ids').map((entry) => jsonText(jsonObject(entry), 'text') ?? '');
  const check = jsonText(flaw, 'cve') ?? ids.find(Boolean) ?? documentId;
  const given = new Map<string, string>();
  for (const word of [...STATUSES, 'under_investigation']) {
    for (const id of jsonTexts(flaw, 'product_status', word)) if (!given.has(id)) given.set(id, word);
  }
  if (check === '' || given.size === 0) return sink.skip('a statement without flaw or product');
  const told = jsonList(flaw, 'threats').map(jsonObject);
  const vendorFixes = fixIds([documentId, ...ids], null);
  for (const [id, word] of given) {
    const { platform, component } = tree.find(id);
    hosts.note(statedHost(platform));
    const { product } = statedPackage(component);
    const severity = texts(told, 'impact', id).map(severityOfWord);
    sink.flaw(
      flawOf({
        host: platform.id,
        check,
        title: jsonText(flaw, 'title') ?? check,
        product,
        fixes: vendorFixes,
        ...namedCves([check, ...ids].join(' ')),
        severity: severity.find((found) => found !== null),
        cvss: cvssOf(flaw, id),
        status: statedStatus(word) ?? 'open',
        evidence: evidenceLines({
          status: word,
          product: component.name ?? component.id,
          flag: flagOf(flaw, id),
          impact: texts(told, 'impact', id).join(' '),
          description: noteOf(flaw),
          document: documentId,
        }),
        remedy: remedyOf(...remediesOf(flaw, id)),
        lastSeen: statedAt,
        record,
      }),
    );
  }
}

/** Entries that name no product hold for all. */
function concerns(entry: JsonObject | null, id: string): boolean {
  const products = jsonTexts(entry, 'product_ids');
  return products.length === 0 || products.includes(id);
}

function texts(entries: readonly (JsonObject | null)[], category: string, id: string): string[] {
  return entries
    .filter((entry) => jsonText(entry, 'category') === category && concerns(entry, id))
    .map((entry) => jsonText(entry, 'details') ?? '');
}

function flagOf(flaw: JsonObject | null, id: string): string | null {
  const flags = jsonList(flaw, 'flags').map(jsonObject);
  return jsonText(flags.find((entry) => concerns(entry, id)) ?? null, 'label');
}

function remediesOf(flaw: JsonObject | null, id: string): (string | null)[] {
  const remedies = jsonList(flaw, 'remediations').map(jsonObject);
  return remedies
    .filter((entry) => concerns(entry, id))
    .map((entry) => `${jsonText(entry, 'category') ?? ''}: ${jsonText(entry, 'details') ?? ''}`);
}

function noteOf(flaw: JsonObject | null): string | null {
  const notes = jsonList(flaw, 'notes').map(jsonObject);
  return jsonText(notes.find((entry) => jsonText(entry, 'category') === 'description') ?? null, 'text');
}

function cvssOf(flaw: JsonObject | null, id: string): ReportedCvss | null {
  const scores = jsonList(flaw, 'scores').map(jsonObject);
  const own = scores.filter((entry) => jsonTexts(entry, 'products').includes(id));
  return bestCvss(
    own.flatMap((entry) =>
      (['cvss_v4', 'cvss_v3', 'cvss_v2'] as const).map((name) => {
        const rating = jsonObject(jsonField(entry, name));
        const assumed = { cvss_v4: '4.0', cvss_v3: '3.1', cvss_v2: '2.0' } as const;
        return readCvss(assumed[name], jsonText(rating, 'baseScore'), jsonText(rating, 'vectorString'));
      }),
    ),
  );
}
