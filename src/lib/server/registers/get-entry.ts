import type { RegisterEvent } from '#core/register/register-event.ts';
import { kindOf } from '#core/register/register-kinds.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { entryLinks } from './entry-links.ts';
import { entryRow } from './entry-row.ts';
import { openEntry } from './open-entry.ts';
import { standingOf } from './standing-of.ts';

/** One entry with its register, what it says, what may be done about it, and what happened. @throws AppError NOT_FOUND */
export async function getEntry(app: App, viewer: Viewer, input: ViewInput & { readonly id: string }) {
  authorise(viewer, 'register.read');
  const view = await resolveView(app, viewer, input);
  const entry = openEntry(app, view, input.id);
  const { state } = entry;
  const links = await entryLinks(app, { viewer, view }, state.content.fields);
  const { title, noun, source, fields, approvers, cadence } = kindOf(state.register);
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    register: {
      name: state.register,
      title,
      noun,
      source,
      interval: cadence.interval.usual,
      approvers,
      series: cadence.of === 'series',
    },
    entry: entryRow(app, view, entry),
    fields: fields.map(({ name, label, form, options, needed }) => {
      const value = state.content.fields[name] ?? '';
      const shown = options?.find((option) => option.value === value)?.label ?? value;
      const asked = typeof needed === 'boolean' || state.content.fields[needed.field] === needed.is;
      return { name, label, form, value, shown, asked, links: links[name] ?? {} };
    }),
    content: state.content,
    hash: state.hash,
    returned: state.returned,
    history: entry.told.map(({ seq, at, event }) => ({ seq, at, ...historyOf(app, event) })),
    standing: standingOf(app, viewer, state),
  };
}

export type EntryDocument = Awaited<ReturnType<typeof getEntry>>;

function historyOf({ store }: App, event: RegisterEvent) {
  const note = 'note' in event ? event.note : null;
  return {
    kind: event.kind,
    person: store.people.name(event.person) ?? 'erased person',
    reason: 'reason' in event ? event.reason : note,
    result: 'result' in event ? event.result : null,
    hash: 'hash' in event ? event.hash : null,
    evidence: 'evidence' in event ? event.evidence : [],
  };
}
