import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { receiveFeed } from '#lib/server/feeds/receive-feed.ts';
import { defineUnit } from '#lib/server/inventory/define-unit.ts';
import { importFile } from '#lib/server/imports/import-file.ts';
import { defineControl } from '#lib/server/controls/manage-control.ts';
import { saveException } from '#lib/server/exceptions/draft-exception.ts';
import { requestException } from '#lib/server/exceptions/request-exception.ts';
import { documentShapes } from '#lib/server/read-documents/document-input.ts';
import { csvDocuments, isCsvName, readCsv, readDocument } from '#lib/server/read-documents/index.ts';
import type { CsvName } from '#lib/server/read-documents/index.ts';
import { proposeAdjudication } from '#lib/server/adjudications/propose-adjudication.ts';
import { proposeOverride } from '#lib/server/ranking/propose-override.ts';
import { writeEntry } from '#lib/server/registers/write-entry.ts';
import { askForEvidence } from '#lib/server/audits/ask-for-evidence.ts';
import { drawAuditSample } from '#lib/server/audits/draw-sample.ts';
import { makeComment } from '#lib/server/audits/write-comment.ts';
import { engage, requestOf } from './support/audits.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { draftOf } from './support/exception-draft.ts';
import { addPerson } from './support/persons.ts';
import { entryOf } from './support/register-entries.ts';
import { importReport, missingDebian, nessusReport } from './support/reports.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const DAY = 86_400_000;
/** Days in which an auditor works. */
const auditDays = { from: '2026-06-10', until: '2026-06-30' };
const begun = Date.parse('2026-05-01T08:00:00.000Z');

let site: TestSite;
let app: App;
let sample: { readonly id: string };

/** Two hosts with missing patches; one is fixed in time, the other still misses all after its deadlines. */
beforeAll(async () => {
  site = makeSite(begun);
  app = await site.open();
  const openssl = { version: '3.0.17-1', security: '3.0.18-1' };
  const curl = { version: '7.88.1-9', security: '7.88.1-10' };
  const fixed = { version: '3.0.18-1', security: '3.0.18-1' };
  for (const [day, packages] of [
    [0, { openssl, curl }],
    [10, { openssl: fixed, curl }],
    [40, { openssl: fixed, curl }],
  ] as const) {
    const startedAt = begun + day * DAY;
    site.now = startedAt + DAY / 24;
    await receive(app, debianEnvelope({ name: 'web-01', startedAt, packages }));
    await receive(app, debianEnvelope({ name: 'web-02', startedAt, packages: { openssl, curl } }));
  }
  const kev = readFileSync(
    new URL('../fixtures/feeds/cisa-kev/known_exploited_vulnerabilities.json', import.meta.url),
  );
  await importFile(app, localOperator, { content: kev, fileName: 'kev.json', format: null, mode: 'keep' });
  const [open] = (await readDocument(app, localOperator, { name: 'findings', query: { verdict: 'fail' } }))
    .rows;
  const analyst = addPerson(app, { name: 'Ana Analyst', role: 'analyst' });
  const said = { to: 'low', reason: 'Reachable from one host alone.', evidence: ['TICKET-1', 'TICKET-2'] };
  const about = { findingId: open?.id ?? '', everywhere: false };
  await proposeOverride(app, analyst, { ...about, ...said });
  const { reason, evidence } = said;
  await proposeAdjudication(app, analyst, { ...about, verdict: 'duplicate', reason, evidence });
  const items = [missingDebian(1002, 5002, 'openssl')];
  await importReport(app, nessusReport({ name: 'web-01', at: begun + 40 * DAY, items }));
  const entry = { status: 'open', repositories: { bookworm: '7.88.1-9' }, urgency: 'not yet assigned' };
  const tracker = { curl: { 'CVE-2026-1001': { scope: 'remote', releases: { bookworm: entry } } } };
  const list = Buffer.from(JSON.stringify(tracker), 'utf8');
  const file = { fileName: 'tracker.json', feed: null, mode: 'keep', origin: null } as const;
  await receiveFeed(app, localOperator, { content: list, ...file });
  await app.warehouse.catchUp();
  const control = { name: 'Firewall', effect: 'Admits one network alone.', interval: 'P30D', unit: '*' };
  await defineControl(app, analyst, { id: null, owner: analyst.personId ?? '', ...control });
  await defineUnit(app, localOperator, { unit: 'payments', name: 'Payments' });
  await writeEntry(app, analyst, entryOf('scan-accounts', analyst.personId ?? ''));
  await beginAudit();
  const draft = draftOf([open?.id ?? ''], '2026-06-30');
  const { id } = await saveException(app, analyst, { id: null, draft, keep: [], files: [] });
  await requestException(app, analyst, { id });
});

