import { describe, expect, test } from 'vitest';
import { authorise, authorised, authorities, may } from './authorise.ts';
import { decideAs } from './decide-as.ts';
import { AppError } from '#core/errors.ts';
import { permissions, type Permission, type PermissionRule } from './permissions.ts';
import { ROLES, SCOPES, type Role, type Scope } from './roles.ts';
import type { Holding, Viewer } from './viewer.ts';

const names = Object.keys(permissions).filter((name): name is Permission => name in permissions);
const viewer = (role: Role, scopes?: readonly Scope[]): Viewer => ({
  personId: 'p',
  name: 'P',
  roles: [role],
  units: ['*'],
  via: 'web',
  fresh: 'factor',
  scopes,
});
const allowed = (role: Role, scopes?: readonly Scope[]) =>
  names.filter((name) => may(viewer(role, scopes), name));

describe('authorise', () => {
  test('lets nobody through who is not signed in', () => {
    for (const name of names) {
      expect(() => authorise(null, name)).toThrow(
        expect.objectContaining({ code: 'UNAUTHENTICATED', status: 401 }),
      );
      expect(may(null, name)).toBe(false);
    }
  });

  test('agrees with may for every role, scope and permission', () => {
    for (const role of ROLES) {
      for (const scopes of [undefined, [], SCOPES, ...SCOPES.map((scope) => [scope])]) {
        for (const name of names) {
          const asked = viewer(role, scopes);
          if (may(asked, name)) expect(() => authorise(asked, name)).not.toThrow();
          else expect(() => authorise(asked, name)).toThrow(expect.objectContaining({ status: 403 }));
        }
      }
    }
  });

  test('lets an auditor read, verify, comment, ask and sample, see to the own sign-in, and change nothing else', () => {
    const reading = names.filter((name) =>
      /\.(read|verify|list|export)$|^account\.manage-own$|^policy\.give-feedback$|^audit\.write$/.test(name),
    );
    expect(allowed('auditor')).toEqual(
      reading.filter((name) => !/^(credential\.read|account\.list|engagement\.read)$/.test(name)),
    );
  });

  test('shows a button of one object only where the role reaches its unit', () => {
    const holding = (role: Role, units: readonly string[], from?: string): Holding =>
      from === undefined ? { role, units } : { role, units, from };
    const mixed: Viewer = {
      ...viewer('analyst'),
      roles: ['analyst', 'manager'],
      units: ['cards', 'retail'],
      holdings: [
        holding('analyst', ['retail']),
        holding('manager', ['cards']),
        holding('manager', ['claims'], 'q'),
      ],
    };
    expect(may(mixed, 'exception.approve')).toBe(true);
    expect(may(mixed, 'exception.approve', ['cards'])).toBe(true);
    expect(may(mixed, 'exception.approve', ['retail'])).toBe(false);
    expect(may(mixed, 'exception.approve', ['claims'])).toBe(true);
    // Two authorities are not added together, and what is not handed on is not had.
    expect(may(mixed, 'exception.approve', ['cards', 'claims'])).toBe(false);
    expect(may(mixed, 'exception.request', ['cards', 'retail'])).toBe(true);
    expect(may(mixed, 'exception.request', ['claims'])).toBe(false);
    // What belongs to no unit does not ask for one.
    expect(may(mixed, 'policy.draft', ['elsewhere'])).toBe(true);
    expect(may(viewer('manager'), 'exception.approve', ['anything'])).toBe(true);
  });

  test('asks a person at a page for what must be fresh, and only there', () => {
    const rules: Record<string, PermissionRule> = permissions;
    const stale = expect.objectContaining({ code: 'STEP_UP_NEEDED', status: 403 });
    for (const name of names) {
      const needed = rules[name]?.fresh;
      const [role] = rules[name]?.roles ?? [];
      if (!role) continue;
      const asked = viewer(role);
      for (const fresh of ['none', 'password', 'factor', undefined] as const) {
        const isEnough = !needed || fresh === 'factor' || (needed === 'any' && fresh === 'password');
        const { fresh: _given, ...rest } = asked;
        const at = fresh === undefined ? rest : { ...rest, fresh };
        if (isEnough) expect(() => authorise(at, name)).not.toThrow();
        else expect(() => authorise(at, name)).toThrow(stale);
        expect(may(at, name)).toBe(true);
        expect(() => authorise({ ...at, via: 'cli-local' }, name)).not.toThrow();
      }
    }
  });

  test('every approval needs a fresh second factor and no token approves', () => {
    const approvals = names.filter((name) => name.endsWith('.approve'));
    expect(approvals.length).toBeGreaterThan(0);
    for (const name of approvals) expect(permissions[name]).toMatchObject({ fresh: 'factor', scope: null });
  });

  test('lets a scanner submit only', () => {
    expect(allowed('scanner')).toEqual(['scan.submit']);
  });

  test('lets no token touch tokens, credentials, host keys, policies or set-up', () => {
    for (const role of ROLES) {
      const byToken = allowed(role, SCOPES);
      expect(
        byToken.filter((name) => /^(token|credential|hostkey|setup-link)\.|publish|rebuild/.test(name)),
      ).toEqual([]);
    }
  });

  test('a viewer without roles may do nothing', () => {
    expect(names.filter((name) => may({ ...viewer('auditor'), roles: [] }, name))).toEqual([]);
  });
});

