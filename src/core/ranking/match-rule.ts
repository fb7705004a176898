import type { Severity } from '../advisory/rank.ts';
import type { CveFacts, RankInputs } from './rank-inputs.ts';
import type { RankConditions, RankMethod, RankRule } from './rank-rule.ts';

/** One vulnerability with the facts that count; `cve` null = nobody names it. */
export type RankSubject = Omit<CveFacts, 'cve'> & { readonly cve: string | null };

/** The inputs as the rules see them. */
export interface RankSituation {
  readonly severity: Severity | null;
  readonly advisoryExploited: boolean;
  readonly exposed: boolean;
  readonly scopes: readonly string[];
  /** Never empty. */
  readonly subjects: readonly RankSubject[];
  /** Every CVE has a score, or the vendor's severity speaks for those without. */
  readonly allRated: boolean;
}

const unnamed: RankSubject = { cve: null, cvss: null, epss: null, kev: null, ssvc: null };

function within(value: number, max: number): boolean {
  return value >= 0 && value <= max;
}

/** A score outside its scale, or that is no number, is a missing score: it must not pass for a low one. */
function readable(facts: CveFacts): CveFacts {
  const keepsCvss = facts.cvss === null || within(facts.cvss.score, 10);
  const keepsEpss = facts.epss === null || within(facts.epss.score, 1);
  if (keepsCvss && keepsEpss) return facts;
  return { ...facts, cvss: keepsCvss ? facts.cvss : null, epss: keepsEpss ? facts.epss : null };
}

/** What counts of each CVE. A rejected one counts only while the catalogue of exploited ones still lists it. */
function namedSubjects(cves: readonly CveFacts[]): readonly RankSubject[] {
  return cves.flatMap((facts) => {
    if (facts.rejected !== true) return [readable(facts)];
    return facts.kev === null ? [] : [{ ...facts, cvss: null, epss: null, ssvc: null }];
  });
}

/** Where no CVE ties a score and a severity to one vulnerability, both speak, and so the worse of them decides. */
function subjectsOf(inputs: RankInputs): readonly RankSubject[] {
  const named = namedSubjects(inputs.cves);
  const scored =
    inputs.unnamed && within(inputs.unnamed.score, 10) ? [{ ...unnamed, cvss: inputs.unnamed }] : [];
  const unscored = named.length === 0 && (scored.length === 0 || inputs.severity !== null) ? [unnamed] : [];
  return [...named, ...scored, ...unscored];
}

/** Reads the inputs of a finding the way a method does. */
export function situationOf(method: RankMethod, inputs: RankInputs): RankSituation {
  const subjects = subjectsOf(inputs);
  return {
    severity: inputs.severity,
    advisoryExploited: inputs.knownExploited !== null,
    exposed: inputs.exposure === null || method.exposed.includes(inputs.exposure),
    scopes: inputs.scopes,
    subjects,
    allRated: inputs.severity !== null || subjects.every(({ cvss }) => cvss !== null),
  };
}

/** True when the conditions on the advisory and on the asset hold. */
export function surroundingsMeet(when: RankConditions, situation: RankSituation): boolean {
  const { severity, scopes } = situation;
  return (
    (when.advisoryExploited === undefined || situation.advisoryExploited) &&
    (when.severity === undefined || (severity !== null && when.severity.includes(severity))) &&
    (when.exposed === undefined || situation.exposed) &&
    (when.scope === undefined || when.scope.some((scope) => scopes.includes(scope)))
  );
}

/** True when the conditions on one CVE hold for this one. */
export function subjectMeets(when: RankConditions, { cvss, epss, kev, ssvc }: RankSubject): boolean {
  return (
    (when.kev === undefined || kev !== null) &&
    (when.ssvcActive === undefined || ssvc?.exploitation === 'active') &&
    (when.cvssFrom === undefined || (cvss !== null && cvss.score >= when.cvssFrom)) &&
    (when.epssFrom === undefined || (epss !== null && epss.score >= when.epssFrom)) &&
    (when.unscored === undefined || cvss === null)
  );
}

/** The rules that speak here, first the one with the last word; completeness (`allRated`) is not asked. */
export function rulesThatSpeak(method: RankMethod, situation: RankSituation): readonly RankRule[] {
  return method.rules.filter(
    ({ when }) =>
      surroundingsMeet(when, situation) && situation.subjects.some((subject) => subjectMeets(when, subject)),
  );
}

/** The rule that decides: the first that speaks and has all it asks for, else the method's `otherwise`. */
export function decidingRule(
  method: RankMethod,
  situation: RankSituation,
  speaking: readonly RankRule[],
): RankRule {
  const decides = ({ when }: RankRule): boolean => when.allRated === undefined || situation.allRated;
  return speaking.find(decides) ?? method.otherwise;
}
