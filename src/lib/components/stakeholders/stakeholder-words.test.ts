import { expect, it } from 'vitest';
import { patchTasks, stakeholderParts, technologyDomains } from '#core/stakeholder/system-content.ts';
import { domainLabels, partLabels, stakeholdersTitle, taskLabels } from './stakeholder-words.ts';

it('the title says first what the reader can do, then what is missing', () => {
  const done = { systems: 2, unnamed: 0, waiting: 0, mine: 0 };
  expect(stakeholdersTitle({ ...done, unnamed: 1, waiting: 1, mine: 1 })).toBe(
    '1 system waits for your acknowledgement',
  );
  expect(stakeholdersTitle({ ...done, unnamed: 2, waiting: 1 })).toBe('2 systems have nobody named');
  expect(stakeholdersTitle({ ...done, waiting: 1 })).toBe('1 system is not acknowledged by all');
  expect(stakeholdersTitle(done)).toBe('Everybody has acknowledged their part');
  expect(stakeholdersTitle({ ...done, systems: 0 })).toBe('There is no business unit or asset group yet');
});

it('every part, domain and task has a name', () => {
  expect(Object.keys(partLabels)).toEqual(stakeholderParts);
  expect(Object.keys(domainLabels)).toEqual(technologyDomains);
  expect(Object.keys(taskLabels)).toEqual(patchTasks);
});
