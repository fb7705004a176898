import type { ReportedHost } from '#core/advisory/reported-flaw.ts';
import { reportPartTooLarge, reportInvalid, reportTruncated } from './report-error.ts';
import { wholeText } from './report-bytes.ts';
import { flawOf, hostOf, nameOf, productOf, scanTimes } from './report-flaw.ts';
import { namedCves, vendorFixes } from './report-identifiers.ts';
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

/** The machine waits for a restart, or for a newer kernel. */
const kernelTests: readonly string[] = ['KRNL-5830', 'KRNL-5788'];
/** Lynis lists vulnerable packages apart from the test that found them. */
const PACKAGES = 'PKGS';

/** True for a warning of missing updates; all others judge the configuration. */
function isOfPatches(check: string, title: string): boolean {
  return kernelTests.includes(check) || (check.startsWith('PKGS-') && namesUpdates(title));
}

function namesUpdates(title: string): boolean {
  return /\bvulnerable packages?\b|\bsecurity updates?\b/i.test(title);
}

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
      os: one('os_fullname') ?? [one('os_name') ?? one('os'), one('os_version')].filter(Boolean).join(' '),
      ...scanTimes(started, finished),
      credentialed: true,
      complete: finished !== null,
      ...ranOf(lines),
    }),
  );
  emitResults(lines, sink);
  return { tool: 'Lynis', toolVersion: one('lynis_version'), madeAt: finished?.at ?? null };
}

const KEY = 'host';

/** Tests that ask a package manager or a database which installed packages are vulnerable (Lynis 3, tests_ports_packages). */
const packageTests: ReadonlySet<string> = new Set(
  ['7322', '7330', '7352', '7380', '7381', '7382', '7386', '7392', '7393'].map((id) => `PKGS-${id}`),
);
/** Tests whose warning says that there was nothing to ask: no repository, no database, a broken package manager. */
const blindTests: ReadonlySet<string> = new Set(['PKGS-7383', 'PKGS-7388', 'PKGS-7390', 'PKGS-7381']);

/** The tests that ran, where the report lists them; those of packages count only where they had something to ask. */
function ranOf(lines: ReadonlyMap<string, string[]>): Pick<ReportedHost, 'ran'> {
  const executed = lines.get('tests_executed')?.at(-1);
  if (executed === undefined) return {};
  const tests = executed.split('|').filter((test) => test !== '');
  const warnings = (lines.get('warning') ?? []).map((line) => line.split('|'));
  const isBlind = warnings.some(([check = '', title = '']) => blindTests.has(check) && !namesUpdates(title));
  const asked = isBlind ? [] : tests.filter((test) => packageTests.has(test));
  const checks = tests.filter((test) => !test.startsWith('PKGS-'));
  if (asked.length > 0) checks.push(...asked, PACKAGES);
  return { ran: { checks, narrow: asked.length === 0, patches: false } };
}

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
    // Results name no host: those of a second report would be the first one's.
    if (values !== undefined && key === 'report_datetime_start')
      throw reportInvalid('a second report begins', { line: index + 1 });
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
          check: PACKAGES,
          title: `Vulnerable package ${name}`,
          product,
          evidence: line,
        }),
      );
  }
  for (const line of lines.get('warning') ?? []) {
    record += 1;
    const [check = '', title = '', details = '', solution = ''] = line.split('|');
    if (!isOfPatches(check, title)) sink.skip('configuration check');
    else {
      sink.flaw(
        flawOf({
          host: KEY,
          record,
          check,
          title,
          fixes: vendorFixes(line),
          ...namedCves(line),
          evidence: details === '-' ? '' : details,
          remedy: solution === '-' ? null : solution.replace(/^(?:text|url):/, ''),
        }),
      );
    }
  }
  for (const _line of lines.get('suggestion') ?? []) sink.skip('suggestion');
}
