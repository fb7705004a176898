import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { refuseUnknown } from '../list-input.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { knownSystems } from './known-systems.ts';
import type { NamedSystem } from './known-systems.ts';
import { readStakeholderBook, unknownSystem } from './stakeholder-book.ts';
import type { KnownSystem } from './stakeholder-book.ts';
import { peopleOf } from './system-people.ts';

const allowed = { kind: ['unit', 'group'], status: ['unnamed', 'waiting', 'mine', 'acknowledged'] };

export interface StakeholdersQuery extends ViewInput {
  readonly kind?: string | undefined;
  readonly status?: string | undefined;
}

/** Business units and asset groups with who decides there and who has yet to say that they know. @throws AppError QUERY_INVALID */
export async function listStakeholders(app: App, viewer: Viewer, query: StakeholdersQuery) {
  authorise(viewer, 'stakeholder.read');
  refuseUnknown({ ...query }, allowed);
  const view = await resolveView(app, viewer, query);
  const book = readStakeholderBook(app, { knownAt: view.knownAt, asOf: Date.parse(view.asOf) });
  const all = (await knownSystems(app, view)).map((system) =>
    systemRow(app, viewer, { system, known: book.get(system.system) ?? unknownSystem }),
  );
  const rows = all.filter(
    (row) =>
      (query.kind === undefined || row.kind === query.kind) &&
      (query.status === undefined || query.status === row.status || (query.status === 'mine' && row.mine)),
  );
  const count = (of: (row: (typeof all)[number]) => boolean) => all.filter(of).length;
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    total: rows.length,
    counts: {
      systems: all.length,
      unnamed: count(({ status }) => status === 'unnamed'),
      waiting: count(({ status }) => status === 'waiting'),
      mine: count(({ mine }) => mine),
    },
    rows,
  };
}

interface About {
  readonly system: NamedSystem;
  readonly known: KnownSystem;
}

function systemRow(app: App, viewer: Viewer, { system, known }: About) {
  const people = peopleOf(app, known);
  const open = people.filter(({ acknowledgedAt }) => acknowledgedAt === null);
  const named = open.length > 0 ? 'waiting' : 'acknowledged';
  const name = (person: string): string => app.store.people.name(person) ?? 'erased person';
  return {
    system: system.system,
    kind: system.kind,
    name: system.name,
    status: people.length === 0 ? ('unnamed' as const) : named,
    stakeholders: known.content.stakeholders.length,
    deciders: known.content.deciders.map(({ domain, person }) => ({ domain, name: name(person) })),
    tasks: known.content.raci.length,
    escalation: known.content.escalation.map(({ person, hours }) => ({ name: name(person), hours })),
    people: people.length,
    acknowledged: people.length - open.length,
    /** The viewer has yet to acknowledge their part. */
    mine: open.some(({ person }) => person === viewer.personId),
    changedAt: known.definedAt,
  };
}

export type SystemRow = ReturnType<typeof systemRow>;
