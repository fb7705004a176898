import type { Severity } from '#core/advisory/rank.ts';
import type { CveFacts, RankInputs } from '#core/ranking/rank-inputs.ts';
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
}

interface Surroundings {
  readonly exposure: string | null;
  readonly scopes: readonly string[];
  readonly environment: string | null;
  readonly criticality?: string | null;
  readonly controls?: RankInputs['controls'];
}

/**
 * The inputs of a rank: feeds tell of each vulnerability, a document of the whole fix. Method 1 knows exploitation of
 * the whole fix alone.
 */
export function rankInputsOf(
  method: RankMethodVersion,
  { document, advice }: ToldOf,
  asset: Surroundings,
): RankInputs {
  const facts = advice?.facts ?? [];
  return {
    severity: advice?.severity ?? document?.severity ?? null,
    rating: null,
    knownExploited: document?.knownExploited ?? (method === 1 ? (advice?.knownExploited ?? null) : null),
    cves: facts.length > 0 ? facts : (document?.cves ?? []).map(nothingKnown),
    criticality: asset.criticality ?? null,
    exposure: asset.exposure,
    scopes: asset.scopes,
    environment: asset.environment,
    controls: asset.controls ?? [],
  };
}

/** A vulnerability of which nothing is published but its id. */
export function nothingKnown(cve: string): CveFacts {
  return { cve, cvss: null, epss: null, kev: null, ssvc: null };
}
