import { populations } from '#core/audit/audit-sample.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { personName } from '../exceptions/exception-row.ts';
import { pageParams, readSort, refuseUnknown } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { engagementsInView } from './list-audits.ts';
import { populationKinds } from './populations.ts';
import type { RowContext } from './request-row.ts';
import { samplesInView } from './sample-book.ts';
import type { KnownSample } from './sample-book.ts';

export interface SamplesQuery extends ViewInput, ListInput {
  readonly engagement?: string | undefined;
  readonly population?: string | undefined;
  readonly q?: string | undefined;
}

/** Samples that match, one page of them, the latest first. @throws AppError QUERY_INVALID */
export async function listSamples(app: App, viewer: Viewer, query: SamplesQuery) {
  authorise(viewer, 'audit.read');
  refuseUnknown({ ...query }, { population: populations });
  const sort = readSort(query.sort, ['drawn', 'title']);
  const { limit, offset } = pageParams(query);
  const view = await resolveView(app, viewer, query);
  const { engagements, seen } = engagementsInView(app, viewer, view);
  const wanted = query.q?.toLowerCase() ?? '';
  const rows = samplesInView(app, viewer, view)
    .filter(({ state }) => query.engagement === undefined || state.content.engagement === query.engagement)
    .filter(({ state }) => query.population === undefined || state.content.population === query.population)
    .filter(({ state }) => query.unit === undefined || state.content.units.includes(query.unit))
    .map((one) => sampleRow({ app, view, engagements }, one))
    .filter(({ id, title, requirement }) => `${id} ${title} ${requirement}`.toLowerCase().includes(wanted))
    .toSorted(orderOf(sort));
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    total: rows.length,
    engagements: seen,
    rows: rows.slice(offset, offset + limit),
  };
}

/** A sample as lists show it. */
export function sampleRow({ app, engagements }: RowContext, { id, state }: KnownSample) {
  const { items, ...content } = state.content;
  const results = [...state.judged.values()].map(({ result }) => result);
  return {
    id,
    ...content,
    engagementName: engagements.get(content.engagement)?.name ?? content.engagement,
    populationTitle: populationKinds[content.population].title,
    size: items.length,
    judged: results.length,
    exceptions: results.filter((result) => result === 'exception-noted').length,
    auditor: personName(app, state.author),
    drawnAt: new Date(state.drawnAt).toISOString(),
  };
}

export type SampleRow = ReturnType<typeof sampleRow>;

function orderOf(sort: string | null): (a: SampleRow, b: SampleRow) => number {
  const key = (row: SampleRow): string =>
    sort?.endsWith('title') ? `${row.title.toLowerCase()} ${row.id}` : `${row.drawnAt} ${row.id}`;
  const down = sort === null || sort.startsWith('-');
  return (a, b) => (key(a) < key(b) ? -1 : 1) * (down ? -1 : 1);
}
