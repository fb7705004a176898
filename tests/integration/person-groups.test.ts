import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAppError } from '#core/errors.ts';
import type { App } from '#lib/server/app.ts';
import { nameDelegate } from '#lib/server/auth/delegations/name-delegate.ts';
import { createEngagement } from '#lib/server/auth/engagements/create-engagement.ts';
import { openSession } from '#lib/server/auth/open-session.ts';
import { giveRole, takeRole } from '#lib/server/auth/people/change-roles.ts';
import { closeIdleAccounts } from '#lib/server/auth/people/close-idle-accounts.ts';
import { erasePerson } from '#lib/server/auth/people/erase-person.ts';
import { getPerson } from '#lib/server/auth/people/get-person.ts';
import { closeAccount } from '#lib/server/auth/people/help-person.ts';
import { addMember, removeMember } from '#lib/server/auth/person-groups/group-members.ts';
import { giveGroupRole, takeGroupRole } from '#lib/server/auth/person-groups/group-roles.ts';
import { getPersonGroup, listPersonGroups } from '#lib/server/auth/person-groups/list-groups.ts';
import { createGroup, describeGroup, removeGroup } from '#lib/server/auth/person-groups/manage-group.ts';
import { personViewer } from '#lib/server/auth/person-viewer.ts';
import { validateSession } from '#lib/server/auth/validate-session.ts';
import { localOperator, systemViewer } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
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
let groupId: string;

beforeEach(async () => {
  site = makeSite(begun, 'Europe/Berlin');
  app = await site.open();
  ana = addPerson(app, { name: 'Ana Admin', role: 'administrator' });
  groupId = createGroup(app, ana, { name: 'Approvers', purpose: 'Decide requests of cards' }).id;
});

afterEach(async () => {
  await app.close();
  site.remove();
});

const idOf = ({ personId }: Viewer) => personId ?? '';
const again = (viewer: Viewer): Viewer => ({ ...personViewer(app, idOf(viewer), 'web'), fresh: 'factor' });
const join = (viewer: Viewer, by: Viewer = ana) => addMember(app, by, { groupId, personId: idOf(viewer) });
const leave = (viewer: Viewer, by: Viewer = ana) =>
  removeMember(app, by, { groupId, personId: idOf(viewer) });
const give = (role: string, unit = '*', by: Viewer = ana) => giveGroupRole(app, by, { groupId, role, unit });
const take = (role: string, unit = '*', by: Viewer = ana) => takeGroupRole(app, by, { groupId, role, unit });

async function signIn(viewer: Viewer): Promise<string> {
  const accountId = app.store.people.accountOf(idOf(viewer))?.id ?? '';
  const input = { accountId, personId: idOf(viewer), proof: 'password+totp', peer } as const;
  return (await openSession(app, input)).cookie.value;
}

const events = () =>
  app.store.log
    .read(0, 10_000)
    .filter(({ kind }) => kind.startsWith('person-group.') || kind === 'sessions.revoked')
    .map(({ kind }) => kind);

