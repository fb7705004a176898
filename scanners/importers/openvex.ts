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
import { reportClock, type ReportClock } from './report-time.ts';
import { evidenceLines, fixIds, remedyOf } from './reported-package.ts';
import { statedHost, statedPackage, statedStatus, type VexProduct } from './vex-statement.ts';

/** OpenVEX: statements of an author whether flaws matter in a product. */
export const openvex: ReportImporter = {
  title: 'an OpenVEX document (JSON)',
  tool: 'OpenVEX',
  tier: 'A',
  evidence:
    'examples/openvex/demo.vex.json and pkg/ctl/testdata/v020-1.vex.json of openvex/vexctl (Apache-2.0); parts of products by the specification',
  recognises: (head) => head.startsWith('{') && /"@context"\s*:\s*"https:\/\/openvex\.dev\/ns/.test(head),
  read: readOpenvex,
};

function readOpenvex(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const hosts = hostBook();
  const newest = newestStatements(input, clock);
  const facts = new Map<string, unknown>();
  let record = 0;
  readJson(
    input.documents[0],
    ['$.author', '$.timestamp', '$.version', '$.statements.*'],
    (value, [part]) => {
      if (part !== 'statements') return void facts.set(String(part), value);
      record += 1;
      emitStatement(jsonObject(value), record, { hosts, clock, sink, newest });
    },
  );
  if (record === 0) throw reportInvalid('it holds no statements');
  const made = clock(jsonText(Object.fromEntries(facts), 'timestamp'));
  hosts.handOn(sink, (host) => ({ ...host, ...(host.startedAt === null ? scanTimes(made, made) : {}) }));
  return { tool: 'OpenVEX', toolVersion: null, madeAt: made?.at ?? null };
}

/** What a statement is about: its vulnerability, and a product or a part of one. */
function aboutOf(
  statement: JsonObject | null,
): { check: string; products: ReturnType<typeof productOf> } | null {
  const flaw = jsonField(statement, 'vulnerability');
  const named = jsonObject(flaw);
  const check = typeof flaw === 'string' ? flaw : (jsonText(named, 'name') ?? jsonText(named, '@id') ?? '');
  const products = jsonList(statement, 'products').flatMap(productOf);
  return check === '' || products.length === 0 ? null : { check, products };
}

function keyOf(check: string, product: VexProduct, part: VexProduct): string {
  return [check, product.id, part.id].join('\n');
}

/**
 * The record of the statement that counts for each thing it is about: the newest, of equals the last. A later statement
 * overrides the earlier ones (OpenVEX specification, "The VEX Statement"); without a time of its own it has
 * that of the document.
 */
function newestStatements(input: ReportInput, clock: ReportClock): ReadonlyMap<string, number> {
  let documentAt = '';
  readJson(input.documents[0], ['$.timestamp'], (value) => {
    documentAt = clock(typeof value === 'string' ? value : null)?.at ?? '';
  });
  const newest = new Map<string, { readonly record: number; readonly at: string }>();
  let record = 0;
  readJson(input.documents[0], ['$.statements.*'], (value) => {
    record += 1;
    const statement = jsonObject(value);
    const { check = '', products = [] } = aboutOf(statement) ?? {};
    const at = clock(jsonText(statement, 'timestamp'))?.at ?? documentAt;
    for (const { product, parts } of products) {
      for (const part of parts.length === 0 ? [product] : parts) {
        const key = keyOf(check, product, part);
        if (at >= (newest.get(key)?.at ?? '')) newest.set(key, { record, at });
      }
    }
  });
  return new Map([...newest].map(([key, { record }]) => [key, record]));
}

interface Stating {
  readonly hosts: HostBook;
  readonly clock: ReportClock;
  readonly sink: ReportSink;
  readonly newest: ReadonlyMap<string, number>;
}

function emitStatement(
  statement: JsonObject | null,
  record: number,
  { hosts, clock, sink, newest }: Stating,
): void {
  const flaw = jsonField(statement, 'vulnerability');
  const about = aboutOf(statement);
  const word = jsonText(statement, 'status');
  const status = statedStatus(word);
  if (about === null) return sink.skip('a statement without flaw or product');
  if (status === null) return sink.skip('a statement without a known status');
  const { check, products } = about;
  const ids = [check, ...jsonTexts(jsonObject(flaw), 'aliases')];
  const said = clock(jsonText(statement, 'timestamp'));
  for (const { product, parts } of products) {
    hosts.note({ ...statedHost(product), ...scanTimes(said, said) });
    for (const part of parts.length === 0 ? [product] : parts) {
      if (newest.get(keyOf(check, product, part)) !== record) {
        sink.skip('a statement with a newer one');
        continue;
      }
      const { product: found } = statedPackage(part);
      sink.flaw(
        flawOf({
          host: product.id,
          check,
          title: jsonText(jsonObject(flaw), 'description') ?? check,
          product: found,
          fixes: fixIds(ids, found),
          ...namedCves(ids.join(' ')),
          status,
          evidence: evidenceLines({
            status: word,
            justification: jsonText(statement, 'justification'),
            impact: jsonText(statement, 'impact_statement'),
            notes: jsonText(statement, 'status_notes'),
            product: part.id,
          }),
          remedy: remedyOf(jsonText(statement, 'action_statement')),
          lastSeen: said?.at ?? null,
          record,
        }),
      );
    }
  }
}

/** Before version 0.2.0 a product was a text. */
function productOf(value: unknown): { product: VexProduct; parts: VexProduct[] }[] {
  const product = partOf(value);
  if (product === null) return [];
  const parts = jsonList(jsonObject(value), 'subcomponents').map(partOf);
  return [{ product, parts: parts.filter((part) => part !== null) }];
}

function partOf(value: unknown): VexProduct | null {
  const entry = jsonObject(value);
  const purl = jsonText(entry, 'identifiers', 'purl');
  const id = typeof value === 'string' ? value : (jsonText(entry, '@id') ?? purl);
  return id === null || id === '' ? null : { id, name: null, version: null, purl };
}
