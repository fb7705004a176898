import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { giveRole } from '#lib/server/auth/people/change-roles.ts';
import { personViewer } from '#lib/server/auth/person-viewer.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { getControl } from '#lib/server/controls/get-control.ts';
import { getException } from '#lib/server/exceptions/get-exception.ts';
import { getFinding } from '#lib/server/findings/get-finding.ts';
import { listRankChanges } from '#lib/server/ranking/list-rank-changes.ts';
import { getStakeholders } from '#lib/server/stakeholders/get-stakeholders.ts';
import { fillUnit, type About } from './support-roles/two-units.ts';
import { addPerson } from './support/persons.ts';
import { makeSite } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

let site: TestSite;
let app: App;
let retail: About;
let cards: About;
/** Runs scans of retail and manages cards. */
let max: Viewer;

beforeAll(async () => {
  site = makeSite(Date.parse('2026-05-01T08:00:00Z'));
  app = await site.open();
  retail = await fillUnit(app, 'retail', { mark: 'retail' });
  cards = await fillUnit(app, 'cards', { mark: 'cards' });
  const personId = addPerson(app, { name: 'Max', role: 'operator', unit: 'retail' }).personId ?? '';
  giveRole(app, localOperator, { personId, role: 'manager', unit: 'cards' });
  max = { ...personViewer(app, personId, 'web'), fresh: 'factor' };
  await app.warehouse.catchUp();
}, 120_000);

afterAll(async () => {
  await app.close();
  site.remove();
});

/** What the pages of a unit's objects show buttons for. */
async function buttons(about: About) {
  const { exceptions, override, adjudications } = await getFinding(app, max, { id: about.finding });
  const { standing } = await getException(app, max, { id: about.exception });
  const { mayManage } = await getControl(app, max, { id: about.control });
  const people = await getStakeholders(app, max, { id: `unit/${about.unit}` });
  const { rows } = await listRankChanges(app, max, { status: 'waiting' });
  return {
    request: exceptions.mayRequest,
    rank: override.mayPropose,
    adjudicate: adjudications.mayPropose,
    assess: standing.mayReturn,
    refuse: standing.mayRefuse,
    control: mayManage,
    people: people.standing.mayManage,
    answer: rows.find(({ id }) => id === about.rankChange)?.mayAnswer,
  };
}

test('buttons of an object show where the role reaches its unit, and not where another role sees it', async () => {
  const all = ['request', 'rank', 'adjudicate', 'assess', 'refuse', 'control', 'people', 'answer'];
  const each = (shown: boolean) => Object.fromEntries(all.map((name) => [name, shown]));
  expect(await buttons(cards)).toEqual(each(true));
  expect(await buttons(retail)).toEqual(each(false));
});
