import type { FieldProblem } from '../exception/check-content.ts';
import { namedPeople } from './person-part.ts';
import { patchTasks, stakeholderParts, technologyDomains } from './system-content.ts';
import type { RaciLine, SystemContent } from './system-content.ts';

/** Longest that somebody may take to answer before the next one is called: 30 days. */
const maxHours = 720;

const unique = (values: readonly string[]): boolean => new Set(values).size === values.length;

function raciProblem({ task, responsible, accountable }: RaciLine): string | null {
  if (!patchTasks.includes(task)) return 'There is no such task.';
  if (accountable === '') return `Say who answers for: ${task}.`;
  return responsible.length === 0 ? `Say who does: ${task}.` : null;
}

function escalationProblem({ escalation }: SystemContent): string | null {
  const hours = escalation.map((one) => one.hours);
  if (hours.some((one) => !Number.isInteger(one) || one < 0 || one > maxHours))
    return `Hours are whole ones from 0 to ${maxHours}.`;
  if (hours.some((one, index) => one < (hours[index - 1] ?? 0))) return 'Later steps are called later.';
  return unique(escalation.map(({ person }) => person)) ? null : 'Nobody is called twice.';
}

/** Everything that stands against naming these people. `isPerson` = somebody who can sign in. */
export function systemProblems(
  content: SystemContent,
  isPerson: (person: string) => boolean,
): readonly FieldProblem[] {
  const { stakeholders, deciders, raci } = content;
  const checks: readonly (readonly [string, string | null])[] = [
    ['people', namedPeople(content).every(isPerson) ? null : 'Somebody named is no person here.'],
    [
      'stakeholders',
      stakeholders.every(({ part }) => stakeholderParts.includes(part)) ? null : 'Say whom they speak for.',
    ],
    [
      'deciders',
      deciders.every(({ domain }) => technologyDomains.includes(domain)) &&
      unique(deciders.map(({ domain }) => domain))
        ? null
        : 'One person decides in each domain.',
    ],
    ...raci.map((line) => ['raci', raciProblem(line)] as const),
    ['raci', unique(raci.map(({ task }) => task)) ? null : 'Each task has one line.'],
    ['escalation', escalationProblem(content)],
  ];
  return checks.flatMap(([field, message]) => (message === null ? [] : [{ field, message }]));
}
