import { namedPeople, partHash, partOf } from '#core/stakeholder/person-part.ts';
import type { App } from '../app.ts';
import type { KnownSystem } from './stakeholder-book.ts';

/** Everybody who is named for a system, with their part and whether they acknowledged it as it stands. */
export function peopleOf({ store }: Pick<App, 'store'>, { content, acknowledged }: KnownSystem) {
  return namedPeople(content).map((person) => {
    const part = partOf(content, person);
    const hash = partHash(part);
    const said = acknowledged.get(person);
    return {
      person,
      name: store.people.name(person) ?? 'erased person',
      part,
      hash,
      acknowledgedAt: said?.part === hash ? said.at : null,
    };
  });
}
