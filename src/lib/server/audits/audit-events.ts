import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { LogEvent } from '../log/event-log.ts';

/** Events of one kind that are read; there are few of them. */
const MOST = 100_000;

/** Up to which event and instant the log is read; absent = all of it. */
export interface Until {
  readonly knownAt: number;
  /** UTC ms. */
  readonly asOf: number;
}

const everything: Until = { knownAt: Infinity, asOf: Infinity };

/** Events whose kind begins with a word, in the order of the log. */
export function readEvents(
  { store }: Pick<App, 'store'>,
  kind: string,
  { knownAt, asOf }: Until = everything,
): readonly LogEvent[] {
  const query = { kind, actor: null, object: null, from: null, until: null, text: null };
  const { events } = store.log.search(query, { limit: MOST, offset: 0 });
  return events.reverse().filter(({ seq, recordedAt }) => seq <= knownAt && Date.parse(recordedAt) <= asOf);
}

/** What an event says, with who said it and when. */
export function saidIn<Event>({ kind, body, actor, recordedAt }: LogEvent): Event {
  const said = { kind: kind.slice(kind.indexOf('.') + 1), at: Date.parse(recordedAt), person: actor ?? '' };
  // Written by `appendSaid` alone, from events of this very type.
  return { ...(body as object), ...said } as Event;
}

interface Spoken {
  readonly kind: string;
  readonly at: number;
  readonly person: string;
}

/** Appends what somebody says about an object. The caller holds the transaction. */
export function appendSaid(
  app: App,
  viewer: Viewer,
  { prefix, object, event }: { readonly prefix: string; readonly object: string; readonly event: Spoken },
): void {
  const { kind, at: _at, person: _person, ...body } = event;
  const actor = viewer.personId;
  app.store.log.append({ kind: `${prefix}.${kind}`, object, body, actor, via: viewer.via });
}

/** The next free name: of its event, so unique, and short enough to say. */
export function nextName({ store }: Pick<App, 'store'>, letters: string): string {
  return `${letters}-${String(store.log.head().seq + 1).padStart(4, '0')}`;
}
