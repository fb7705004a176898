import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Role } from '#lib/server/auth/roles.ts';
import { newId } from '#lib/server/store/random-id.ts';
import { openStore, type Store } from '#lib/server/store/store.ts';
import { ENVELOPE, newInstallation } from './support/run-command.ts';

const DAY = 86_400_000;
const day = (days: number): string => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
const migrationsDir = join(import.meta.dirname, '../../migrations/operational');

type Installation = ReturnType<typeof newInstallation>;

async function withStore<T>({ json, dataDir }: Installation, work: (store: Store) => T): Promise<T> {
  // What is taken in first makes the data directory.
  await json('import', ENVELOPE);
  const store = openStore({ dataDir, migrationsDir, now: Date.now });
  try {
    return store.transaction(() => work(store));
  } finally {
    store.close();
  }
}

function addPerson(store: Store, name: string, role: Role, { unit = '*', idleDays = 0 } = {}): string {
  const [id, accountId] = [newId(), newId()];
  const createdAt = Date.now() - idleDays * DAY;
  const email = `${name}@example.org`;
  store.people.insert({ id, name, email, createdAt, roles: [{ role, unit }] });
  const times = { createdAt, passwordChangedAt: createdAt, disabledAt: null };
  store.people.insertAccount({
    id: accountId,
    personId: id,
    username: email,
    passwordHash: 'none',
    ...times,
  });
  return id;
}

async function office() {
  const installation = newInstallation();
  const ids = await withStore(installation, (store) => ({
    ana: addPerson(store, 'ana', 'administrator'),
    max: addPerson(store, 'max', 'analyst', { unit: 'retail' }),
    aiko: addPerson(store, 'aiko', 'auditor', { idleDays: 91 }),
  }));
  const failure = async (...argv: string[]) => {
    const { exitCode, stderr } = await installation.run([...argv, '--json']);
    return { exitCode, code: JSON.parse(stderr).code as unknown };
  };
  const kinds = async () => {
    const { rows } = await installation.json('log', 'search');
    return rows.map(({ kind, actor }: { kind: string; actor: string }) => `${kind} by ${actor}`);
  };
  return { ...installation, ids, failure, kinds };
}

describe('patchproof users', () => {
  it('lists people with roles and states, as a table too', async () => {
    const { json, run, ids } = await office();
    const { rows } = await json('users', 'list');
    expect(rows).toMatchObject([
      { personId: ids.aiko, email: 'aiko@example.org', state: 'open' },
      { personId: ids.ana, roles: [{ role: 'administrator', unit: '*', group: null }] },
      { personId: ids.max, name: 'max', roles: [{ role: 'analyst', unit: 'retail', group: null }] },
    ]);
    const { stdout, exitCode } = await run(['users', 'list']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/max +max@example.org +analyst:retail +open/);
  });

  it('gives and takes roles, but not the last one or the last administrator', async () => {
    const { json, failure, kinds } = await office();
    const given = await json('users', 'roles', 'max@example.org', '--give', 'manager:cards');
    expect(given.roles).toMatchObject([
      { role: 'analyst', unit: 'retail' },
      { role: 'manager', unit: 'cards' },
    ]);
    await json('users', 'roles', 'MAX@example.org', '--take', 'analyst:retail');
    expect(await failure('users', 'roles', 'max@example.org', '--take', 'manager:cards')).toMatchObject({
      code: 'LAST_ROLE',
    });
    await json('users', 'roles', 'ana@example.org', '--give', 'analyst');
    expect(await failure('users', 'roles', 'ana@example.org', '--take', 'administrator')).toMatchObject({
      code: 'LAST_ADMINISTRATOR',
    });
    expect(await failure('users', 'roles', 'ana@example.org')).toEqual({ exitCode: 2, code: 'USAGE' });
    expect(await failure('users', 'roles', 'no@example.org', '--give', 'ciso')).toMatchObject({
      code: 'PERSON_UNKNOWN',
    });
    expect(await kinds()).toContain('person.roles-changed by local-operator');
  });

  it('closes idle accounts, and erases a closed one only when told twice', async () => {
    const { json, failure, ids } = await office();
    expect(
      await failure('users', 'erase', 'aiko@example.org', '--reason', 'Request 17', '--yes'),
    ).toMatchObject({
      code: 'ACCOUNT_OPEN',
    });
    expect(await json('users', 'close-idle')).toEqual({ closed: [ids.aiko], kept: [] });
    expect(await json('users', 'close-idle')).toEqual({ closed: [], kept: [] });
    const erase = ['users', 'erase', 'aiko@example.org', '--reason', 'Asked in request 17'];
    expect(await failure(...erase)).toEqual({ exitCode: 2, code: 'USAGE' });
    expect(await json(...erase, '--yes')).toEqual({ personId: ids.aiko, erased: true });
    expect((await json('users', 'list')).rows).toHaveLength(2);
    expect(await failure(...erase, '--yes')).toMatchObject({ code: 'PERSON_UNKNOWN' });
  });

  it('makes a group, changes it all at once or not at all, and removes it', async () => {
    const { json, run, failure, ids } = await office();
    const make = ['users', 'group', 'Approvers', '--create', 'Decide requests'];
    expect(await json(...make, '--give', 'manager:cards', '--add', 'max@example.org')).toMatchObject({
      name: 'Approvers',
      purpose: 'Decide requests',
      roles: [{ role: 'manager', unit: 'cards' }],
      members: [{ personId: ids.max, name: 'max' }],
    });
    expect((await json('users', 'groups')).rows).toHaveLength(1);
    expect((await run(['users', 'groups'])).stdout).toMatch(/Approvers +Decide requests +manager:cards +max/);
    expect((await run(['users', 'list'])).stdout).toContain('manager:cards (Approvers)');
    // The second of the two is refused, so the first is not done either.
    const both = ['--out', 'max@example.org', '--take', 'ciso'];
    expect(await failure('users', 'group', 'approvers', ...both)).toMatchObject({ code: 'ROLE_NOT_HELD' });
    expect((await json('users', 'group', 'Approvers')).members).toHaveLength(1);
    expect(await failure('users', 'group', 'Others')).toMatchObject({ code: 'PERSON_GROUP_UNKNOWN' });
    expect(await json('users', 'group', 'Approvers', '--remove')).toEqual({
      name: 'Approvers',
      removed: true,
    });
    expect((await json('users', 'groups')).rows).toEqual([]);
  });
});

