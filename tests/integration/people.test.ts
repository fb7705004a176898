import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { listDelegations } from '#lib/server/auth/delegations/list-delegations.ts';
import { endDelegation, nameDelegate } from '#lib/server/auth/delegations/name-delegate.ts';
import { createEngagement, endEngagement } from '#lib/server/auth/engagements/create-engagement.ts';
import { listEngagements } from '#lib/server/auth/engagements/list-engagements.ts';
import { openSession } from '#lib/server/auth/open-session.ts';
import { changed } from './support/people-events.ts';
import { giveRole, takeRole } from '#lib/server/auth/people/change-roles.ts';
import { closeAccount } from '#lib/server/auth/people/help-person.ts';
import { erasePerson } from '#lib/server/auth/people/erase-person.ts';
import { getPerson } from '#lib/server/auth/people/get-person.ts';
import { listAccounts } from '#lib/server/auth/people/list-accounts.ts';
import { personViewer } from '#lib/server/auth/person-viewer.ts';
import { validateSession } from '#lib/server/auth/validate-session.ts';
import { localOperator, systemViewer } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { searchLog } from '#lib/server/evidence/search-log.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { startUpkeep } from '#lib/server/jobs/upkeep.ts';
import { listSessions } from '#lib/server/auth/list-sessions.ts';
import { closeIdleAccounts } from '#lib/server/auth/people/close-idle-accounts.ts';
import { addPerson } from './support/persons.ts';
import { makeSite } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const DAY = 86_400_000;
const begun = Date.parse('2026-05-01T08:00:00Z');
const peer = { address: '192.0.2.7', userAgent: 'Firefox' };
const code = (text: string, status = 400) => expect.objectContaining({ code: text, status });

let site: TestSite;
let app: App;
let ana: Viewer;

beforeEach(async () => {
  site = makeSite(begun, 'Europe/Berlin');
  app = await site.open();
  ana = addPerson(app, { name: 'Ana Admin', role: 'administrator' });
});

afterEach(async () => {
  await app.close();
  site.remove();
});

const idOf = ({ personId }: Viewer) => personId ?? '';
const again = (viewer: Viewer): Viewer => ({ ...personViewer(app, idOf(viewer), 'web'), fresh: 'factor' });
const accountId = (viewer: Viewer) => app.store.people.accountOf(idOf(viewer))?.id ?? '';

function signIn(viewer: Viewer) {
  const input = {
    accountId: accountId(viewer),
    personId: idOf(viewer),
    proof: 'password+totp',
    peer,
  } as const;
  return openSession(app, input);
}

