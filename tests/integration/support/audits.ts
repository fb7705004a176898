import type { App } from '#lib/server/app.ts';
import { createEngagement } from '#lib/server/auth/engagements/create-engagement.ts';
import { personViewer } from '#lib/server/auth/person-viewer.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import type { RequestInput } from '#lib/server/audits/ask-for-evidence.ts';
import { addPerson } from './persons.ts';

/** Auditors of one engagement that begins now, as they are when signed in. */
export function engage(
  app: App,
  {
    names,
    units = ['*'],
    from,
    until,
  }: {
    readonly names: readonly string[];
    readonly units?: readonly string[];
    readonly from: string;
    readonly until: string;
  },
) {
  const people = names.map((name) => addPerson(app, { name, role: 'auditor' }).personId ?? '');
  const engaged = { name: `Audit by ${names.join(' and ')}`, units, auditors: people, from, until };
  const { id } = createEngagement(app, localOperator, engaged);
  /** With what they may do now. */
  const again = (at: number): Viewer => ({ ...personViewer(app, people[at] ?? '', 'web'), fresh: 'factor' });
  return { id, again };
}

/** A request that lacks nothing. */
export function requestOf(engagement: string, due: string, change: Partial<RequestInput> = {}): RequestInput {
  return {
    engagement,
    title: 'Scan reports of May',
    text: 'Every internal scan of May with its rescans.',
    requirement: 'PCI DSS 11.3.1',
    about: '',
    unit: '*',
    due,
    ...change,
  };
}
