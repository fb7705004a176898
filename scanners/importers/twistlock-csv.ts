import { readCsv, type CsvRecord } from './csv-records.ts';
import { isSystemScheme, schemeOfSystem, schemeOfType } from './ecosystem-scheme.ts';
import { hostBook } from './host-book.ts';
import { flawOf, type HostParts } from './report-flaw.ts';
import { namedCves } from './report-identifiers.ts';
import type { ReportFacts, ReportInput, ReportSink } from './report-importer.ts';
import { readCvss, severityOfWord } from './report-rating.ts';
import { reportClock, type ReportClock } from './report-time.ts';
import { evidenceLines, fixIds, reportedPackage } from './reported-package.ts';
import { twistlockFixed, twistlockStatus } from './twistlock-status.ts';

/** The console's export: one line for each flaw or failed check of an image or host. */
export function readTwistlockCsv(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const hosts = hostBook();
  const shape = {
    isHeader: (cells: readonly string[]) => cells.includes('CVE ID'),
    required: ['CVE ID', 'Severity', 'Packages', 'Package Version'],
  };
  readCsv(input.documents[0], shape, (record) => {
    const host = hostOfRecord(record);
    if (host === null) return sink.skip('a record without image or host');
    hosts.note(host);
    if (record.get('CVE ID') === '') {
      return sink.skip(
        record.get('Compliance ID') === '' ? 'a record without id or package' : 'configuration check',
      );
    }
    emitRecord(record, { host: host.key, clock }, sink);
  });
  hosts.handOn(sink);
  return { tool: 'Prisma Cloud', toolVersion: null, madeAt: null };
}

function hostOfRecord(record: CsvRecord): HostParts | null {
  // The console exports what its filter shows: absence closes nothing.
  const known = { os: record.get('Distro'), credentialed: true, complete: false } as const;
  const hostname = record.get('Hostname');
  if (hostname !== '') return { ...known, key: hostname, kind: 'host', name: hostname };
  const path = [record.get('Registry'), record.get('Repository')].filter(Boolean).join('/');
  const tag = record.get('Tag');
  const name = tag === '' ? path : `${path}:${tag}`;
  const id = record.get('Id', 'Image ID');
  if (path === '' && id === '') return null;
  return { ...known, key: `${name} ${id}`, kind: 'image', name, cloudId: /^sha256:/.test(id) ? id : null };
}

/** Packages of one source share a line; the source is what is fixed. */
function emitRecord(record: CsvRecord, place: { host: string; clock: ReportClock }, sink: ReportSink): void {
  const check = record.get('CVE ID');
  const packages = record.get('Packages');
  const source = record.get('Source Package');
  const type = record.get('Type').toLowerCase();
  const status = record.get('Fix Status');
  const installed = record.get('Package Version') || null;
  const isSystem = /^(?:os|image|host)?$/.test(type);
  const scheme = isSystem ? schemeOfSystem(record.get('Distro')) : schemeOfType(type);
  const name = source || packages;
  if (name === '') return sink.skip('a record without id or package');
  const { product, remedy } = reportedPackage({
    name,
    type: isSystem ? null : type,
    purl: null,
    installed,
    fixed: twistlockFixed(status),
    scheme,
    source: isSystemScheme(scheme) && source !== '' ? { name: source, version: installed } : null,
  });
  sink.flaw(
    flawOf({
      host: place.host,
      check,
      title: `${name}: ${check}`,
      product,
      fixes: fixIds([check], product),
      ...namedCves(check),
      severity: severityOfWord(record.get('Severity')),
      cvss: readCvss('3.1', record.get('CVSS'), null),
      status: twistlockStatus(status),
      evidence: evidenceLines({
        packages: `${packages} ${installed ?? ''}`.trim(),
        status,
        path: record.get('Path', 'Binaries'),
        'risk factors': record.get('Risk Factors'),
        description: record.get('Description'),
      }),
      remedy,
      firstSeen: place.clock(record.get('Discovered'))?.at ?? null,
      record: record.record,
    }),
  );
}