describe('roles by business unit', () => {
  const holding = (...holdings: readonly Holding[]): Viewer => ({
    ...viewer('analyst'),
    roles: holdings.filter(({ from }) => from === undefined).map(({ role }) => role),
    units: holdings.flatMap(({ units }) => units),
    holdings,
  });
  const analyst: Holding = { role: 'analyst', units: ['retail'] };
  const manager: Holding = { role: 'manager', units: ['cards'] };
  const refused = expect.objectContaining({ code: 'FORBIDDEN', status: 403 });

  test('reach no further than the units for which each is held', () => {
    const both = holding(analyst, manager);
    expect(authorised(both, 'rank.approve')).toMatchObject({ roles: ['manager'], units: ['cards'] });
    expect(authorised(both, 'rank.propose')).toMatchObject({ units: ['cards', 'retail'] });
    expect(authorised(holding(analyst, { role: 'manager', units: ['*'] }), 'rank.propose').units).toEqual([
      '*',
    ]);
    expect(() => authorised(holding(analyst), 'rank.approve')).toThrow(refused);
  });

  test('give what concerns the organisation only where they hold for all units', () => {
    const local = holding({ role: 'administrator', units: ['retail'] });
    expect(() => authorise(local, 'account.manage')).toThrow(refused);
    expect(may(local, 'account.manage')).toBe(false);
    expect(may(holding({ role: 'administrator', units: ['*'] }), 'account.manage')).toBe(true);
  });

  test('of a person away give approvals and nothing else, as a further authority', () => {
    const delegate = holding(analyst, { ...manager, from: 'max' });
    expect(() => authorised(delegate, 'exception.approve')).not.toThrow();
    expect(authorised(delegate, 'rank.propose').units).toEqual(['retail']);
    expect(may(delegate, 'policy.sign-operations')).toBe(false);
    expect(authorities(delegate, 'exception.approve')).toMatchObject([
      { units: ['cards'], onBehalfOf: 'max' },
    ]);
    const two = authorities(
      holding({ ...manager, units: ['retail'] }, { ...manager, from: 'max' }),
      'rank.approve',
    );
    expect(two.map(({ units, onBehalfOf }) => [units, onBehalfOf])).toEqual([
      [['retail'], undefined],
      [['cards'], 'max'],
    ]);
  });

  test('an auditor without engagement is told so, and keeps what is their own', () => {
    const idle = { ...viewer('auditor'), units: [], holdings: [] };
    const told = expect.objectContaining({ code: 'NO_ENGAGEMENT', status: 403 });
    expect(() => authorise(idle, 'finding.read')).toThrow(told);
    const readsOnly = expect.objectContaining({ code: 'READ_ONLY_ROLE', status: 403 });
    expect(() => authorise(idle, 'asset.decide')).toThrow(readsOnly);
    expect(() => authorise(idle, 'account.list')).toThrow(refused);
    expect(() => authorise(idle, 'account.manage-own')).not.toThrow();
  });

  test('decide by the first authority that reaches, and tell the refusal that says most', async () => {
    const asking = holding({ ...manager, units: ['retail'] }, { ...manager, from: 'max' });
    const failing = (code: string, status: number) => new AppError({ code, message: '', remedy: '', status });
    const decide = (own: AppError | null, other: AppError | null) =>
      decideAs(asking, 'rank.approve', async ({ onBehalfOf }) => {
        const failure = onBehalfOf === undefined ? own : other;
        if (failure) throw failure;
        return onBehalfOf ?? 'own';
      });
    const absent = failing('NOT_FOUND', 404);
    const eyes = failing('FOUR_EYES', 403);
    await expect(decide(null, absent)).resolves.toBe('own');
    await expect(decide(absent, null)).resolves.toBe('max');
    await expect(decide(absent, eyes)).rejects.toBe(eyes);
    await expect(decide(eyes, absent)).rejects.toBe(eyes);
    const taken = failing('ALREADY_DECIDED', 409);
    await expect(decide(taken, null)).rejects.toBe(taken);
  });
});
