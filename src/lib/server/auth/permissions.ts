import type { Role, Scope } from './roles.ts';
import type { Needed } from './step-up.ts';

export interface PermissionRule {
  readonly roles: readonly Role[];
  /** Scope an API token needs for it; null = never by token, only by a person signed in or the local operator. */
  readonly scope: Scope | null;
  /** At a page: what must have been given at most five minutes ago. Approvals need a second factor. */
  readonly fresh?: Needed;
}

const readers = [
  'administrator',
  'ciso',
  'analyst',
  'manager',
  'owner',
  'operator',
  'auditor',
  'local-operator',
] as const;
const people = ['administrator', 'ciso', 'analyst', 'manager', 'owner', 'operator'] as const;
const scanning = ['administrator', 'analyst', 'operator', 'local-operator'] as const;
const deciding = ['administrator', 'analyst', 'manager', 'owner', 'local-operator'] as const;
const ranking = ['administrator', 'analyst', 'manager', 'owner'] as const;
const stepping = ['administrator', 'analyst', 'manager', 'owner', 'operator'] as const;
const administering = ['administrator', 'local-operator'] as const;

/** Who may do what. Everything that is not here is refused. */
export const permissions = {
  'finding.read': { roles: readers, scope: 'read' },
  'asset.read': { roles: readers, scope: 'read' },
  'scan.read': { roles: readers, scope: 'read' },
  'posture.read': { roles: readers, scope: 'read' },
  'coverage.read': { roles: readers, scope: 'read' },
  'policy.read': { roles: readers, scope: 'read' },
  'asset.decide': { roles: deciding, scope: 'import' },
  'rank.propose': { roles: ranking, scope: null },
  'rank.approve': { roles: ['administrator', 'ciso', 'manager'], scope: null, fresh: 'factor' },
  'adjudication.propose': { roles: ranking, scope: null },
  'adjudication.approve': { roles: ['administrator', 'ciso', 'manager'], scope: null, fresh: 'factor' },
  'adjudication.reverse': { roles: ['ciso', ...ranking], scope: null },
  'exception.read': { roles: readers, scope: 'read' },
  'exception.request': { roles: ranking, scope: null },
  'exception.assess': { roles: ['administrator', 'ciso', 'analyst', 'manager'], scope: null },
  'exception.approve': { roles: ['administrator', 'ciso', 'manager'], scope: null, fresh: 'factor' },
  'control.read': { roles: readers, scope: 'read' },
  'control.manage': { roles: ['administrator', 'ciso', 'analyst', 'manager', 'owner'], scope: null },
  'patch.research': { roles: ranking, scope: null },
  'step.record': { roles: stepping, scope: null },
  'group.manage': { roles: ['administrator', 'analyst', 'local-operator'], scope: null },
  'unit.manage': { roles: administering, scope: null },
  'unit.list': { roles: readers, scope: 'read' },
  'evidence.read': { roles: readers, scope: 'read' },
  'evidence.export': { roles: readers, scope: 'read', fresh: 'any' },
  'scan.start': { roles: scanning, scope: 'scan' },
  'scan.cancel': { roles: scanning, scope: 'scan' },
  'scan.submit': {
    roles: ['administrator', 'analyst', 'operator', 'scanner', 'local-operator'],
    scope: 'submit',
  },
  'import.run': { roles: scanning, scope: 'import' },
  'import.read': {
    roles: ['administrator', 'ciso', 'analyst', 'operator', 'auditor', 'local-operator'],
    scope: 'read',
  },
  'mapping.manage': { roles: scanning, scope: null },
  'hostkey.manage': { roles: scanning, scope: null, fresh: 'any' },
  'credential.read': { roles: scanning, scope: null },
  'credential.manage': { roles: administering, scope: null, fresh: 'any' },
  'token.manage-own': { roles: people, scope: null },
  'token.manage-all': { roles: administering, scope: null },
  'token.issue-for-person': { roles: ['local-operator'], scope: null },
  'log.read': { roles: ['administrator', 'ciso', 'auditor', 'local-operator'], scope: 'read' },
  'log.verify': { roles: ['administrator', 'ciso', 'auditor', 'local-operator'], scope: 'read' },
  'policy.draft': { roles: ['administrator', 'ciso', 'analyst', 'manager'], scope: null },
  'policy.sign-security': { roles: ['ciso'], scope: null, fresh: 'factor' },
  'policy.sign-operations': { roles: ['manager'], scope: null, fresh: 'factor' },
  'policy.sign-executive': { roles: people, scope: null, fresh: 'factor' },
  'policy.name-executive': { roles: ['administrator'], scope: null, fresh: 'any' },
  'policy.hold-review': { roles: ['administrator', 'ciso', 'analyst', 'manager'], scope: null },
  'policy.give-feedback': { roles: [...people, 'auditor'], scope: null },
  'policy.acknowledge': { roles: people, scope: null },
  'policy.publish': { roles: administering, scope: null, fresh: 'any' },
  'account.manage-own': { roles: [...people, 'auditor'], scope: null },
  'account.list': { roles: administering, scope: null },
  'account.manage': { roles: administering, scope: null, fresh: 'any' },
  'sign-in.read-settings': { roles: administering, scope: null },
  'sign-in.configure': { roles: administering, scope: null, fresh: 'any' },
  'setup-link.issue': { roles: ['local-operator'], scope: null },
  'system.read': { roles: ['administrator', 'ciso', 'auditor', 'local-operator'], scope: 'read' },
  'system.rebuild': { roles: administering, scope: null },
} as const satisfies Record<string, PermissionRule>;

export type Permission = keyof typeof permissions;
