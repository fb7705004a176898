import type { PatchTask, StakeholderPart, TechnologyDomain } from '#core/stakeholder/system-content.ts';
import { countOf } from '#lib/format/numbers.ts';

export const partLabels: Readonly<Record<StakeholderPart, string>> = {
  'business-line': 'Business line',
  users: 'Internal users',
  support: 'Support',
  devops: 'DevOps',
  network: 'Network',
  security: 'Security',
  executives: 'Executives',
};

export const domainLabels: Readonly<Record<TechnologyDomain, string>> = {
  windows: 'Windows',
  linux: 'Linux',
  unix: 'Unix',
  legacy: 'Legacy systems',
  network: 'Network devices',
  database: 'Databases',
  application: 'Applications',
  cloud: 'Cloud',
};

export const taskLabels: Readonly<Record<PatchTask, string>> = {
  identify: 'Identify patches',
  evaluate: 'Evaluate and rank',
  approve: 'Approve',
  test: 'Test',
  deploy: 'Deploy',
  verify: 'Verify',
  communicate: 'Tell users',
};

const statuses: Readonly<Record<string, string>> = {
  unnamed: 'Nobody named',
  waiting: 'Not acknowledged by all',
  acknowledged: 'Acknowledged by all',
};

/** How far a system has come. */
export function systemStatus(status: string): string {
  return statuses[status] ?? status;
}

interface Counts {
  readonly systems: number;
  readonly unnamed: number;
  readonly waiting: number;
  readonly mine: number;
}

/** The page's answer to: does everybody know what they answer for? */
export function stakeholdersTitle({ systems, unnamed, waiting, mine }: Counts): string {
  if (mine > 0) return `${countOf(mine, 'system')} ${mine === 1 ? 'waits' : 'wait'} for your acknowledgement`;
  if (systems === 0) return 'There is no business unit or asset group yet';
  if (unnamed > 0) return `${countOf(unnamed, 'system')} ${unnamed === 1 ? 'has' : 'have'} nobody named`;
  return waiting > 0
    ? `${countOf(waiting, 'system')} ${waiting === 1 ? 'is' : 'are'} not acknowledged by all`
    : 'Everybody has acknowledged their part';
}
