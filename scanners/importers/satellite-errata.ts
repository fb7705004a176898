import type { HostBook } from './host-book.ts';
import { flawOf, nameOf, productOf, sightTimes } from './report-flaw.ts';
import { cveIds, vendorFixes } from './report-identifiers.ts';
import type { ReportSink } from './report-importer.ts';
import { severityOfWord, type ReportedSeverity } from './report-rating.ts';
import type { ReportClock } from './report-time.ts';

/** A column of Satellite's report template "Host - Applicable Errata". */
export type ErratumField = (name: string) => string;

export interface ErrataReading {
  readonly book: HostBook;
  readonly clock: ReportClock;
  readonly sink: ReportSink;
}

/** Columns that the template always has. */
export const ERRATA_COLUMNS = ['Host', 'Erratum', 'Type'] as const;

/**
 * One erratum that applies to one host. Satellite knows the packages that the host reported, so each is seen with
 * credentials; the list may be a selection, so no host is complete.
 */
export function emitErratum(field: ErratumField, record: number, { book, clock, sink }: ErrataReading): void {
  const host = field('Host');
  if (host === '') return sink.skip('no host');
  book.note({
    key: host,
    name: nameOf(host),
    addresses: [host],
    os: field('Operating System') || null,
    credentialed: true,
  });
  const erratum = field('Erratum');
  const fixes = vendorFixes(erratum);
  if (fixes.length === 0) return sink.skip('no flaw named');
  sink.flaw(
    flawOf({
      host,
      record,
      check: erratum,
      title: [erratum, field('Title')].filter((part) => part !== '').join(': '),
      product: onlyPackage(field('Packages')),
      fixes,
      cves: cveIds(field('CVEs')),
      severity: severityOf(field('Severity'), field('Type')),
      evidence: field('Packages'),
      ...sightTimes(clock, field('Applicable since'), null),
    }),
  );
}

/** Satellite's word; errata that only mend or enhance have none. */
function severityOf(word: string, type: string): ReportedSeverity {
  const severity = severityOfWord(word);
  return severity === 'info' || (severity === null && !/security/i.test(type)) ? null : severity;
}

/** One package alone is the product that the erratum brings. */
function onlyPackage(text: string): ReturnType<typeof productOf> {
  const names = text.split(/[,\s]+/).filter((name) => name !== '');
  const [, name, version, arch] =
    /^(\S+?)-((?:\d+:)?\d[^\s-]*-[^\s-]+?)(?:\.(x86_64|noarch|i[3-6]86|aarch64|ppc64le|s390x?))?$/.exec(
      names[0] ?? '',
    ) ?? [];
  if (names.length !== 1 || name === undefined) return null;
  return productOf({ name, keyedBy: 'binary', arch, fixed: version, scheme: 'rpm' });
}
