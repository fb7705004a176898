import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import { findClaims, isReported } from '../findings/find-claims.ts';
import { findingRow } from '../findings/finding-row.ts';
import { queryFindings } from '../findings/query-findings.ts';
import type { View } from '../read-view.ts';
import type { SecondOpinionsRow } from '../warehouse/queries.gen.ts';
import { fixesOf } from './opinion-row.ts';
import { querySecondOpinions } from './query-second-opinions.ts';

/** A claim: what one tool says of one asset. */
export interface ClaimName {
  readonly assetId: string;
  readonly flawId: string;
}

/** @throws AppError NOT_FOUND for an absent claim and for one outside the viewer's units alike */
export async function findClaim(
  app: App,
  view: View,
  { assetId, flawId }: ClaimName,
): Promise<SecondOpinionsRow> {
  const [row] = await querySecondOpinions(app, view, { asset: assetId, flaw: flawId, limit: 1 });
  if (!row) {
    throw new AppError({
      code: 'NOT_FOUND',
      message: 'There is no such claim at the desk.',
      remedy: 'Look it up among the second opinions.',
      status: 404,
    });
  }
  return row;
}

/** Findings that reports opened from such a claim, whatever their state. */
export async function findingsOfClaim(app: App, view: View, claim: SecondOpinionsRow) {
  const named = { asset: claim.assetId, product: claim.product };
  const rows = await queryFindings(app, view, named, { limit: 1_000, offset: 0 });
  const mine = rows.filter(({ fix }) => fixesOf(claim).includes(fix)).map((row) => findingRow(row, view));
  const told = await Promise.all(mine.map((finding) => findClaims(app, view, finding)));
  return mine.filter((finding, index) => isReported(finding, told[index] ?? []));
}
