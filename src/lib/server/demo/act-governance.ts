import { partHash, partOf } from '#core/stakeholder/person-part.ts';
import type { SystemContent } from '#core/stakeholder/system-content.ts';
import type { App } from '../app.ts';
import { personViewer } from '../auth/person-viewer.ts';
import { ROLES } from '../auth/roles.ts';
import type { Viewer } from '../auth/viewer.ts';
import { approveEntry, returnEntry, reviewEntry } from '../registers/answer-entry.ts';
import { readRegisterBook } from '../registers/register-book.ts';
import { writeEntry } from '../registers/write-entry.ts';
import { acknowledgePart, nameStakeholders } from '../stakeholders/name-stakeholders.ts';
import { readStakeholderBook, unknownSystem } from '../stakeholders/stakeholder-book.ts';
import type { GovernanceStep } from './governance-steps.ts';
import type { DemoAnswer, DemoEntry, DemoHand } from './register-entries.ts';

/** Does what people of the demo record in registers and of stakeholders, each as the person they are. */
export function createGovernance(app: App): (step: GovernanceStep) => Promise<unknown> {
  /** Ids of entries by the key that the demo has for them. */
  const ids = new Map<string, string>();
  return async (step) => {
    if (step.kind === 'entry') {
      const { id } = await record(app, step.entry, ids);
      return ids.set(step.entry.key, id);
    }
    if (step.kind === 'answer') return answer(app, ids.get(step.key) ?? '', step.answer);
    if (step.kind === 'acknowledge') return acknowledge(app, step);
    const { system, by, content } = step.system;
    return nameStakeholders(app, handOf(app, by), {
      id: system,
      basedOn: 0,
      content: peopleIn(app, content),
    });
  };
}

function record(app: App, { by, owner, file, fields, ...said }: DemoEntry, ids: ReadonlyMap<string, string>) {
  const named = Object.entries(fields).map(([name, text]) => [
    name,
    text.replace(/\{entry:([\w-]+)\}/g, (_whole, key: string) => ids.get(key) ?? ''),
  ]);
  const { register, title, unit } = said;
  const files = file ? [{ name: file[0], bytes: new TextEncoder().encode(file[1]) }] : [];
  return writeEntry(app, handOf(app, by), {
    ...{ id: null, basedOn: null, register, title, unit, keep: [], files },
    owner: personOf(app, owner),
    fields: Object.fromEntries(named) as Record<string, string>,
  });
}

function answer(app: App, id: string, { by, answer: how, note }: DemoAnswer) {
  const viewer = handOf(app, by);
  if (how === 'confirmed') return reviewEntry(app, viewer, { id, result: 'confirmed', note, files: [] });
  const hash = readRegisterBook(app).get(id)?.state.hash ?? '';
  const decide = how === 'approved' ? approveEntry : returnEntry;
  return decide(app, viewer, { id, hash, reason: note });
}

function acknowledge(app: App, { system, by }: { readonly system: string; readonly by: DemoHand }) {
  const viewer = handOf(app, by);
  const { content } = readStakeholderBook(app).get(system) ?? unknownSystem;
  const part = partHash(partOf(content, viewer.personId ?? ''));
  return acknowledgePart(app, viewer, { id: system, part });
}

function peopleIn(app: App, { stakeholders, deciders, raci, escalation }: SystemContent): SystemContent {
  const id = (hand: string) => personOf(app, hand);
  const one = <T extends { readonly person: string }>(line: T): T => ({ ...line, person: id(line.person) });
  return {
    stakeholders: stakeholders.map(one),
    deciders: deciders.map(one),
    raci: raci.map(({ task, responsible, accountable, consulted, informed }) => ({
      task,
      responsible: responsible.map(id),
      accountable: id(accountable),
      consulted: consulted.map(id),
      informed: informed.map(id),
    })),
    escalation: escalation.map(one),
  };
}

/** A person of the demo as they are signed in with a factor. */
function handOf(app: App, hand: DemoHand): Viewer {
  return { ...personViewer(app, personOf(app, hand), 'web'), fresh: 'factor' };
}

function personOf({ store }: App, hand: string): string {
  const address = `${hand}@demo.example`;
  const found = store.people
    .activeHolders(ROLES)
    .find(({ personId }) => store.people.email(personId) === address);
  if (!found) throw new Error(`nobody of the demo has the address ${address}`);
  return found.personId;
}
