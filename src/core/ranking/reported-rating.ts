import { severities } from '../advisory/rank.ts';
import type { Severity } from '../advisory/rank.ts';
import { chooseCvss } from './choose-cvss.ts';
import { byCodeUnits } from './first-few.ts';
import type { CveFacts, CvssFact, RankInputs } from './rank-inputs.ts';
import type { RankMethodVersion } from './rank-method.ts';

/** A score as a scanner's report gives it, for one vulnerability. */
export interface ReportedScore {
  /** '' = the report names no CVE with the flaw that it scores. */
  readonly cve: string;
  readonly version: CvssFact['version'];
  readonly score: number;
  /** '' = the report has none. */
  readonly vector: string;
}

/** What one tool's report says of one fix of one product. */
export interface ReportedStatement {
  readonly tool: string;
  /** The tool's own rating; null = none. */
  readonly severity: Severity | null;
  readonly cves: readonly string[];
  readonly scores: readonly ReportedScore[];
}

/** What all tools together report of a fix: the worst rating, with who gives it, and every score. */
export interface ReportedRating {
  readonly severity: Severity | null;
  /** Sorted; empty without a rating. */
  readonly ratedBy: readonly string[];
  /** Sorted. */
  readonly cves: readonly string[];
  /** Sorted, each once. */
  readonly scores: readonly (ReportedScore & { readonly tool: string })[];
}

/**
 * Adds a tool's statement. What was once said stays said: the order in which reports arrive does not matter.
 * @param before null = nothing was said yet
 */
export function addStatement(before: ReportedRating | null, said: ReportedStatement): ReportedRating {
  const { severity = null, ratedBy = [], cves = [], scores = [] } = before ?? {};
  const worst = severities.find((one) => one === severity || one === said.severity) ?? null;
  const raters = [...(severity === worst ? ratedBy : []), ...(said.severity === worst ? [said.tool] : [])];
  const named = said.scores.map((score) => ({ ...score, tool: said.tool }));
  const all = new Map([...scores, ...named].map((score) => [scoreText(score), score]));
  return {
    severity: worst,
    ratedBy: worst === null ? [] : [...new Set(raters)].sort(byCodeUnits),
    cves: [...new Set([...cves, ...said.cves])].sort(byCodeUnits),
    scores: [...all].sort(([a], [b]) => byCodeUnits(a, b)).map(([, score]) => score),
  };
}

function scoreText({ cve, tool, version, score, vector }: ReportedRating['scores'][number]): string {
  return [cve, tool, version, score, vector].join(' ');
}

/**
 * The inputs of a rank with what scanners report added: their scores after all published ones, and their rating where
 * the vendor gives none and a score is missing as well. Method 1 knows no scores, so there the rating always stands in.
 */
export function withReported(
  method: RankMethodVersion,
  inputs: RankInputs,
  rating: ReportedRating | null,
): RankInputs {
  if (rating === null) return inputs;
  const known = new Map(inputs.cves.map((facts) => [facts.cve, facts]));
  const ids = new Set([...known.keys(), ...rating.cves]);
  const cves = [...ids].map((cve) => scored(known.get(cve) ?? unscored(cve), rating));
  const isScored = cves.length > 0 && cves.every(({ cvss, rejected }) => cvss !== null || rejected === true);
  const unnamed = chooseCvss(scoresOf('', rating))?.chosen;
  const told = { ...inputs, cves, ...(unnamed && { unnamed }) };
  const stands = inputs.severity === null && rating.severity !== null && (method === 1 || !isScored);
  if (!stands) return told;
  return { ...told, severity: rating.severity, ratedBy: rating.ratedBy.join(', ') };
}

function unscored(cve: string): CveFacts {
  return { cve, cvss: null, epss: null, kev: null, ssvc: null };
}

function scored(facts: CveFacts, rating: ReportedRating): CveFacts {
  const reported = scoresOf(facts.cve, rating);
  if (reported.length === 0) return facts;
  const all: CvssFact[] = [...(facts.cvss === null ? [] : [facts.cvss]), ...reported];
  return { ...facts, cvss: chooseCvss(all)?.chosen ?? null };
}

function scoresOf(cve: string, { scores }: ReportedRating): readonly CvssFact[] {
  return scores
    .filter((score) => score.cve === cve)
    .map(({ tool, version, score, vector }) => ({ version, score, vector, source: tool, reported: true }));
}
