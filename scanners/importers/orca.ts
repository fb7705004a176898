import type { ReportedFlaw } from '#core/advisory/reported-flaw.ts';
import { headerCells, readCsv } from './csv-records.ts';
import { hostBook, type HostBook } from './host-book.ts';
import { beginsAsJson } from './json-or-csv.ts';
import { jsonObject, jsonText, jsonTexts, readJson, type JsonObject } from './json-records.ts';
import { reportInvalid } from './report-error.ts';
import { flawOf, sightTimes } from './report-flaw.ts';
import { namedCves } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { readScore, severityOfScore } from './report-rating.ts';
import { reportClock, type ReportClock } from './report-time.ts';
import { evidenceLines, fixIds } from './reported-package.ts';

/** Orca Security: the export of alerts. */
export const orca: ReportImporter = {
  title: 'an Orca Security export of alerts (JSON or CSV)',
  tool: 'Orca Security',
  tier: 'A',
  evidence:
    'unittests/scans/orca_security of DefectDojo/django-DefectDojo (BSD-3-Clause): alerts of settings; alerts of flaws by tests of our own',
  recognises: (head) =>
    head.startsWith('[')
      ? /"OrcaScore"\s*:/.test(head) && /"CloudAccount"\s*:/.test(head)
      : isHeader(headerCells(head)),
  read: readOrca,
};

const COLUMNS = ['OrcaScore', 'Category', 'Title'] as const;

function isHeader(cells: readonly string[]): boolean {
  return COLUMNS.every((name) => cells.includes(name));
}

interface Alert {
  readonly title: string;
  readonly category: string;
  readonly score: string;
  readonly status: string;
  readonly source: string;
  readonly inventory: string;
  readonly account: string;
  readonly labels: string;
  readonly created: string;
  readonly seen: string;
  readonly record: number;
}

function readOrca(input: ReportInput, sink: ReportSink): ReportFacts {
  const tools = { hosts: hostBook(), clock: reportClock(input.zone), sink };
  const [document] = input.documents;
  if (beginsAsJson(document)) readAlerts(input, (alert) => emitAlert(alert, tools));
  else {
    readCsv(document, { isHeader, identifiedBy: [COLUMNS] }, ({ get, record }) => {
      emitAlert(
        {
          title: get('Title'),
          category: get('Category'),
          score: get('OrcaScore'),
          status: get('Status'),
          source: get('Source'),
          inventory: get('Inventory.Name'),
          account: get('CloudAccount.Name'),
          labels: get('Labels'),
          created: get('CreatedAt'),
          seen: get('LastSeen'),
          record,
        },
        tools,
      );
    });
  }
  tools.hosts.handOn(sink);
  return { tool: 'Orca Security', toolVersion: null, madeAt: null };
}

function readAlerts(input: ReportInput, take: (alert: Alert) => void): void {
  let record = 0;
  readJson(input.documents[0], ['$.*'], (value, [index]) => {
    if (typeof index !== 'number') throw reportInvalid('it is no list of alerts');
    record += 1;
    take(alertOf(jsonObject(value), record));
  });
}

function alertOf(entry: JsonObject | null, record: number): Alert {
  const text = (...path: string[]): string => jsonText(entry, ...path) ?? '';
  return {
    title: text('Title'),
    category: text('Category'),
    score: text('OrcaScore'),
    status: text('Status'),
    source: text('Source'),
    inventory: text('Inventory', 'Name'),
    account: text('CloudAccount', 'Name'),
    labels: jsonTexts(entry, 'Labels').join(', '),
    created: text('CreatedAt'),
    seen: text('LastSeen'),
    record,
  };
}

function emitAlert(
  alert: Alert,
  { hosts, clock, sink }: { hosts: HostBook; clock: ReportClock; sink: ReportSink },
): void {
  const name = alert.inventory || alert.source;
  if (name === '' || alert.title === '') return sink.skip('a record without resource');
  const key = `${alert.account}/${name}`;
  // Exports are filtered and say themselves what is closed: absence closes nothing.
  hosts.note({ key, kind: 'cloud-resource', name, cloudId: key, credentialed: true });
  const named = namedCves(`${alert.title} ${alert.labels}`);
  const { cves, wrongCves } = named;
  if (cves.length + wrongCves.length === 0 && !/vulnerab/i.test(alert.category))
    return sink.skip('not a vulnerability');
  const score = readScore(alert.score);
  sink.flaw(
    flawOf({
      host: key,
      check: cves.length === 1 ? (cves[0] ?? alert.title) : alert.title,
      title: alert.title,
      fixes: fixIds([alert.title, alert.labels], null),
      ...named,
      // Orca's own score of the risk goes from 0 to 10, but is no CVSS.
      severity: score === null ? null : severityOfScore(score),
      status: statusOf(alert.status),
      evidence: evidenceLines({
        category: alert.category,
        'Orca score': alert.score,
        status: alert.status,
        source: alert.source,
        account: alert.account,
        labels: alert.labels,
      }),
      ...sightTimes(clock, alert.created, alert.seen),
      record: alert.record,
    }),
  );
}

function statusOf(word: string): ReportedFlaw['status'] {
  if (/^(?:closed|resolved)$/i.test(word)) return 'fixed';
  return /^(?:dismissed|snoozed)$/i.test(word) ? 'accepted' : 'open';
}
