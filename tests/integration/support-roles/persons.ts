import { openSession } from '#lib/server/auth/open-session.ts';
import { validateSession } from '#lib/server/auth/validate-session.ts';
import { permissions, type Permission, type PermissionRule } from '#lib/server/auth/permissions.ts';
import type { Role } from '#lib/server/auth/roles.ts';
import type { App } from '#lib/server/app.ts';
import { addPerson } from '../support/persons.ts';
import type { Operation } from './operation.ts';

/** Somebody who asks: with one role, for one unit or for all, or without any. */
export interface Asker {
  readonly name: string;
  readonly role: Role | null;
  readonly unit: string;
  readonly personId: string | null;
  /** False for an auditor between two engagements. */
  readonly engaged: boolean;
}

const PEOPLE: readonly Role[] = [
  'administrator',
  'ciso',
  'analyst',
  'manager',
  'owner',
  'operator',
  'auditor',
];
const DAY_MS = 86_400_000;

/** Every role for one unit and for all, one through a group, an auditor without engagement, somebody without role, and a stranger. */
export function addAskers(app: App, unit: string): readonly Asker[] {
  const askers = PEOPLE.flatMap((role) =>
    [unit, '*'].map((held): Asker => {
      const { personId } = addPerson(app, { name: `${role} of ${held}`, role, unit: held });
      if (role === 'auditor' && personId !== null) engage(app, personId);
      return { name: `${role} of ${held}`, role, unit: held, personId, engaged: true };
    }),
  );
  const throughGroup = joined(app, 'manager', unit);
  const idle = addPerson(app, { name: 'idle auditor', role: 'auditor' });
  const former = addPerson(app, { name: 'nobody', role: 'analyst' });
  app.store.transaction(() => app.store.people.setRoles(former.personId ?? '', []));
  const none = { unit: '*', engaged: false } as const;
  return [
    ...askers,
    throughGroup,
    { ...none, name: 'auditor without engagement', role: 'auditor', personId: idle.personId },
    { ...none, name: 'person without role', role: null, personId: former.personId },
    { ...none, name: 'stranger', role: null, personId: null },
  ];
}

/** Somebody without a role of their own, in a group that has one. */
function joined(app: App, role: Role, unit: string): Asker {
  const name = `${role} of ${unit} through a group`;
  const { personId } = addPerson(app, { name, role, unit });
  app.store.transaction(() => {
    const id = `group-${personId}`;
    app.store.people.setRoles(personId ?? '', []);
    app.store.personGroups.insert({ id, name, purpose: 'Tried', createdAt: app.clock() });
    app.store.personGroups.giveRole(id, { role, unit });
    app.store.personGroups.addMember(id, personId ?? '');
  });
  return { name, role, unit, personId, engaged: true };
}

function engage(app: App, personId: string): void {
  const at = app.clock();
  const times = { fromAt: at - DAY_MS, untilAt: at + DAY_MS, createdAt: at, endedAt: null };
  const row = { id: `engagement-${personId}`, name: 'Audit', units: ['*'], ...times };
  app.store.transaction(() => app.store.engagements.insert(row, [personId]));
}

const cookies = new Map<string, { readonly name: string; readonly value: string }>();

/**
 * A session of that person, with a second factor given just now or never. The same one again while it holds: what is
 * asked without an event between is answered from what is known.
 */
export async function cookieOf(app: App, { personId }: Asker, fresh: 'fresh' | 'stale' = 'fresh') {
  if (personId === null) return null;
  const key = `${personId} ${fresh}`;
  const held = cookies.get(key);
  if (held && (await validateSession(app, held.value))) return held;
  const accountId = app.store.people.accountOf(personId)?.id ?? '';
  const at = app.clock();
  if (!app.store.factors.hasTotp(accountId)) {
    const row = { accountId, sealed: Buffer.alloc(0), lastStep: 0, createdAt: at, confirmedAt: at };
    app.store.transaction(() => app.store.factors.putTotp(row));
  }
  const peer = { address: '192.0.2.9', userAgent: 'test' };
  const proof = fresh === 'fresh' ? 'password+totp' : 'sso';
  const { cookie } = await openSession(app, { accountId, personId, proof, peer });
  cookies.set(key, cookie);
  return cookie;
}

/** What the table of permissions says: the one thing that the answers are held against. */
export function mayAsk(asker: Asker, needs: Operation['needs']): boolean {
  if (needs === 'public') return true;
  if (asker.personId === null) return false;
  return needs === 'signed-in' || needs.every((permission) => holds(asker, permission));
}

function holds({ role, unit, engaged }: Asker, permission: Permission): boolean {
  const rule: PermissionRule = permissions[permission];
  if (role === null || !rule.roles.includes(role)) return false;
  if (rule.reach === 'own') return true;
  if (role === 'auditor' && !engaged) return false;
  return rule.reach !== 'organisation' || unit === '*';
}

/** Whether a person at a page must have given a factor lately. */
export function asksAgain(needs: Operation['needs']): boolean {
  const rules: Readonly<Record<string, PermissionRule>> = permissions;
  return typeof needs !== 'string' && needs.some((permission) => rules[permission]?.fresh !== undefined);
}
