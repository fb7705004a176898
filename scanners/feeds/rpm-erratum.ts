import type { AdvisoryNotice, Ecosystem, Statement } from '#core/advisory/feed-item.ts';
import { oneLine } from './cve-fields.ts';
import { feedTooLarge } from './feed-error.ts';
import type { FeedTally } from './feed-tally.ts';
import { isRpmArchitecture, isRpmPackageName, isSourceArchitecture } from './rpm-name.ts';
import { ratingOf, severityOfWord } from './vendor-words.ts';

/** One package that an erratum brings. */
export interface RpmFix {
  /** '' = it cannot be told. */
  readonly release: string;
  readonly repository: string | null;
  /** null = not from a module; '' = from one that cannot be read. */
  readonly module: string | null;
  readonly name: string;
  /** null = every architecture. */
  readonly arch: string | null;
  /** null = it cannot be read. */
  readonly evr: string | null;
  readonly at: string;
}

/** An erratum of a distribution built on RPM, whatever form it was published in. */
export interface RpmErratum {
  readonly ecosystem: Ecosystem;
  readonly id: string;
  readonly title: string;
  readonly about: AdvisoryNotice['about'];
  readonly rating: string | null;
  readonly released: string | null;
  readonly withdrawn: string | null;
  readonly cves: readonly string[];
  readonly url: string | null;
  readonly steps: string | null;
  readonly at: string;
  readonly fixes: readonly RpmFix[];
}

/** Flaws times packages of one erratum: far above any that is published. */
const MAX_STATEMENTS = 20_000_000;

/**
 * Emits the erratum and, unless it was withdrawn, what it fixes: one statement per flaw and package. Errata without
 * a CVE stand for themselves.
 * @throws AppError FEED_TOO_LARGE
 */
export function emitErratum(erratum: RpmErratum, tally: FeedTally): void {
  const { fixes, ...notice } = erratum;
  tally.emit({
    ...notice,
    kind: 'advisory',
    title: oneLine(erratum.title) || erratum.id,
    rating: ratingOf(erratum.rating),
    severity: severityOfWord(erratum.rating),
    replaces: [],
  });
  if (erratum.withdrawn !== null) return;
  const vulnerabilities = erratum.cves.length > 0 ? erratum.cves : [erratum.id];
  if (vulnerabilities.length * fixes.length > MAX_STATEMENTS)
    throw feedTooLarge(erratum.ecosystem, `${erratum.id} makes more than ${MAX_STATEMENTS} statements`);
  const seen = new Set<string>();
  for (const fix of fixes) {
    const reason = unusable(fix);
    if (reason !== null) {
      tally.skip(reason);
      continue;
    }
    const key = [fix.release, fix.repository, fix.module, fix.name, fix.arch, fix.evr].join(' ');
    if (seen.has(key)) continue;
    seen.add(key);
    for (const vulnerability of vulnerabilities) tally.emit(fixedBy(erratum, fix, vulnerability));
  }
}

function unusable(fix: RpmFix): string | null {
  if (fix.release === '') return 'a package of an unknown release';
  if (fix.module === '') return 'a module without a stream';
  if (!isRpmPackageName(fix.name)) return 'a package without a name';
  if (fix.arch !== null && isSourceArchitecture(fix.arch)) return 'a source package beside its binaries';
  if (fix.arch !== null && !isRpmArchitecture(fix.arch)) return 'a package without a known architecture';
  return fix.evr === null ? 'a package whose version cannot be read' : null;
}

function fixedBy(erratum: RpmErratum, fix: RpmFix, vulnerability: string): Statement {
  return {
    kind: 'statement',
    ecosystem: erratum.ecosystem,
    release: fix.release,
    product: fix.name,
    keyedBy: 'binary',
    arch: fix.arch,
    module: fix.module,
    repository: fix.repository,
    vulnerability,
    advisory: erratum.id,
    status: 'fixed',
    fixed: fix.evr,
    introduced: null,
    scheme: 'rpm',
    note: null,
    at: fix.at,
  };
}