/** An auditor who asks for something and samples two hosts. */
async function beginAudit(): Promise<void> {
  const pci = engage(app, { names: ['Aiko'], ...auditDays });
  await askForEvidence(app, pci.again(0), requestOf(pci.id, auditDays.until));
  await makeComment(app, pci.again(0), {
    engagement: pci.id,
    about: '/policy/versions/1',
    text: 'Who signed it?',
  });
  sample = await drawAuditSample(app, pci.again(0), {
    engagement: pci.id,
    title: 'Some hosts',
    requirement: '',
    population: 'assets',
    unit: '',
    filters: {},
    size: 2,
    seed: '',
  });
}

afterAll(async () => {
  await app.close();
  site.remove();
});

const names = Object.keys(documentShapes).flatMap((name) => {
  const known = name as keyof typeof documentShapes;
  return isCsvName(known) ? [known] : [];
});

async function queryFor(name: CsvName): Promise<Record<string, string>> {
  // Looking into the log adds an event of its own.
  if (name === 'log') return { kind: 'scan' };
  if (!documentShapes[name].takesId) return {};
  if (name === 'audit-sample') return sample;
  const { rows } = await readDocument(app, localOperator, { name: 'patches', query: {} });
  return { id: name === 'asset' ? 'web-02' : (rows[0]?.fix ?? '') };
}

/** What a file leaves empty: assets that no group takes have no place in the order of the groups. */
const leftEmpty: Partial<Record<CsvName, readonly string[]>> = { groups: ['position'] };

/** Where the rows of a document stand: its packages for an asset, its items for a sample, its findings for a fix. */
async function rowsOf(name: CsvName, query: Record<string, string>): Promise<readonly unknown[]> {
  if (name === 'asset') return (await readDocument(app, localOperator, { name, query })).packages;
  if (name === 'audit-sample') return (await readDocument(app, localOperator, { name, query })).items;
  const document: unknown = await readDocument(app, localOperator, { name, query });
  const rows: unknown = Reflect.get(Object(document), 'rows') ?? Reflect.get(Object(document), 'findings');
  if (!Array.isArray(rows)) throw new Error(`${name} has no rows`);
  return rows;
}

describe('every document that has a CSV form', () => {
  it('is one of those that are asked below', () => {
    expect([...names].sort()).toEqual(Object.keys(csvDocuments).sort());
  });

  it.each(names)('%s has the rows of its document, in the same order', async (name) => {
    const query = await queryFor(name);
    const rows = await rowsOf(name, query);
    const csv = await readCsv(app, localOperator, { name, query });
    expect(csv.startsWith('\ufeff')).toBe(true);
    const { data, meta } = Papa.parse<Record<string, string>>(csv.slice(1).trimEnd(), { header: true });
    expect(rows.length).toBeGreaterThan(0);
    expect(data).toHaveLength(rows.length);
    for (const [index, row] of rows.entries()) {
      const same = (meta.fields ?? []).filter(
        (field) => isPlain(Reflect.get(Object(row), field)) && !leftEmpty[name]?.includes(field),
      );
      expect(same.length).toBeGreaterThan(0);
      for (const field of same) {
        expect([name, field, data[index]?.[field]]).toEqual([
          name,
          field,
          textOf(Reflect.get(Object(row), field)),
        ]);
      }
    }
  });
});

/** A cell stands for a field of the same name when the field is no list and no object. */
function isPlain(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function textOf(value: unknown): string {
  return value === null ? '' : String(value);
}
