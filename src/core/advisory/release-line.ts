import type { Ecosystem, Statement } from './feed-item.ts';

/** Builds beside the plain ones of a release, whose versions and epochs are not meant to be compared with those. */
export type BuildLine = 'ksplice' | 'fips' | '';

/**
 * The line of builds that an installed version is of. Oracle marks user space that Ksplice patches and its FIPS builds
 * in the release (`2:2.34-100.0.1.ksplice1.el9`, `10:3.8.3-6.el9_fips`), Ubuntu its FIPS builds (`1.1.1f-1ubuntu2.fips.7`,
 * `3.0.2-0ubuntu1.10+Fips1`). Both raise their epoch or number, so that every plain fix would seem to be in place.
 */
export function buildLine(ecosystem: Ecosystem, version: string): BuildLine {
  if (ecosystem === 'oracle') {
    if (/\.ksplice\d*\./.test(version)) return 'ksplice';
    return version.endsWith('_fips') ? 'fips' : '';
  }
  return ecosystem === 'ubuntu' && /[.+~]fips(?![a-z])/i.test(version) ? 'fips' : '';
}

/** The line of builds that a statement is about. */
export function carriedLine({
  ecosystem,
  repository,
}: Pick<Statement, 'ecosystem' | 'repository'>): BuildLine {
  if (ecosystem === 'oracle') return repository === 'ksplice' || repository === 'fips' ? repository : '';
  return ecosystem === 'ubuntu' && /^fips(?:-|$)/.test(repository ?? '') ? 'fips' : '';
}