describe('a group of people', () => {
  test('gives its roles to who is in it, for as long as that and no longer', async () => {
    const max = addPerson(app, { name: 'Max', role: 'analyst', unit: 'retail' });
    join(max);
    const before = await signIn(max);
    give('manager', 'cards');
    expect(await validateSession(app, before)).toBeNull();
    expect(again(max)).toMatchObject({
      roles: ['analyst', 'manager'],
      units: ['cards', 'retail'],
      holdings: [
        { role: 'analyst', units: ['retail'] },
        { role: 'manager', units: ['cards'], through: groupId },
      ],
    });
    expect(getPerson(app, ana, idOf(max)).roles).toEqual([
      { role: 'analyst', unit: 'retail', group: null },
      { role: 'manager', unit: 'cards', group: { id: groupId, name: 'Approvers' } },
    ]);
    const during = await signIn(max);
    leave(max);
    expect(await validateSession(app, during)).toBeNull();
    expect(again(max)).toMatchObject({ roles: ['analyst'], units: ['retail'] });
    expect(app.store.log.verify()).toEqual([]);
  });

  test('is recorded whole each time, without names of people', () => {
    const max = addPerson(app, { name: 'Max', role: 'analyst' });
    join(max);
    give('manager', 'cards');
    describeGroup(app, ana, { groupId, name: 'Deciders', purpose: 'The same' });
    removeGroup(app, ana, { groupId });
    expect(events()).toEqual([
      'person-group.created',
      'person-group.changed',
      'person-group.changed',
      'person-group.changed',
      'person-group.removed',
    ]);
    const said = app.store.log.read(0, 10_000).filter(({ kind }) => kind.startsWith('person-group.'));
    expect(said[3]).toMatchObject({
      object: `person-group:${groupId}`,
      actor: ana.personId,
      body: {
        groupId,
        name: 'Deciders',
        members: [max.personId],
        roles: [{ role: 'manager', unit: 'cards' }],
      },
    });
    expect(said[4]?.body).toEqual({ groupId });
    expect(JSON.stringify(said)).not.toContain('Max');
    expect(listPersonGroups(app, ana, {}).total).toBe(0);
  });

  test('leaves a session alone that can do the same as before', async () => {
    const max = addPerson(app, { name: 'Max', role: 'manager', unit: 'cards' });
    const cookie = await signIn(max);
    give('manager', 'cards');
    join(max);
    describeGroup(app, ana, { groupId, name: 'Deciders', purpose: 'The same' });
    expect(await validateSession(app, cookie)).not.toBeNull();
    // What was given stays, whatever group gives it as well.
    leave(max);
    expect(again(max).roles).toEqual(['manager']);
    expect(events()).not.toContain('sessions.revoked');
  });

  test('removed takes its roles along and ends the sessions of its members', async () => {
    const max = addPerson(app, { name: 'Max', role: 'analyst' });
    join(max);
    give('ciso');
    const cookie = await signIn(max);
    removeGroup(app, ana, { groupId });
    expect(await validateSession(app, cookie)).toBeNull();
    expect(again(max).roles).toEqual(['analyst']);
    expect(events().slice(-2)).toEqual(['person-group.removed', 'sessions.revoked']);
  });

  test('lets a person be without a role of their own', () => {
    const max = addPerson(app, { name: 'Max', role: 'analyst' });
    join(max);
    give('manager', 'cards');
    takeRole(app, ana, { personId: idOf(max), role: 'analyst', unit: '*' });
    expect(again(max).roles).toEqual(['manager']);
    leave(max);
    expect(again(max)).toMatchObject({ roles: [], units: [], holdings: [] });
  });

  test('is found by name, purpose, member and role, and sorted', () => {
    const max = addPerson(app, { name: 'Max', role: 'analyst' });
    createGroup(app, ana, { name: 'Readers', purpose: 'Look' });
    join(max);
    give('manager', 'cards');
    const names = (query: object) => listPersonGroups(app, ana, query).rows.map(({ name }) => name);
    expect(names({})).toEqual(['Approvers', 'Readers']);
    expect(names({ sort: '-name' })).toEqual(['Readers', 'Approvers']);
    expect(names({ sort: 'members', page: 2, pageSize: 1 })).toEqual(['Approvers']);
    expect(names({ q: 'mAx' })).toEqual(['Approvers']);
    expect(names({ role: 'manager' })).toEqual(['Approvers']);
    expect(() => names({ role: 'x' })).toThrow(code('QUERY_INVALID'));
    const { people } = getPersonGroup(app, ana, groupId);
    expect(people).toEqual([]);
  });
});

