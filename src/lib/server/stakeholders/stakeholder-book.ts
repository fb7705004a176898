import type { SystemContent } from '#core/stakeholder/system-content.ts';
import { nobodyNamed } from '#core/stakeholder/system-content.ts';
import type { App } from '../app.ts';

/** The people of one system, and what each said about their part. */
export interface KnownSystem {
  readonly content: SystemContent;
  /** UTC ISO; null = nobody was named yet. */
  readonly definedAt: string | null;
  readonly definedBy: string | null;
  /** Event that defined it last; 0 = none. */
  readonly seq: number;
  /** By person: the part they acknowledged last, by its hash, and when. */
  readonly acknowledged: ReadonlyMap<string, { readonly part: string; readonly at: string }>;
}

export const unknownSystem: KnownSystem = {
  content: nobodyNamed,
  definedAt: null,
  definedBy: null,
  seq: 0,
  acknowledged: new Map(),
};

/** Events about stakeholders that are read; there are few of them. */
const MOST = 100_000;

/** The people of every system as the log has it, by the system's name. */
export function readStakeholderBook(
  { store }: Pick<App, 'store'>,
  { knownAt, asOf }: { readonly knownAt: number; readonly asOf: number } = {
    knownAt: Infinity,
    asOf: Infinity,
  },
): ReadonlyMap<string, KnownSystem> {
  const query = { kind: 'stakeholder', actor: null, object: null, from: null, until: null, text: null };
  const book = new Map<string, KnownSystem>();
  const { events } = store.log.search(query, { limit: MOST, offset: 0 });
  for (const { seq, kind, object, body, actor, recordedAt } of events.reverse()) {
    if (seq > knownAt || Date.parse(recordedAt) > asOf || actor === null) continue;
    const known = book.get(object) ?? unknownSystem;
    if (kind === 'stakeholder.defined') {
      // Written by `nameStakeholders` alone.
      const { content } = body as { readonly content: SystemContent };
      book.set(object, { ...known, content, definedAt: recordedAt, definedBy: actor, seq });
    } else {
      const { part } = body as { readonly part: string };
      const acknowledged = new Map(known.acknowledged).set(actor, { part, at: recordedAt });
      book.set(object, { ...known, acknowledged });
    }
  }
  return book;
}
