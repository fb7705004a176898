import { applyRegisterEvent } from '#core/register/register-entry.ts';
import type { EntryState } from '#core/register/register-entry.ts';
import type { RegisterEvent } from '#core/register/register-event.ts';
import { standingsOf } from '#core/register/register-standing.ts';
import type { Standing } from '#core/register/register-standing.ts';
import type { App } from '../app.ts';
import type { LogEvent } from '../log/event-log.ts';
import type { View } from '../read-view.ts';

/** Events about registers that are read; there are few of them. */
const MOST = 100_000;
export const PREFIX = 'register.';

/** One event as an entry's history tells it. */
export interface ToldEvent {
  readonly seq: number;
  readonly at: string;
  readonly event: RegisterEvent;
}

export interface KnownEntry {
  readonly id: string;
  readonly state: EntryState;
  readonly told: readonly ToldEvent[];
}

/** Up to which event and instant the log is read; absent = all of it. */
export interface Until {
  readonly knownAt: number;
  /** UTC ms. */
  readonly asOf: number;
}

const everything: Until = { knownAt: Infinity, asOf: Infinity };

/** Every entry of every register as the log has it, in the order they were recorded. */
export function readRegisterBook(
  { store }: Pick<App, 'store'>,
  { knownAt, asOf }: Until = everything,
): ReadonlyMap<string, KnownEntry> {
  const query = { kind: 'register', actor: null, object: null, from: null, until: null, text: null };
  const { events } = store.log.search(query, { limit: MOST, offset: 0 });
  const book = new Map<string, KnownEntry>();
  for (const event of events.reverse()) {
    if (event.seq <= knownAt && Date.parse(event.recordedAt) <= asOf) note(book, event);
  }
  return book;
}

function note(book: Map<string, KnownEntry>, { seq, kind, object, body, actor, recordedAt }: LogEvent): void {
  const said = { kind: kind.slice(PREFIX.length), at: Date.parse(recordedAt), person: actor ?? '' };
  // Written by `appendRegisterEvent` alone, from events of this very type.
  const event = { ...(body as object), ...said } as RegisterEvent;
  const known = book.get(object);
  const state = applyRegisterEvent(known?.state ?? null, event);
  if (state === null) return;
  book.set(object, { id: object, state, told: [...(known?.told ?? []), { seq, at: recordedAt, event }] });
}

export interface StandingEntry extends KnownEntry {
  readonly standing: Standing;
}

/** The entries of the viewer's units and those of all units, each with where it stands, as a view has them. */
export function entriesInView(app: Pick<App, 'store'>, view: View): readonly StandingEntry[] {
  const book = readRegisterBook(app, { knownAt: view.knownAt, asOf: Date.parse(view.asOf) });
  const standings = standingsOf([...book.values()], view.zone);
  return [...book.values()].flatMap((entry) => {
    const standing = standings.get(entry.id);
    return standing && sees(view.params.viewer_units, entry.state.content.unit)
      ? [{ ...entry, standing }]
      : [];
  });
}

/** Whether units in view take in the unit of an entry. */
export function sees(units: readonly string[], unit: string): boolean {
  return unit === '*' || units.includes('*') || units.includes(unit);
}
