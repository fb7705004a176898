import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { pageParams } from '../list-input.ts';
import type { ListInput } from '../list-input.ts';
import type { LogEvent } from '../log/event-log.ts';
import { actorName } from './actor-name.ts';

export interface LogQuery extends Omit<ListInput, 'sort'> {
  /** A kind such as `sign-in.failed`, or what it begins with: `sign-in`. */
  readonly kind?: string | undefined;
  /** Person id, or `system`. */
  readonly actor?: string | undefined;
  readonly object?: string | undefined;
  /** First and last day, UTC, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Text in the object or the content. */
  readonly q?: string | undefined;
}

const DAY_MS = 86_400_000;

/**
 * Events of the log that match, newest first. Looking is itself recorded, with what was looked for.
 * @throws AppError QUERY_INVALID
 */
export function searchLog(app: App, viewer: Viewer, query: LogQuery) {
  authorise(viewer, 'log.read');
  const { kind, actor, object, from, to, q } = query;
  const search = {
    kind: kind ?? null,
    actor: actor ?? null,
    object: object ?? null,
    from: from === undefined ? null : dayOf('from', from),
    until: to === undefined ? null : dayOf('to', to) + DAY_MS,
    text: q ?? null,
  };
  const page = pageParams(query);
  return app.store.transaction(() => {
    const head = app.store.log.head();
    const signedNote = app.store.log.headNote();
    const { events, total } = app.store.log.search(search, page);
    recordReading(app, viewer, { kind, actor, object, from, to, q, page: query.page });
    return {
      events: head.seq,
      root: head.root,
      signedNote,
      total,
      rows: events.map((event) => logRow(app, event)),
    };
  });
}

/** An event as lists show it. */
export function logRow(app: App, { epoch: _epoch, body, ...event }: LogEvent) {
  return { ...event, actorName: actorName(app, event), body };
}

/** @throws AppError QUERY_INVALID */
function dayOf(field: string, day: string): number {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new AppError({
    code: 'QUERY_INVALID',
    message: `The value of ${field} is not accepted.`,
    remedy: 'Give a day as YYYY-MM-DD.',
    where: { field },
  });
}

function recordReading(app: App, viewer: Viewer, looked: Readonly<Record<string, unknown>>): void {
  const body = Object.fromEntries(Object.entries(looked).filter(([, value]) => value !== undefined));
  app.store.log.append({ kind: 'log.read', object: 'log', body, actor: viewer.personId, via: viewer.via });
}
