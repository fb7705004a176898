import { byCodeUnits, firstFew } from './first-few.ts';
import type { RankSituation, RankSubject } from './match-rule.ts';
import type { RankInputs } from './rank-inputs.ts';
import type { RankMethod, RankNeed } from './rank-rule.ts';

const namedCves = 3;

function namesOf(subjects: readonly RankSubject[]): string {
  const cves = subjects.flatMap(({ cve }) => (cve === null ? [] : [cve]));
  const named = firstFew(new Set(cves), byCodeUnits, namedCves);
  const more = subjects.length - named.length;
  return more === 0 ? named.join(', ') : `${named.join(', ')} and ${more} more`;
}

function withoutScore(what: string, subjects: readonly RankSubject[]): string | null {
  if (subjects.length === 0) return null;
  const noneNamed = subjects.every(({ cve }) => cve === null);
  return noneNamed ? `${what}: the advisory names no CVE that counts` : `${what} of ${namesOf(subjects)}`;
}

const missing: Readonly<
  Record<RankNeed, (inputs: RankInputs, subjects: readonly RankSubject[]) => string | null>
> = {
  cvss: (_, subjects) =>
    withoutScore(
      'CVSS',
      subjects.filter(({ cvss }) => cvss === null),
    ),
  epss: (_, subjects) =>
    withoutScore(
      'EPSS',
      subjects.filter(({ epss }) => epss === null),
    ),
  severity: ({ severity, ratedBy }) =>
    severity === null || ratedBy !== undefined ? "the vendor's severity" : null,
  exposure: ({ exposure }) => (exposure === null ? 'exposure of the asset: counts as exposed' : null),
};

/** What the method would look at and does not have, each as one line; scores of rejected CVEs are not missed. */
export function missingInputs(
  method: RankMethod,
  inputs: RankInputs,
  { subjects }: RankSituation,
): readonly string[] {
  const counted = subjects.filter(({ rejected }) => rejected !== true);
  return method.needs.flatMap((need) => missing[need](inputs, counted) ?? []);
}
