import type { Severity } from '#core/advisory/rank.ts';
import type { CveFacts, RankInputs } from '#core/ranking/rank-inputs.ts';
import { withReported } from '#core/ranking/reported-rating.ts';
import type { ReportedRating } from '#core/ranking/reported-rating.ts';
import type { RankMethodVersion } from '#core/ranking/rank-method.ts';

/** What ranks rest on, as a document of advisories and feeds tell of it. */
interface ToldOf {
  readonly document?: {
    readonly severity: Severity | null;
    readonly knownExploited: string | null;
    readonly cves: readonly string[];
  };
  readonly advice?: {
    readonly severity: Severity | null;
    readonly knownExploited: string | null;
    readonly facts: readonly CveFacts[];
  };
  /** What other tools report of it. */
  readonly reported?: { readonly rating: ReportedRating };
}

interface Surroundings {
  readonly exposure: string | null;
  readonly scopes: readonly string[];
  readonly environment: string | null;
  readonly criticality?: string | null;
  readonly controls?: RankInputs['controls'];
}

/**
 * The inputs of a rank: feeds tell of each vulnerability, a document of the whole fix, other tools of what these leave
 * open. Method 1 knows exploitation of the whole fix alone.
 */
export function rankInputsOf(
  method: RankMethodVersion,
  { document, advice, reported }: ToldOf,
  asset: Surroundings,
): RankInputs {
  const facts = advice?.facts ?? [];
  const published: RankInputs = {
    severity: advice?.severity ?? document?.severity ?? null,
    rating: null,
    knownExploited: document?.knownExploited ?? exploitedSince(method, advice),
    cves: facts.length > 0 ? facts : (document?.cves ?? []).map(nothingKnown),
    criticality: asset.criticality ?? null,
    exposure: asset.exposure,
    scopes: asset.scopes,
    environment: asset.environment,
    controls: asset.controls ?? [],
  };
  return withReported(method, published, reported?.rating ?? null);
}

/** Catalogues list vulnerabilities one by one; what the vendor says of its own is said by the advisory. */
function exploitedSince(method: RankMethodVersion, advice: ToldOf['advice']): string | null {
  if (method === 1) return advice?.knownExploited ?? null;
  return (advice?.facts ?? []).flatMap(({ exploited }) => exploited ?? []).sort()[0] ?? null;
}

/** A vulnerability of which nothing is published but its id. */
export function nothingKnown(cve: string): CveFacts {
  return { cve, cvss: null, epss: null, kev: null, ssvc: null };
}