describe('roles', () => {
  test('are given and taken per business unit, with an event, and every session ends at once', async () => {
    const max = addPerson(app, { name: 'Max', role: 'analyst', unit: 'retail' });
    const { cookie } = await signIn(max);
    giveRole(app, ana, { personId: idOf(max), role: 'manager', unit: 'cards' });
    expect(await validateSession(app, cookie.value)).toBeNull();
    expect(again(max)).toMatchObject({
      units: ['cards', 'retail'],
      holdings: [
        { role: 'analyst', units: ['retail'] },
        { role: 'manager', units: ['cards'] },
      ],
    });
    expect(changed(app)).toEqual([
      { by: 'administrator', roles: ['analyst retail', 'manager cards'], actor: ana.personId },
    ]);
    takeRole(app, ana, { personId: idOf(max), role: 'analyst', unit: 'retail' });
    expect(again(max)).toMatchObject({ roles: ['manager'], units: ['cards'] });
    expect(getPerson(app, ana, idOf(max))).toMatchObject({ mayChange: true, mayErase: false });
    expect(app.store.log.verify()).toEqual([]);
  });

  test('are never one’s own to change, nor unknown ones, nor the last one', () => {
    const max = addPerson(app, { name: 'Max', role: 'manager' });
    const give = (viewer: Viewer, personId: string, role: string, unit = '*') =>
      giveRole(app, viewer, { personId, role, unit });
    expect(() => give(ana, idOf(ana), 'ciso')).toThrow(code('OWN_ACCOUNT', 409));
    expect(() => give(ana, idOf(max), 'local-operator')).toThrow(code('ROLE_INVALID'));
    expect(() => give(ana, idOf(max), 'analyst', 'A B')).toThrow(code('UNIT_INVALID'));
    expect(() => give(ana, idOf(max), 'manager')).toThrow(code('ROLE_HELD', 409));
    expect(() => give(ana, 'nobody', 'manager')).toThrow(code('PERSON_UNKNOWN', 404));
    expect(() => give(max, idOf(ana), 'analyst')).toThrow(code('FORBIDDEN', 403));
    expect(() => give({ ...ana, fresh: 'none' }, idOf(max), 'analyst')).toThrow(code('STEP_UP_NEEDED', 403));
    const take = { personId: idOf(max), role: 'manager', unit: '*' };
    expect(() => takeRole(app, ana, take)).toThrow(code('LAST_ROLE', 409));
    expect(() => takeRole(app, ana, { ...take, unit: 'cards' })).toThrow(code('ROLE_NOT_HELD', 404));
    expect(changed(app)).toEqual([]);
  });

  test('of an administrator for one unit reach no account of the organisation', () => {
    const local = addPerson(app, { name: 'Lo', role: 'administrator', unit: 'retail' });
    const give = () => giveRole(app, local, { personId: idOf(ana), role: 'analyst', unit: '*' });
    expect(give).toThrow(code('FORBIDDEN', 403));
    expect(() => listAccounts(app, local, {})).toThrow(code('FORBIDDEN', 403));
  });

  test('leave the last administrator for all units in place, who cannot be closed either', () => {
    giveRole(app, localOperator, { personId: idOf(ana), role: 'analyst', unit: '*' });
    const take = { personId: idOf(ana), role: 'administrator', unit: '*' };
    expect(() => takeRole(app, localOperator, take)).toThrow(code('LAST_ADMINISTRATOR', 409));
    expect(() => closeAccount(app, localOperator, idOf(ana), 'closed')).toThrow(
      code('LAST_ADMINISTRATOR', 409),
    );
    addPerson(app, { name: 'Bo', role: 'administrator' });
    takeRole(app, localOperator, take);
    expect(again(ana).roles).toEqual(['analyst']);
  });
});

describe('an auditor', () => {
  const engagement = { name: 'PCI 2026', units: ['retail'], from: '2026-05-10', until: '2026-05-20' };

  test('sees nothing before, the units of the engagement during it, and nothing after', async () => {
    const aiko = addPerson(app, { name: 'Aiko', role: 'auditor' });
    createEngagement(app, ana, { ...engagement, auditors: [idOf(aiko)] });
    const look = () => listFindings(app, again(aiko), {});
    await expect(look()).rejects.toEqual(code('NO_ENGAGEMENT', 403));
    // The tenth of May begins in Berlin at 22:00 UTC.
    site.now = Date.parse('2026-05-09T21:59:59.999Z');
    await expect(look()).rejects.toEqual(code('NO_ENGAGEMENT', 403));
    site.now += 1;
    await expect(look()).resolves.toMatchObject({ total: 0 });
    expect(again(aiko).units).toEqual(['retail']);
    // The log is about all business units.
    expect(() => searchLog(app, again(aiko), {})).toThrow(code('FORBIDDEN', 403));
    site.now = Date.parse('2026-05-20T21:59:59.999Z');
    await expect(look()).resolves.toMatchObject({ total: 0 });
    site.now += 1;
    await expect(look()).rejects.toEqual(code('NO_ENGAGEMENT', 403));
    expect(listEngagements(app, ana, {}).rows).toMatchObject([
      { name: 'PCI 2026', state: 'over', auditors: ['Aiko'] },
    ]);
  });

  test('sees to the own sign-in at any time, and an ended engagement ends at once', async () => {
    const aiko = addPerson(app, { name: 'Aiko', role: 'auditor', unit: 'retail' });
    const { cookie } = await signIn(aiko);
    const signedIn = await validateSession(app, cookie.value);
    if (!signedIn) throw new Error('signed in');
    expect(listSessions(app, signedIn)).toHaveLength(1);
    const today = { ...engagement, units: ['*'], from: '2026-05-01' };
    const { id } = createEngagement(app, ana, { ...today, auditors: [idOf(aiko)] });
    expect((await validateSession(app, cookie.value))?.viewer.units).toEqual(['retail']);
    endEngagement(app, ana, { id });
    expect((await validateSession(app, cookie.value))?.viewer).toMatchObject({ units: [], holdings: [] });
    expect(() => endEngagement(app, ana, { id })).toThrow(code('ENGAGEMENT_OVER', 409));
    expect(() => endEngagement(app, ana, { id: 'x' })).toThrow(code('ENGAGEMENT_UNKNOWN', 404));
  });

  test('gets engagements of administrators and the CISO only, for auditors only, within a year', () => {
    const carla = addPerson(app, { name: 'Carla', role: 'ciso' });
    const max = addPerson(app, { name: 'Max', role: 'manager' });
    const aiko = addPerson(app, { name: 'Aiko', role: 'auditor' });
    const auditors = [idOf(aiko)];
    const create = (viewer: Viewer, change: object) =>
      createEngagement(app, viewer, { ...engagement, auditors, ...change });
    expect(() => create(max, {})).toThrow(code('FORBIDDEN', 403));
    expect(() => create(aiko, {})).toThrow(code('READ_ONLY_ROLE', 403));
    expect(() => create(carla, { auditors: [idOf(max)] })).toThrow(code('ENGAGEMENT_INVALID'));
    expect(() => create(carla, { units: [] })).toThrow(code('ENGAGEMENT_INVALID'));
    expect(() => create(carla, { until: '2027-05-12' })).toThrow(code('PERIOD_INVALID'));
    expect(() => create(carla, { from: '2026-04-30' })).toThrow(code('PERIOD_INVALID'));
    create(carla, {});
    expect(app.store.log.read(0, 1000).at(-1)).toMatchObject({
      kind: 'engagement.created',
      actor: carla.personId,
      effectiveFrom: '2026-05-09T22:00:00.000Z',
      body: { units: ['retail'], auditors, until: '2026-05-20T22:00:00.000Z' },
    });
  });
});

