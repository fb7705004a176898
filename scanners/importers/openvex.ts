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
import { cveIds } from './report-identifiers.ts';
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
  const facts = new Map<string, unknown>();
  let record = 0;
  readJson(
    input.documents[0],
    ['$.author', '$.timestamp', '$.version', '$.statements.*'],
    (value, [part]) => {
      if (part !== 'statements') return void facts.set(String(part), value);
      record += 1;
      emitStatement(jsonObject(value), record, { hosts, clock, sink });
    },
  );
  if (record === 0) throw reportInvalid('it holds no statements');
  const made = clock(jsonText(Object.fromEntries(facts), 'timestamp'));
  hosts.handOn(sink, (host) => ({ ...host, ...(host.startedAt === null ? scanTimes(made, made) : {}) }));
  return { tool: 'OpenVEX', toolVersion: null, madeAt: made?.at ?? null };
}

function emitStatement(
  statement: JsonObject | null,
  record: number,
  { hosts, clock, sink }: { hosts: HostBook; clock: ReportClock; sink: ReportSink },
): void {
  const flaw = jsonField(statement, 'vulnerability');
  const check =
    typeof flaw === 'string'
      ? flaw
      : (jsonText(jsonObject(flaw), 'name') ?? jsonText(jsonObject(flaw), '@id'));
  const word = jsonText(statement, 'status');
  const status = statedStatus(word);
  const products = jsonList(statement, 'products').flatMap(productOf);
  if (check === null || check === '' || products.length === 0)
    return sink.skip('a statement without flaw or product');
  if (status === null) return sink.skip('a statement without a known status');
  const ids = [check, ...jsonTexts(jsonObject(flaw), 'aliases')];
  const said = clock(jsonText(statement, 'timestamp'));
  for (const { product, parts } of products) {
    hosts.note({ ...statedHost(product), ...scanTimes(said, said) });
    for (const part of parts.length === 0 ? [product] : parts) {
      const { product: found } = statedPackage(part);
      sink.flaw(
        flawOf({
          host: product.id,
          check,
          title: jsonText(jsonObject(flaw), 'description') ?? check,
          product: found,
          fixes: fixIds(ids, found),
          cves: cveIds(ids.join(' ')),
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
