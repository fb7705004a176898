import { reportPartTooLarge, reportInvalid, reportTruncated } from './report-error.ts';
import { wholeText } from './report-bytes.ts';
import { flawOf, hostOf, nameOf, productOf, scanTimes } from './report-flaw.ts';
import { cveIds, vendorFixes } from './report-identifiers.ts';
import type { ReportFacts, ReportImporter, ReportInput, ReportSink } from './report-importer.ts';
import { reportClock } from './report-time.ts';

/** Lynis: `lynis-report.dat`, lines of `key=value` and `key[]=value`. */
export const lynis: ReportImporter = {
  title: 'a Lynis report (lynis-report.dat)',
  tool: 'Lynis',
  tier: 'A',
  evidence: 'the report that Lynis 3.0.8 of Debian 12 wrote on a host of our own that lacks updates',
  recognises: (head) => /^# Lynis Report|^lynis_version=/m.test(head.slice(0, 4096)),
  read: readLynis,
};

const MAX_CHARACTERS = 32 * 1024 * 1024;
const LINE = /^([A-Za-z0-9_.-]{1,80})(\[\])?=(.*)$/;

/** Tests whose warnings mean missing updates; all others judge the configuration. */
const patchTests = /^(?:PKGS-|KRNL-5830|KRNL-5788)/;

function readLynis(input: ReportInput, sink: ReportSink): ReportFacts {
  const clock = reportClock(input.zone);
  const lines = linesOf(input);
  const one = (key: string): string | null => lines.get(key)?.at(-1) ?? null;
  const started = clock(one('report_datetime_start'));
  const finished = clock(one('report_datetime_end'));
  if (one('hostname') === null && started === null) throw reportInvalid('it names neither host nor time');
  // Lynis writes these when it is done; without them the file ends anywhere.
  if (finished === null && one('finish') === null) throw reportTruncated();
  sink.host(
    hostOf({
      key: KEY,
      name: nameOf(one('domainname') ? `${one('hostname')}.${one('domainname')}` : one('hostname')),
      addresses: (lines.get('network_ipv4_address') ?? [])
        .concat(lines.get('network_ipv6_address') ?? [])
        .filter(isRemote),
      machineId: one('machineid'),
      os: [one('os_fullname') ?? one('os_name') ?? one('os'), one('os_version')].filter(Boolean).join(' '),
      ...scanTimes(started, finished),
      credentialed: true,
      complete: finished !== null,
    }),
  );
  emitResults(lines, sink);
  return { tool: 'Lynis', toolVersion: one('lynis_version'), madeAt: finished?.at ?? null };
}

const KEY = 'host';

function isRemote(address: string): boolean {
  return !/^127\.|^::1$/.test(address);
}

function linesOf(input: ReportInput): ReadonlyMap<string, string[]> {
  const text = wholeText(input.documents[0], MAX_CHARACTERS, () => reportPartTooLarge('The report'));
  const lines = new Map<string, string[]>();
  text.split('\n').forEach((line, index) => {
    const clean = line.trimEnd();
    if (clean === '' || clean.startsWith('#')) return;
    const [, key, , value] = LINE.exec(clean) ?? [];
    if (key === undefined || value === undefined)
      throw reportInvalid('a line is no key and value', { line: index + 1 });
    const values = lines.get(key);
    if (values === undefined) lines.set(key, [value]);
    else values.push(value);
  });
  return lines;
}

function emitResults(lines: ReadonlyMap<string, string[]>, sink: ReportSink): void {
  let record = 0;
  for (const line of lines.get('vulnerable_package') ?? []) {
    record += 1;
    const [name = '', version = ''] = line.split('|');
    const product = productOf({ name, keyedBy: 'binary', installed: version });
    if (product === null) sink.skip('no package named');
    else
      sink.flaw(
        flawOf({
          host: KEY,
          record,
          check: 'PKGS',
          title: `Vulnerable package ${name}`,
          product,
          evidence: line,
        }),
      );
  }
  for (const line of lines.get('warning') ?? []) {
    record += 1;
    const [check = '', title = '', details = '', solution = ''] = line.split('|');
    if (!patchTests.test(check)) sink.skip('configuration check');
    else {
      sink.flaw(
        flawOf({
          host: KEY,
          record,
          check,
          title,
          fixes: vendorFixes(line),
          cves: cveIds(line),
          evidence: details === '-' ? '' : details,
          remedy: solution === '-' ? null : solution,
        }),
      );
    }
  }
  for (const _line of lines.get('suggestion') ?? []) sink.skip('suggestion');
}
