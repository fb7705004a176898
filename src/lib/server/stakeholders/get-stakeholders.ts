import { AppError } from '#core/errors.ts';
import { systemText, readSystem } from '#core/stakeholder/system-content.ts';
import type { SystemName } from '#core/stakeholder/system-content.ts';
import type { App } from '../app.ts';
import { authorise, may, ownUnits } from '../auth/authorise.ts';
import { permissions } from '../auth/permissions.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { View, ViewInput } from '../read-view.ts';
import { knownSystems } from './known-systems.ts';
import type { NamedSystem } from './known-systems.ts';
import { readStakeholderBook, unknownSystem } from './stakeholder-book.ts';
import { peopleOf } from './system-people.ts';

/** The people of one system: stakeholders, go/no-go, RACI, escalation, and who acknowledged. @throws AppError NOT_FOUND */
export async function getStakeholders(app: App, viewer: Viewer, input: ViewInput & { readonly id: string }) {
  authorise(viewer, 'stakeholder.read');
  const view = await resolveView(app, viewer, input);
  const system = await openSystem(app, view, input.id);
  const until = { knownAt: view.knownAt, asOf: Date.parse(view.asOf) };
  const known = readStakeholderBook(app, until).get(system.system) ?? unknownSystem;
  const people = peopleOf(app, known);
  const mine = people.find(({ person }) => person === viewer.personId);
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    system,
    seq: known.seq,
    changedAt: known.definedAt,
    changedBy: known.definedBy === null ? null : (app.store.people.name(known.definedBy) ?? 'erased person'),
    content: known.content,
    people,
    standing: {
      mayManage: may(viewer, 'stakeholder.manage', [system.kind === 'unit' ? system.id : '*']),
      /** Hash of the part that the viewer has yet to acknowledge; null = nothing. */
      acknowledges:
        mine && mine.acknowledgedAt === null && may(viewer, 'stakeholder.acknowledge') ? mine.hash : null,
    },
  };
}

export type StakeholdersDocument = Awaited<ReturnType<typeof getStakeholders>>;

/** A system that the view has. @throws AppError NOT_FOUND for an absent one and one of another unit alike */
export async function openSystem(app: App, view: View, text: string): Promise<NamedSystem> {
  const name = readSystem(text);
  const found =
    name === null
      ? undefined
      : (await knownSystems(app, view)).find((one) => one.system === systemText(name));
  if (found) return found;
  throw new AppError({
    code: 'NOT_FOUND',
    message: 'There is no such business unit or asset group.',
    remedy: 'Choose one from the page of stakeholders.',
    status: 404,
  });
}

/** A group reaches over units: its people are named by those whose role holds for all. */
export function holdsFor(viewer: Viewer, { kind, id }: SystemName): boolean {
  const units = ownUnits(viewer, permissions['stakeholder.manage'].roles);
  return units.includes('*') || (kind === 'unit' && units.includes(id));
}
