import type { HostBook } from './host-book.ts';
import { flawOf, nameOf, productOf } from './report-flaw.ts';
import { namedCves, vendorFixes } from './report-identifiers.ts';
import type { ReportSink } from './report-importer.ts';
import { severityOfWord, type ReportedSeverity } from './report-rating.ts';

/** The templates of Foreman whose columns are read; the first two are one, by its older and newer name. */
export const ERRATA_TEMPLATES = '"Host - Applicable Errata", "Host - Available Errata"';

/** A column of these templates. */
export type ErratumField = (name: string) => string;

export interface ErrataReading {
  readonly book: HostBook;
  readonly sink: ReportSink;
}

/** Columns that the template always has. */
export const ERRATA_COLUMNS = ['Host', 'Erratum', 'Type'] as const;

/**
 * One erratum that applies to one host. Satellite knows the packages that the host reported, so each is seen with
 * credentials; the list may be a selection, so no host is complete. `Applicable since` and `Available since` are when
 * Satellite took the erratum in (`created_at`), for every host the same, so they are not when it was first seen there.
 */
export function emitErratum(field: ErratumField, record: number, { book, sink }: ErrataReading): void {
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
  const named = namedCves(field('CVEs'));
  if (!isSecurity(field('Type'), erratum) && named.cves.length + named.wrongCves.length === 0)
    return sink.skip('bug fix or enhancement');
  sink.flaw(
    flawOf({
      host,
      record,
      check: erratum,
      title: [erratum, field('Title')].filter((part) => part !== '').join(': '),
      product: onlyPackage(field('Packages')),
      fixes,
      ...named,
      severity: severityOf(field('Severity'), field('Type')),
      evidence: field('Packages'),
    }),
  );
}

/** Errata of bugs and enhancements are no missing security patches, as in scans of our own; `RHSA-…` says it as well. */
function isSecurity(type: string, erratum: string): boolean {
  return type === '' || /security/i.test(type) || /^[A-Z]{2}SA-/.test(erratum);
}

/** Satellite's word; errata that only mend or enhance have none. */
function severityOf(word: string, type: string): ReportedSeverity {
  const severity = severityOfWord(word);
  return severity === 'info' || (severity === null && !/security/i.test(type)) ? null : severity;
}

/** One package alone is the product that the erratum brings; the templates give its name alone. */
function onlyPackage(text: string): ReturnType<typeof productOf> {
  const names = text.split(/[,\s]+/).filter((name) => name !== '');
  const [alone] = names;
  if (alone === undefined || names.length !== 1) return null;
  const [, name = alone, version = null, arch = null] =
    /^(\S+?)-((?:\d+:)?\d[^\s-]*-[^\s-]+?)(?:\.(x86_64|noarch|i[3-6]86|aarch64|ppc64le|s390x?))?$/.exec(
      alone,
    ) ?? [];
  return productOf({ name, keyedBy: 'binary', arch, fixed: version, scheme: 'rpm' });
}
