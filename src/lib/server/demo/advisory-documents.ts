import type { AdvisoriesDocument } from '#scanners/feeds/advisories-document.ts';
import { createRandom } from './random.ts';
import type { DemoAdvisory } from './simulate-advisories.ts';
import { DAY, HOUR, startOf } from './simulate-estate.ts';
import type { DemoPlan } from './simulate-estate.ts';

/** A document as it is handed in, UTC ms. */
export interface DemoAdvisoriesDocument {
  readonly at: number;
  readonly document: AdvisoriesDocument;
}

const LATE_SHARE = 0.03;

interface Hearing {
  readonly at: number;
  readonly advisory: DemoAdvisory;
}

/**
 * The documents of the demo: what was released before its beginning comes on the first day, everything else
 * within a day of its release, a few up to ten days late; one exploited later comes again then.
 */
export function advisoryDocuments(
  plan: DemoPlan,
  advisories: readonly DemoAdvisory[],
): DemoAdvisoriesDocument[] {
  const random = createRandom(`${plan.seed}/documents`);
  const startAt = startOf(plan);
  const hearings = advisories.flatMap((advisory): Hearing[] => {
    const delay = random.chance(LATE_SHARE) ? random.between(3, 10) * DAY : random.between(0.5, 20) * HOUR;
    const heardAt = Math.max(startAt + 8 * HOUR, advisory.releasedAt + delay);
    const { exploitedAt } = advisory;
    const isLater = exploitedAt !== null && exploitedAt > heardAt;
    const again = isLater ? [{ at: exploitedAt + random.between(2, 20) * HOUR, advisory }] : [];
    return [{ at: heardAt, advisory }, ...again];
  });
  const batches = Map.groupBy(
    hearings.filter(({ at }) => at < plan.untilAt),
    ({ at, advisory }) => `${Math.floor(at / DAY)} ${advisory.announcer}`,
  );
  return [...batches.values()].map(documentOf).sort((a, b) => a.at - b.at);
}

function documentOf(batch: readonly Hearing[]): DemoAdvisoriesDocument {
  const at = Math.floor(Math.max(...batch.map((one) => one.at)));
  const known = new Map(batch.map(({ advisory }) => [advisory.id, advisory]));
  return {
    at,
    document: {
      schema: 'patchproof.advisories',
      version: 1,
      source: batch[0]?.advisory.announcer ?? '',
      publishedAt: new Date(at).toISOString(),
      advisories: [...known.values()].map((advisory) => statement(advisory, at)),
    },
  };
}

function statement(advisory: DemoAdvisory, at: number): AdvisoriesDocument['advisories'][number] {
  const { exploitedAt } = advisory;
  const isExploited = exploitedAt !== null && exploitedAt <= at;
  const rows = new Map(
    advisory.products.map(({ product, version }) => [`${product}@${version}`, { product, fixed: version }]),
  );
  return {
    id: advisory.id,
    title: advisory.title,
    released: new Date(advisory.releasedAt).toISOString(),
    severity: advisory.severity,
    cves: [...advisory.cves],
    knownExploited: isExploited ? new Date(exploitedAt).toISOString().slice(0, 10) : null,
    products: [...rows.values()],
  };
}
