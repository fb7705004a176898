import type { Advice, FeedKnowledge } from './advise.ts';

/** A fix as other tools report it. */
export interface ReportedFixOf {
  readonly fix: string;
  /** The vulnerabilities that they name with it, sorted. */
  readonly cves: readonly string[];
}

/**
 * What feeds know of a fix that other tools report: its advisory, where the fix is one, and its vulnerabilities. Which
 * version fixes it they are not asked: what is installed, only the tools saw.
 * @returns null when they know nothing of either
 */
export function adviseReported({ fix, cves }: ReportedFixOf, known: FeedKnowledge): Advice | null {
  const told = known.notice(fix);
  const notice = told?.withdrawn === null ? told : undefined;
  const all = [...new Set([...cves, ...(notice?.cves ?? [])])].sort();
  const facts = all.flatMap((cve) => known.facts(cve) ?? []);
  if (!notice && facts.length === 0) return null;
  const listed = facts.flatMap(({ kev }) => kev?.added ?? []).sort();
  return {
    advisory: notice ? fix : null,
    supersedes: [],
    title: notice?.title ?? null,
    fixed: null,
    released: notice?.released ?? null,
    severity: notice?.severity ?? null,
    steps: notice?.steps ?? null,
    knownExploited: listed[0] ?? null,
    cves: all,
    unfixed: [],
    unknown: [],
    facts,
    records: [],
  };
}
