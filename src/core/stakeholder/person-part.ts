import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonical-json.ts';
import type { PatchTask, StakeholderPart, SystemContent, TechnologyDomain } from './system-content.ts';

/** What one person is named for; what they acknowledge is this and nothing else. */
export interface PersonPart {
  readonly speaksFor: readonly StakeholderPart[];
  readonly decides: readonly TechnologyDomain[];
  /** Letters of RACI by task: `RA`. */
  readonly tasks: readonly { readonly task: PatchTask; readonly letters: string }[];
  readonly escalation: readonly { readonly place: number; readonly hours: number }[];
}

/** Everybody who is named, in the order they are. */
export function namedPeople({ stakeholders, deciders, raci, escalation }: SystemContent): readonly string[] {
  const lines = raci.flatMap(({ responsible, accountable, consulted, informed }) => [
    ...responsible,
    accountable,
    ...consulted,
    ...informed,
  ]);
  const people = [...stakeholders, ...deciders, ...escalation].map(({ person }) => person);
  return [...new Set([...people, ...lines])];
}

export function partOf(content: SystemContent, person: string): PersonPart {
  const letters = content.raci.map(({ task, responsible, accountable, consulted, informed }) => ({
    task,
    letters: [
      responsible.includes(person) ? 'R' : '',
      accountable === person ? 'A' : '',
      consulted.includes(person) ? 'C' : '',
      informed.includes(person) ? 'I' : '',
    ].join(''),
  }));
  return {
    speaksFor: content.stakeholders.filter((one) => one.person === person).map(({ part }) => part),
    decides: content.deciders.filter((one) => one.person === person).map(({ domain }) => domain),
    tasks: letters.filter((one) => one.letters !== ''),
    escalation: content.escalation.flatMap(({ person: called, hours }, index) =>
      called === person ? [{ place: index + 1, hours }] : [],
    ),
  };
}

/** SHA-256 of a part, hex: an acknowledgement names it, so that it counts until this part is changed. */
export function partHash(part: PersonPart): string {
  return createHash('sha256').update(canonicalJson(part)).digest('hex');
}
