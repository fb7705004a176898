import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SystemContent } from '#core/stakeholder/system-content.ts';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { defineUnit } from '#lib/server/inventory/define-unit.ts';
import { getStakeholders } from '#lib/server/stakeholders/get-stakeholders.ts';
import { listStakeholders } from '#lib/server/stakeholders/list-stakeholders.ts';
import { acknowledgePart, nameStakeholders } from '#lib/server/stakeholders/name-stakeholders.ts';
import { addPerson } from './support/persons.ts';
import { makeSite } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

let site: TestSite;
let app: App;
let max: Viewer;
let oli: Viewer;
let paula: Viewer;

beforeAll(async () => {
  site = makeSite(Date.parse('2026-05-01T09:00:00Z'));
  app = await site.open();
  max = addPerson(app, { name: 'Max Manager', role: 'manager' });
  oli = addPerson(app, { name: 'Oli Operator', role: 'operator' });
  paula = addPerson(app, { name: 'Paula Payments', role: 'manager', unit: 'payments' });
  for (const [unit, name] of [
    ['payments', 'Payments'],
    ['clinic', 'Clinic'],
  ] as const)
    await defineUnit(app, localOperator, { unit, name });
});

afterAll(async () => {
  await app.close();
  site.remove();
});

const id = 'unit/payments';
const refused = (code: string, status: number) => expect.objectContaining({ code, status });
const document = (viewer: Viewer = localOperator) => getStakeholders(app, viewer, { id });
const person = ({ personId }: Viewer): string => personId ?? '';

const contentOf = (hours: number): SystemContent => ({
  stakeholders: [{ part: 'business-line', person: person(paula) }],
  deciders: [{ domain: 'linux', person: person(max) }],
  raci: [
    {
      task: 'deploy',
      responsible: [person(oli)],
      accountable: person(max),
      consulted: [],
      informed: [person(paula)],
    },
  ],
  escalation: [{ person: person(max), hours }],
});

test('its people are named by who answers for it, and refused with what is wrong', async () => {
  const named = { id, basedOn: 0, content: contentOf(4) };
  await expect(nameStakeholders(app, oli, named)).rejects.toEqual(refused('FORBIDDEN', 403));
  await expect(nameStakeholders(app, paula, { ...named, id: 'unit/clinic' })).rejects.toEqual(
    refused('NOT_FOUND', 404),
  );
  const stranger = { ...named.content, deciders: [{ domain: 'linux' as const, person: 'nobody' }] };
  await expect(nameStakeholders(app, paula, { ...named, content: stranger })).rejects.toEqual(
    refused('STAKEHOLDERS_INVALID', 400),
  );
  await nameStakeholders(app, paula, named);
  await expect(nameStakeholders(app, max, named)).rejects.toEqual(refused('STALE_VERSION', 409));
  const { content, changedBy, people } = await document();
  expect(content).toEqual(named.content);
  expect(changedBy).toBe('Paula Payments');
  expect(people.map(({ name, acknowledgedAt }) => [name, acknowledgedAt])).toEqual([
    ['Paula Payments', null],
    ['Max Manager', null],
    ['Oli Operator', null],
  ]);
});

test('each acknowledges their own part, which a change of another part leaves standing', async () => {
  for (const viewer of [max, oli, paula]) {
    const part = (await document(viewer)).standing.acknowledges ?? expect.fail();
    await acknowledgePart(app, viewer, { id, part });
  }
  expect((await listStakeholders(app, localOperator, {})).rows).toMatchObject([
    { system: 'unit/clinic', status: 'unnamed' },
    { system: 'unit/payments', status: 'acknowledged', people: 3, acknowledged: 3 },
  ]);
  const before = new Date(site.now).toISOString();
  site.now += 3_600_000;
  const { seq } = await document();
  await nameStakeholders(app, max, { id, basedOn: seq, content: contentOf(8) });
  const { people } = await document();
  expect(people.filter(({ acknowledgedAt }) => acknowledgedAt === null).map(({ name }) => name)).toEqual([
    'Max Manager',
  ]);
  const waiting = await listStakeholders(app, max, { status: 'mine' });
  expect(waiting.rows.map(({ system }) => system)).toEqual([id]);
  expect((await listStakeholders(app, localOperator, { asOf: before })).counts.waiting).toBe(0);
});

test('a part that was changed meanwhile, or that is nobody’s, is not acknowledged', async () => {
  const part = (await document(max)).standing.acknowledges ?? '';
  await expect(acknowledgePart(app, oli, { id, part })).rejects.toEqual(refused('STALE_VERSION', 409));
  await acknowledgePart(app, max, { id, part });
  expect((await document(max)).standing.acknowledges).toBeNull();
});

test('another unit is not seen', async () => {
  const carl = addPerson(app, { name: 'Carl Clinic', role: 'owner', unit: 'clinic' });
  await expect(document(carl)).rejects.toEqual(refused('NOT_FOUND', 404));
  expect((await listStakeholders(app, carl, { kind: 'unit' })).rows.map(({ system }) => system)).toEqual([
    'unit/clinic',
  ]);
});