describe('patchproof engagements', () => {
  it('creates, lists and ends them', async () => {
    const { json, run, failure } = await office();
    const days = ['--from', day(0), '--until', day(30)];
    const create = ['engagements', 'create', 'PCI 2026', '--units', 'retail,cards', ...days];
    expect(await failure(...create, '--auditor', 'max@example.org')).toMatchObject({
      code: 'ENGAGEMENT_INVALID',
    });
    expect(await failure(...create)).toMatchObject({ code: 'ENGAGEMENT_INVALID' });
    const { id } = await json(...create, '--auditor', 'aiko@example.org');
    expect(await json('engagements', 'list', '--state', 'under-way')).toMatchObject({
      total: 1,
      rows: [{ id, name: 'PCI 2026', auditors: ['aiko'], units: ['cards', 'retail'], state: 'under-way' }],
    });
    expect((await json('engagements', 'list', '--state', 'over')).total).toBe(0);
    expect(await failure('engagements', 'list', '--state', 'x')).toMatchObject({ code: 'QUERY_INVALID' });
    expect((await run(['engagements', 'end', id])).stdout).toBe(`${id} has ended.\n`);
    expect((await run(['engagements', 'list'])).stdout).toMatch(/PCI 2026 +aiko +cards, retail .* over/);
    expect(await failure('engagements', 'end', id)).toMatchObject({ code: 'ENGAGEMENT_OVER' });
    expect(await failure('engagements', 'end', 'x')).toMatchObject({ code: 'ENGAGEMENT_UNKNOWN' });
  });
});

describe('patchproof delegations', () => {
  it('lists everybody’s and ends one, but names none: that is the person’s own', async () => {
    const { ids, ...installation } = await office();
    const { json, run, failure, kinds } = installation;
    const now = Date.now();
    const times = { fromAt: now - DAY, untilAt: now + DAY, createdAt: now - DAY, endedAt: null };
    await withStore(installation, (store) =>
      store.delegations.insert({ id: 'D-1', personId: ids.ana, delegateId: ids.max, ...times }),
    );
    expect(await json('delegations', 'list')).toMatchObject({
      total: 1,
      rows: [{ id: 'D-1', person: 'ana', delegate: 'max', state: 'under-way' }],
    });
    expect((await run(['delegations', 'list'])).stdout).toMatch(/D-1 +max +ana/);
    expect(await json('delegations', 'end', 'D-1')).toEqual({ id: 'D-1', ended: true });
    expect((await json('delegations', 'list', '--state', 'under-way')).total).toBe(0);
    expect(await failure('delegations', 'end', 'D-1')).toMatchObject({ code: 'DELEGATION_UNKNOWN' });
    expect(await failure('delegations', 'name', 'max@example.org')).toEqual({ exitCode: 2, code: 'USAGE' });
    expect(await kinds()).toContain('delegation.ended by local-operator');
  });
});