describe('an account', () => {
  test('closes after 90 days without a sign-in, which an administrator undoes', async () => {
    const max = addPerson(app, { name: 'Max', role: 'manager' });
    const ida = addPerson(app, { name: 'Ida', role: 'analyst' });
    site.now = begun + 10 * DAY;
    await signIn(ana);
    site.now = begun + 89 * DAY;
    await signIn(ida);
    site.now = begun + 90 * DAY - 1;
    expect(closeIdleAccounts(app, systemViewer)).toEqual({ closed: [], kept: [] });
    site.now += 1;
    startUpkeep(app).stop();
    const state = () =>
      Object.fromEntries(listAccounts(app, ana, {}).rows.map((one) => [one.name, one.state]));
    expect(state()).toEqual({ 'Ana Admin': 'open', Ida: 'open', Max: 'disabled' });
    expect(app.store.log.read(0, 1000).at(-1)).toMatchObject({
      kind: 'account.closed',
      actor: null,
      via: 'system',
      body: { personId: max.personId, reason: 'idle', idleSince: '2026-05-01T08:00:00.000Z' },
    });
    closeAccount(app, ana, idOf(max), 'open');
    expect(closeIdleAccounts(app, systemViewer)).toEqual({ closed: [], kept: [] });
    expect(state()['Max']).toBe('open');
  });

  test('of the administrator who signed in last is kept when all are idle', async () => {
    const bo = addPerson(app, { name: 'Bo', role: 'administrator' });
    site.now = begun + DAY;
    await signIn(bo);
    site.now = begun + 400 * DAY;
    const expected = { closed: [ana.personId], kept: [bo.personId] };
    expect(closeIdleAccounts(app, systemViewer)).toEqual(expected);
    expect(closeIdleAccounts(app, systemViewer)).toEqual({ closed: [], kept: [bo.personId] });
  });

  test('that is closed can be erased with its person; the log keeps the id and its proofs', async () => {
    const max = addPerson(app, { name: 'Max Muster', role: 'manager' });
    await signIn(max);
    const erase = (viewer: Viewer, reason = 'Request 17 of the works council') =>
      erasePerson(app, viewer, { personId: idOf(max), reason });
    expect(() => erase(ana)).toThrow(code('ACCOUNT_OPEN', 409));
    closeAccount(app, ana, idOf(max), 'closed');
    const before = app.store.log.head().seq;
    expect(() => erase(max)).toThrow(code('FORBIDDEN', 403));
    expect(() => erase({ ...ana, fresh: 'password' })).toThrow(code('STEP_UP_NEEDED', 403));
    expect(() => erase(ana, 'short')).toThrow(code('REASON_INVALID'));
    expect(() => erase(ana, 'Asked for by max muster')).toThrow(code('REASON_NAMES_PERSON'));
    expect(app.store.log.head().seq).toBe(before);
    erase(ana);
    expect(app.store.people.name(idOf(max))).toBeNull();
    expect(() => getPerson(app, ana, idOf(max))).toThrow(code('PERSON_UNKNOWN', 404));
    expect(app.store.log.read(before, 10)).toMatchObject([
      { kind: 'person.erased', object: `person:${max.personId}`, actor: ana.personId },
    ]);
    const { rows } = searchLog(app, ana, { actor: idOf(max) });
    expect(rows.map(({ actorName }) => actorName)).toContain('erased person');
    expect(app.store.log.verify()).toEqual([]);
    await app.close();
    app = await site.open();
    expect(app.store.log.verify()).toEqual([]);
  });
});

