import { describe, expect, test } from 'vitest';
import { authorise, may } from './authorise.ts';
import { permissions, type Permission, type PermissionRule } from './permissions.ts';
import { ROLES, SCOPES, type Role, type Scope } from './roles.ts';
import type { Viewer } from './viewer.ts';

const names = Object.keys(permissions).filter((name): name is Permission => name in permissions);
const viewer = (role: Role, scopes?: readonly Scope[]): Viewer => ({
  personId: 'p',
  name: 'P',
  roles: [role],
  units: ['default'],
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

  test('lets an auditor read, verify and comment, see to the own sign-in, and change nothing else', () => {
    const reading = names.filter((name) =>
      /\.(read|verify|list|export)$|^account\.manage-own$|^policy\.give-feedback$/.test(name),
    );
    expect(allowed('auditor')).toEqual(
      reading.filter((name) => !/^(credential\.read|account\.list)$/.test(name)),
    );
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
