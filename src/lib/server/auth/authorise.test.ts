import { describe, expect, test } from 'vitest';
import { authorise, may } from './authorise.ts';
import { permissions, type Permission } from './permissions.ts';
import { ROLES, SCOPES, type Role, type Scope } from './roles.ts';
import type { Viewer } from './viewer.ts';

const names = Object.keys(permissions).filter((name): name is Permission => name in permissions);
const viewer = (role: Role, scopes?: readonly Scope[]): Viewer => ({
  personId: 'p',
  name: 'P',
  roles: [role],
  units: ['default'],
  via: 'web',
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

  test('lets an auditor read and verify, and change nothing', () => {
    expect(allowed('auditor')).toEqual(
      names.filter((name) => /\.(read|verify|list)$/.test(name) && name !== 'credential.read'),
    );
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