describe('a delegate', () => {
  const away = { from: '2026-05-10', until: '2026-05-20' };

  test('has the units of the person away for its days, and is told in the list of both', () => {
    const max = addPerson(app, { name: 'Max', role: 'manager', unit: 'cards' });
    const ida = addPerson(app, { name: 'Ida', role: 'analyst', unit: 'retail' });
    const { id } = nameDelegate(app, max, { ...away, delegate: idOf(ida) });
    expect(again(ida).units).toEqual(['retail']);
    site.now = Date.parse('2026-05-09T22:00:00Z');
    expect(again(ida)).toMatchObject({
      roles: ['analyst'],
      units: ['cards', 'retail'],
      holdings: [{ role: 'analyst' }, { role: 'manager', units: ['cards'], from: max.personId }],
    });
    expect(listDelegations(app, again(ida), { side: 'held' }).rows).toMatchObject([
      { id, person: 'Max', isOwn: false, state: 'under-way' },
    ]);
    expect(listDelegations(app, again(max), {}).standsIn).toBe('Ida');
    expect(listDelegations(app, ana, {}).rows).toEqual([]);
    expect(getPerson(app, ana, idOf(max)).delegations).toHaveLength(1);
    site.now = Date.parse('2026-05-20T22:00:00Z');
    expect(again(ida).units).toEqual(['retail']);
    expect(listDelegations(app, again(max), {})).toMatchObject({
      rows: [{ id, isOwn: true, state: 'over' }],
      standsIn: null,
    });
    expect(listDelegations(app, again(max), { state: 'planned' }).total).toBe(0);
  });

  test('is refused beyond 30 days, for oneself, for an auditor, twice at a time, and of who approves nothing', () => {
    const max = addPerson(app, { name: 'Max', role: 'manager' });
    const ida = addPerson(app, { name: 'Ida', role: 'analyst' });
    const aiko = addPerson(app, { name: 'Aiko', role: 'auditor' });
    const name = (viewer: Viewer, delegate: Viewer, change: object = {}) =>
      nameDelegate(app, viewer, { ...away, delegate: idOf(delegate), ...change });
    expect(() => name(max, ida, { until: '2026-06-09' })).toThrow(code('PERIOD_INVALID'));
    expect(() => name(max, max)).toThrow(code('DELEGATE_INVALID'));
    expect(() => name(max, aiko)).toThrow(code('DELEGATE_INVALID'));
    expect(() => name(ida, max)).toThrow(code('NOTHING_TO_DELEGATE', 403));
    const { id } = name(max, ida, { until: '2026-06-08' });
    expect(() => name(max, ana)).toThrow(code('DELEGATION_OVERLAPS', 409));
    expect(() => endDelegation(app, addPerson(app, { name: 'Ed', role: 'owner' }), { id })).toThrow(
      code('DELEGATION_UNKNOWN', 404),
    );
    endDelegation(app, ida, { id });
    name(max, ana);
  });

  test('has no more than the person away, whose closed account gives nothing', () => {
    const max = addPerson(app, { name: 'Max', role: 'manager', unit: 'cards' });
    const ida = addPerson(app, { name: 'Ida', role: 'analyst', unit: 'retail' });
    nameDelegate(app, max, { ...away, from: '2026-05-01', delegate: idOf(ida) });
    expect(again(ida).units).toEqual(['cards', 'retail']);
    closeAccount(app, ana, idOf(max), 'closed');
    expect(again(ida).units).toEqual(['retail']);
  });
});
