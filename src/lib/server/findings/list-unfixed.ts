import type { FeedKnowledge } from '#core/advisory/advise.ts';
import { unfixedStates } from '#core/advisory/judge-statement.ts';
import { readPlatform } from '#core/advisory/platform.ts';
import { rankMethodFor } from '#core/policy/policy.ts';
import { rankFinding } from '#core/ranking/rank-finding.ts';
import type { CveFacts } from '#core/ranking/rank-inputs.ts';
import type { FeedItem, Statement } from '#core/advisory/feed-item.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { pageParams, readSort, refuseUnknown } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import { resolveView } from '../read-view.ts';
import type { View, ViewInput } from '../read-view.ts';
import { feedKnowledge } from '../warehouse/feed-knowledge.ts';
import type { UnfixedParams, UnfixedRow } from '../warehouse/queries.gen.ts';
import { nothingKnown, rankInputsOf } from '../warehouse/rank-inputs-of.ts';

const sorts = ['epss', 'assets', 'since', 'cve', 'product', 'state'] as const;
const allowed = { state: unfixedStates, exploited: ['yes', 'no'] };

export interface UnfixedQuery extends ViewInput, ListInput {
  readonly state?: string | undefined;
  readonly cve?: string | undefined;
  readonly product?: string | undefined;
  /** Name or id. */
  readonly asset?: string | undefined;
  /** Known exploited: yes or no. */
  readonly exploited?: string | undefined;
  readonly q?: string | undefined;
}

/**
 * Flaws that are present and have no fix to install, one page of them: announced and unreleased patches, and what the
 * vendor postponed, refuses or still looks into. @throws AppError QUERY_INVALID
 */
export async function listUnfixed(app: App, viewer: Viewer, query: UnfixedQuery) {
  authorise(viewer, 'finding.read');
  refuseUnknown({ ...query }, allowed);
  const view = await resolveView(app, viewer, query);
  const about = {
    cve: query.cve ?? null,
    product: query.product ?? null,
    asset: query.asset ?? null,
  };
  const [rows, states, loads] = await Promise.all([
    queryUnfixed(app, view, {
      ...about,
      state: query.state ?? null,
      exploited: query.exploited ?? null,
      q: query.q ?? null,
      sort: readSort(query.sort, sorts),
      ...pageParams(query),
    }),
    app.warehouse.query('unfixed-states', { ...view.params, ...about }),
    app.warehouse.query('feed-loads', view.params),
  ]);
  const counts = new Map(states.map(({ state, flaws }) => [state, flaws]));
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    total: rows[0]?.total ?? 0,
    /** Feeds read until then; without one, nothing is known of flaws without a fix. */
    feeds: new Set(loads.map(({ feed }) => feed)).size,
    states: unfixedStates.map((state) => ({ state, flaws: counts.get(state) ?? 0 })),
    rows: await unfixedRows(app, view, rows),
  };
}

export function queryUnfixed(
  app: App,
  view: View,
  filters: Partial<UnfixedParams>,
): Promise<readonly UnfixedRow[]> {
  const none = { cve: null, product: null, asset: null, state: null, exploited: null, q: null, sort: null };
  return app.warehouse.query('unfixed', { ...view.params, ...none, ...pageParams({}), ...filters });
}

/** Rows with what is published of the vulnerability and the rank that it has on the worst asset. */
export async function unfixedRows(app: App, view: View, rows: readonly UnfixedRow[]) {
  const cves = [...new Set(rows.map(({ cve }) => cve))];
  const records = await app.warehouse.query('cve-facts', { ...view.params, cves });
  const known = feedKnowledge(
    records.map(({ content }) => JSON.parse(content) as Exclude<FeedItem, Statement>),
  );
  return rows.map((row) => ({
    ...unfixedRow(row, view, known.facts(row.cve) ?? nothingKnown(row.cve)),
    workaround: workaroundOf(row, known),
  }));
}

/** What the vendors of the systems that have it offer instead of a fix; null = nothing. */
function workaroundOf({ cve, platforms }: UnfixedRow, { notice }: FeedKnowledge): string | null {
  const told = platforms.flatMap((one) => notice(cve, readPlatform(one).ecosystem)?.workaround ?? []);
  return told[0] ?? null;
}

function unfixedRow(row: UnfixedRow, view: View, facts: CveFacts) {
  const { total: _total, exposed, scoped, findingRank, notes, feed, at, seq, file, ...columns } = row;
  return {
    ...columns,
    rank: findingRank ?? worstRank(row, view, facts),
    cvss: facts.cvss,
    epss: facts.epss,
    kev: facts.kev,
    /** The version that is announced, the archive that has the fix, or the vendor's words. */
    announced: row.state === 'announced' ? notes : [],
    archives: row.state === 'needs_subscription' ? notes : [],
    notes: row.state === 'announced' || row.state === 'needs_subscription' ? [] : notes,
    exposed,
    scoped,
    record: feed === null ? null : { feed, at, seq, file },
  };
}

/** By the method in force, as if all its surroundings were those of one asset: no line of a method wants two. */
function worstRank({ exposed, scoped }: UnfixedRow, view: View, facts: CveFacts) {
  const method = rankMethodFor(view.policies, Date.parse(view.asOf));
  const surroundings = {
    exposure: exposed ? 'internet' : 'internal',
    scopes: scoped ? ['pci-cde'] : [],
    environment: null,
  };
  const advice = { severity: null, knownExploited: facts.kev?.added ?? null, facts: [facts] };
  return rankFinding(method, rankInputsOf(method, { advice }, surroundings)).rank;
}

export type UnfixedDocumentRow = Awaited<ReturnType<typeof unfixedRows>>[number];
