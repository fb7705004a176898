import { rankMethodFor } from '#core/policy/policy.ts';
import { rankFinding } from '#core/ranking/rank-finding.ts';
import type { RankVerdict } from '#core/ranking/rank-finding.ts';
import type { Severity } from '#core/advisory/rank.ts';
import type { View } from '../read-view.ts';
import type { AssetsRow, FindingsRow } from '../warehouse/queries.gen.ts';
import { rankInputsOf } from '../warehouse/rank-inputs-of.ts';
import type { FindingAdvice } from './find-advice.ts';
import type { FindingRating } from './find-rating.ts';

interface About {
  readonly view: View;
  readonly advice: FindingAdvice;
  readonly asset: AssetsRow;
  readonly reported: FindingRating | null;
  /** Compensating controls in force. */
  readonly controls: readonly { readonly name: string; readonly effect: string }[];
}

/**
 * The rank of a finding with every input it rests on, by the method of the policy version that governs it; null =
 * nothing is known of its fix, so that it is not ranked.
 */
export function rankOfRow(
  row: FindingsRow,
  { view, advice, asset, reported, controls }: About,
): RankVerdict | null {
  const isTold = advice !== null || row.advisory !== null || reported !== null;
  if (!isTold) return null;
  const method = rankMethodFor(view.policies, Date.parse(row.firstDetected));
  // What the row shows may be a tool's word.
  const severity = reported
    ? ((advice?.severity as Severity | null | undefined) ?? reported.vendorSeverity)
    : (row.severity as Severity | null);
  const listed = row.knownExploited === '' ? null : row.knownExploited;
  const facts = (advice?.cves ?? []).map(({ fixed: _fixed, record: _record, ...known }) => known);
  // Whoever listed it: where feeds know the vulnerability, their listing stands beside it.
  const isListedByFeed = facts.some(({ kev }) => kev !== null);
  return rankFinding(
    method,
    rankInputsOf(
      method,
      {
        ...(reported ? { reported } : {}),
        document: { severity, knownExploited: isListedByFeed ? null : listed, cves: row.cves },
        ...(facts.length > 0 ? { advice: { severity, knownExploited: listed, facts } } : {}),
      },
      {
        exposure: asset.exposure,
        scopes: asset.scope === '' ? [] : asset.scope.split(','),
        environment: asset.environment,
        criticality: asset.criticality,
        controls,
      },
    ),
  );
}