describe('who administers', () => {
  test('never changes a group they are in, nor adds themselves', () => {
    const bo = addPerson(app, { name: 'Bo', role: 'administrator' });
    const max = addPerson(app, { name: 'Max', role: 'analyst' });
    expect(() => join(ana)).toThrow(code('OWN_ACCOUNT', 409));
    join(ana, bo);
    join(max, bo);
    const own = code('OWN_GROUP', 409);
    expect(() => give('ciso')).toThrow(own);
    expect(() => join(bo)).toThrow(own);
    expect(() => leave(ana)).toThrow(own);
    expect(() => leave(max)).toThrow(own);
    expect(() => describeGroup(app, ana, { groupId, name: 'Mine', purpose: 'Mine' })).toThrow(own);
    expect(() => removeGroup(app, ana, { groupId })).toThrow(own);
    give('ciso', '*', bo);
    expect(() => take('ciso')).toThrow(own);
    expect(getPersonGroup(app, ana, groupId)).toMatchObject({ mayChange: false, isMember: true });
    expect(getPersonGroup(app, bo, groupId)).toMatchObject({ mayChange: true, isMember: false });
  });

  test('stays in place as the last one, however it is held', () => {
    const bo = addPerson(app, { name: 'Bo', role: 'analyst' });
    give('administrator');
    join(bo);
    // Bo administers through the group, so Ana's own role may go, and then the group may not.
    giveRole(app, localOperator, { personId: idOf(ana), role: 'analyst', unit: '*' });
    takeRole(app, localOperator, { personId: idOf(ana), role: 'administrator', unit: '*' });
    const last = code('LAST_ADMINISTRATOR', 409);
    expect(() => take('administrator', '*', localOperator)).toThrow(last);
    expect(() => leave(bo, localOperator)).toThrow(last);
    expect(() => removeGroup(app, localOperator, { groupId })).toThrow(last);
    expect(() => closeAccount(app, localOperator, idOf(bo), 'closed')).toThrow(last);
    expect(again(bo).roles).toEqual(['administrator', 'analyst']);
    site.now += 400 * DAY;
    expect(closeIdleAccounts(app, systemViewer).kept).toEqual([bo.personId]);
  });

  test('is told what is wrong', () => {
    const max = addPerson(app, { name: 'Max', role: 'analyst' });
    const make = (name: string, purpose: string) => createGroup(app, ana, { name, purpose });
    expect(() => make(' ', 'x')).toThrow(code('NAME_INVALID'));
    expect(() => make('x', ' ')).toThrow(code('PURPOSE_INVALID'));
    expect(() => make('APPROVERS', 'x')).toThrow(code('PERSON_GROUP_TAKEN', 409));
    expect(() => give('local-operator')).toThrow(code('ROLE_INVALID'));
    expect(() => give('analyst', 'A B')).toThrow(code('UNIT_INVALID'));
    give('analyst');
    expect(() => give('analyst')).toThrow(code('ROLE_HELD', 409));
    expect(() => take('analyst', 'cards')).toThrow(code('ROLE_NOT_HELD', 404));
    join(max);
    expect(() => join(max)).toThrow(code('MEMBER_ALREADY', 409));
    expect(() => leave(ana)).toThrow(code('MEMBER_UNKNOWN', 404));
    expect(() => addMember(app, ana, { groupId, personId: 'x' })).toThrow(code('PERSON_UNKNOWN', 404));
    expect(() => removeGroup(app, ana, { groupId: 'x' })).toThrow(code('PERSON_GROUP_UNKNOWN', 404));
    closeAccount(app, ana, idOf(max), 'closed');
    leave(max);
    expect(() => join(max)).toThrow(code('ACCOUNT_CLOSED', 409));
    expect(() => give('ciso', '*', { ...ana, fresh: 'none' })).toThrow(code('STEP_UP_NEEDED', 403));
  });

  test('never gives themselves anything, and somebody always administers, over random histories', () => {
    const people = [
      ana,
      addPerson(app, { name: 'Bo', role: 'administrator' }),
      addPerson(app, { name: 'Max', role: 'analyst' }),
    ];
    const groups = [groupId, createGroup(app, ana, { name: 'Others', purpose: 'Others' }).id];
    const held = (viewer: Viewer) =>
      new Set(app.store.people.held(idOf(viewer)).map(({ role, unit }) => `${role} ${unit}`));
    const step = fc.record({
      by: fc.constantFrom(...people),
      of: fc.constantFrom(...people),
      group: fc.constantFrom(...groups),
      role: fc.constantFrom('administrator', 'manager'),
      what: fc.constantFrom('join', 'leave', 'give', 'take', 'take-own'),
    });
    const work = {
      join: addMember,
      leave: removeMember,
      give: giveGroupRole,
      take: takeGroupRole,
      'take-own': takeRole,
    } as const;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        for (const { by, of, group, role, what } of steps) {
          const before = held(by);
          const said = { groupId: group, personId: idOf(of), role, unit: '*' };
          try {
            work[what](app, again(by), said);
          } catch (error) {
            if (!isAppError(error)) throw error;
          }
          expect(held(by)).toEqual(before);
          const administer = app.store.people.activeHolders(['administrator']);
          expect(administer.filter(({ unit }) => unit === '*').length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 60 },
    );
    expect(app.store.log.verify()).toEqual([]);
  });
});

describe('a role held through a group', () => {
  test('of an auditor shows what an engagement covers, and nothing without one', async () => {
    const aiko = addPerson(app, { name: 'Aiko', role: 'auditor', unit: 'nowhere' });
    give('auditor');
    join(aiko);
    const look = () => listFindings(app, again(aiko), {});
    await expect(look()).rejects.toEqual(code('NO_ENGAGEMENT', 403));
    const days = { from: '2026-05-01', until: '2026-05-10' };
    const wanted = { name: 'PCI 2026', units: ['retail'], auditors: [idOf(aiko)], ...days };
    createEngagement(app, ana, wanted);
    expect(again(aiko)).toMatchObject({
      units: ['retail'],
      holdings: [{ role: 'auditor', units: ['retail'], through: groupId }],
    });
    await expect(look()).resolves.toMatchObject({ total: 0 });
    leave(aiko);
    await expect(look()).rejects.toEqual(code('NO_ENGAGEMENT', 403));
  });

  test('passes to a delegate, and is gone for the delegate when the person is taken out', () => {
    const max = addPerson(app, { name: 'Max', role: 'analyst', unit: 'retail' });
    const ida = addPerson(app, { name: 'Ida', role: 'analyst', unit: 'retail' });
    give('manager', 'cards');
    join(max);
    const days = { from: '2026-05-01', until: '2026-05-10' };
    nameDelegate(app, again(max), { delegate: idOf(ida), ...days });
    expect(again(ida)).toMatchObject({ units: ['cards', 'retail'] });
    leave(max);
    expect(again(ida).units).toEqual(['retail']);
  });

  test('is erased with the person', () => {
    const max = addPerson(app, { name: 'Max', role: 'analyst' });
    give('manager', 'cards');
    join(max);
    closeAccount(app, ana, idOf(max), 'closed');
    erasePerson(app, ana, { personId: idOf(max), reason: 'Asked for in request 17' });
    expect(app.store.people.held(idOf(max))).toEqual([]);
    expect(getPersonGroup(app, ana, groupId).members).toEqual([]);
  });
});
