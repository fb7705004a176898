import { patchTasks, technologyDomains } from '#core/stakeholder/system-content.ts';
import type { StakeholderPart, SystemContent } from '#core/stakeholder/system-content.ts';

const textsOf = (data: FormData, name: string): string[] =>
  data.getAll(name).filter((value): value is string => typeof value === 'string');

/** The people that a form names; rows without a person are none. What is wrong with them the use case says. */
export function readContent(data: FormData): SystemContent {
  const parts = textsOf(data, 'part');
  const hours = textsOf(data, 'hours');
  const one = (name: string): string => textsOf(data, name)[0] ?? '';
  return {
    stakeholders: textsOf(data, 'stakeholder').flatMap((person, index) =>
      // The use case refuses what is none.
      person === '' ? [] : [{ part: (parts[index] ?? '') as StakeholderPart, person }],
    ),
    deciders: technologyDomains.flatMap((domain) => {
      const person = one(`decider.${domain}`);
      return person === '' ? [] : [{ domain, person }];
    }),
    raci: patchTasks.flatMap((task) => {
      const people = (letter: string) => textsOf(data, `${letter}.${task}`).filter((person) => person !== '');
      const line = {
        task,
        responsible: people('responsible'),
        accountable: one(`accountable.${task}`),
        consulted: people('consulted'),
        informed: people('informed'),
      };
      const isEmpty =
        line.accountable === '' &&
        [line.responsible, line.consulted, line.informed].every((list) => list.length === 0);
      return isEmpty ? [] : [line];
    }),
    escalation: textsOf(data, 'called').flatMap((person, index) =>
      person === '' ? [] : [{ person, hours: Number(hours[index] || '0') }],
    ),
  };
}
