import { readSubject, subjectKinds } from '#core/audit/audit-subject.ts';
import type { App } from '../app.ts';
import { authorise, may } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { personName } from '../exceptions/exception-row.ts';
import { pageParams, readSort, refuseUnknown } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { inScope } from './audit-reach.ts';
import { commentsInView } from './comment-book.ts';
import type { KnownComment } from './comment-book.ts';
import { engagementState } from './engagement-book.ts';
import { engagementsInView } from './list-audits.ts';
import type { RowContext } from './request-row.ts';

export interface CommentsQuery extends ViewInput, ListInput {
  readonly engagement?: string | undefined;
  /** Kind of what it is about. */
  readonly kind?: string | undefined;
  /** Path of what it is about. */
  readonly about?: string | undefined;
  readonly status?: string | undefined;
  readonly q?: string | undefined;
}

/** Comments of auditors that match, one page of them, the latest first. @throws AppError QUERY_INVALID */
export async function listComments(app: App, viewer: Viewer, query: CommentsQuery) {
  authorise(viewer, 'audit.read');
  const allowed = { kind: Object.keys(subjectKinds), status: ['standing', 'taken-back'] };
  refuseUnknown({ ...query }, allowed);
  const sort = readSort(query.sort, ['made']);
  const { limit, offset } = pageParams(query);
  const view = await resolveView(app, viewer, query);
  const { engagements, seen } = engagementsInView(app, viewer, view);
  const rows = commentsInView(app, viewer, view)
    .filter(({ state }) => inScope(state.content.unit, query.unit))
    .map((one) => commentRow({ app, view, engagements }, viewer, one))
    .filter((row) => matches(row, query));
  const ordered = sort === 'made' ? rows : rows.toReversed();
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    total: rows.length,
    engagements: seen,
    rows: ordered.slice(offset, offset + limit),
  };
}

export type CommentRow = Awaited<ReturnType<typeof listComments>>['rows'][number];

function commentRow({ app, engagements }: RowContext, viewer: Viewer, { id, seq, state }: KnownComment) {
  const { content, author, madeAt, takenBack } = state;
  const engagement = engagements.get(content.engagement);
  const running = engagement !== undefined && engagementState(engagement, app.clock()) === 'under-way';
  return {
    id,
    seq,
    engagement: content.engagement,
    engagementName: engagement?.name ?? content.engagement,
    unit: content.unit,
    about: content.about,
    text: content.text,
    auditor: personName(app, author),
    madeAt: new Date(madeAt).toISOString(),
    takenBackAt: takenBack ? new Date(takenBack.at).toISOString() : null,
    takenBackWhy: takenBack?.reason ?? null,
    mayTakeBack: running && takenBack === null && author === viewer.personId && may(viewer, 'audit.write'),
  };
}

function matches(
  row: ReturnType<typeof commentRow>,
  { engagement, kind, about, status, q = '' }: CommentsQuery,
): boolean {
  const subject = about === undefined ? null : readSubject(about);
  if (about !== undefined && (subject?.kind !== row.about.kind || subject.id !== row.about.id)) return false;
  if (engagement !== undefined && row.engagement !== engagement) return false;
  if (kind !== undefined && row.about.kind !== kind) return false;
  if (status !== undefined && (status === 'standing') !== (row.takenBackAt === null)) return false;
  return `${row.id} ${row.text} ${row.about.label} ${row.auditor}`.toLowerCase().includes(q.toLowerCase());
}

/** Comments named on a page; their list has the rest. */
const SHOWN = 20;

/** What auditors said about what a page shows; null = it shows nothing that they can speak about. */
export async function commentsOnPage(
  app: App,
  viewer: Viewer,
  { path, ...view }: ViewInput & { path: string },
) {
  const subject = readSubject(path);
  if (!subject || !may(viewer, 'audit.read')) return null;
  const query = { ...view, unit: undefined, about: path, pageSize: SHOWN };
  const { rows, total } = await listComments(app, viewer, query);
  return { about: subject.path, total, rows, mayComment: may(viewer, 'audit.write') };
}
