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

function withoutScore(what: 'CVSS' | 'EPSS', subjects: readonly RankSubject[]): string | null {
  const key = what === 'CVSS' ? 'cvss' : 'epss';
  const lacking = subjects.filter((subject) => subject[key] === null);
  const named = lacking.filter(({ cve }) => cve !== null);
  if (named.length > 0) return `${what} of ${namesOf(named)}`;
  const hasNone = lacking.length > 0 && lacking.length === subjects.length;
  return hasNone ? `${what}: no CVE that counts is named` : null;
}

const missing: Readonly<
  Record<RankNeed, (inputs: RankInputs, subjects: readonly RankSubject[]) => string | null>
> = {
  cvss: (_, subjects) => withoutScore('CVSS', subjects),
  epss: (_, subjects) => withoutScore('EPSS', subjects),
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
