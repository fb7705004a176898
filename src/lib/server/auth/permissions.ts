import type { Role, Scope } from './roles.ts';
import type { Needed } from './step-up.ts';

/**
 * Where a role reaches with a permission: `units` = objects of the business units for which it is held; `organisation` =
 * held for all units, else not at all; `shared` = what belongs to no unit, whatever unit it is held for; `own` = what is
 * the person's own.
 */
export const REACHES = ['units', 'organisation', 'shared', 'own'] as const;
export type Reach = (typeof REACHES)[number];

export interface PermissionRule {
  /** What it allows, in a few words, for the documentation. */
  readonly does: string;
  readonly roles: readonly Role[];
  readonly reach: Reach;
  /** Scope an API token needs for it; null = never by token, only by a person signed in or the local operator. */
  readonly scope: Scope | null;
  /** At a page: what must have been given at most five minutes ago. Approvals need a second factor. */
  readonly fresh?: Needed;
  /** Of these roles only persons who are named for it: the role alone approves nothing. */
  readonly named?: true;
  /** A person who is away may hand it to a delegate. */
  readonly delegable?: true;
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
const engaging = ['administrator', 'ciso', 'local-operator'] as const;
const administering = ['administrator', 'local-operator'] as const;

/** Who may do what, and where: role × use case × reach. Everything that is not here is refused. */
export const permissions = {
  'finding.read': {
    does: 'See findings, patches, deadlines and decisions on them',
    reach: 'units',
    roles: readers,
    scope: 'read',
  },
  'asset.read': { does: 'See assets and groups', reach: 'units', roles: readers, scope: 'read' },
  'scan.read': { does: 'See scans', reach: 'units', roles: readers, scope: 'read' },
  'posture.read': { does: 'See the measures', reach: 'units', roles: readers, scope: 'read' },
  'coverage.read': { does: 'See coverage', reach: 'units', roles: readers, scope: 'read' },
  'policy.read': { does: 'See policies and drafts', reach: 'shared', roles: readers, scope: 'read' },
  'asset.decide': {
    does: 'Decide owner, unit, criticality, scope and status of assets',
    reach: 'units',
    roles: deciding,
    scope: 'import',
  },
  'rank.propose': { does: 'Propose a rank, or take one back', reach: 'units', roles: ranking, scope: null },
  'rank.approve': {
    does: 'Approve or refuse a rank',
    reach: 'units',
    roles: ['administrator', 'ciso', 'manager'],
    scope: null,
    fresh: 'factor',
    delegable: true,
  },
  'adjudication.propose': {
    does: 'Propose an adjudication, or take it back',
    reach: 'units',
    roles: ranking,
    scope: null,
  },
  'adjudication.approve': {
    does: 'Approve or refuse an adjudication',
    reach: 'units',
    roles: ['administrator', 'ciso', 'manager'],
    scope: null,
    fresh: 'factor',
    delegable: true,
  },
  'adjudication.reverse': {
    does: 'Reverse an adjudication',
    reach: 'units',
    roles: ['ciso', ...ranking],
    scope: null,
  },
  'exception.read': {
    does: 'See exceptions and their evidence',
    reach: 'units',
    roles: readers,
    scope: 'read',
  },
  'exception.request': {
    does: 'Draft, request and withdraw an exception',
    reach: 'units',
    roles: ranking,
    scope: null,
  },
  'exception.assess': {
    does: 'Assess a request, or give it back',
    reach: 'units',
    roles: ['administrator', 'ciso', 'analyst', 'manager'],
    scope: null,
  },
  'exception.approve': {
    does: 'Approve, refuse, suspend or revoke an exception',
    reach: 'units',
    roles: ['administrator', 'ciso', 'manager'],
    scope: null,
    fresh: 'factor',
    delegable: true,
  },
  'control.read': { does: 'See compensating controls', reach: 'units', roles: readers, scope: 'read' },
  'control.manage': {
    does: 'Define, validate and retire controls',
    reach: 'units',
    roles: ['administrator', 'ciso', 'analyst', 'manager', 'owner'],
    scope: null,
  },
  'register.read': { does: 'See registers', reach: 'shared', roles: readers, scope: 'read' },
  'register.write': { does: 'Write into registers', reach: 'shared', roles: people, scope: null },
  'register.approve': {
    does: 'Approve or refuse what a register holds',
    reach: 'shared',
    roles: ['ciso', 'manager'],
    scope: null,
    fresh: 'factor',
  },
  'stakeholder.read': { does: 'See who decides', reach: 'units', roles: readers, scope: 'read' },
  'stakeholder.manage': {
    does: 'Name who decides',
    reach: 'units',
    roles: ['administrator', 'ciso', 'manager', 'owner'],
    scope: null,
  },
  'stakeholder.acknowledge': {
    does: 'Acknowledge an own part',
    reach: 'units',
    roles: people,
    scope: null,
  },
  'patch.research': { does: 'Research and rate a patch', reach: 'units', roles: ranking, scope: null },
  'step.record': { does: 'Verify a further step, or doubt it', reach: 'units', roles: stepping, scope: null },
  'group.manage': {
    does: 'Define and order groups',
    reach: 'organisation',
    roles: ['administrator', 'analyst', 'local-operator'],
    scope: null,
  },
  'unit.manage': { does: 'Define business units', reach: 'organisation', roles: administering, scope: null },
  'unit.list': { does: 'See business units', reach: 'units', roles: readers, scope: 'read' },
  'evidence.read': { does: 'Read the raw lines of a scan', reach: 'units', roles: readers, scope: 'read' },
  'evidence.export': {
    does: 'Download an envelope',
    reach: 'units',
    roles: readers,
    scope: 'read',
    fresh: 'any',
  },
  'scan.start': { does: 'Start a scan', reach: 'shared', roles: scanning, scope: 'scan' },
  'scan.cancel': { does: 'Cancel a scan', reach: 'shared', roles: scanning, scope: 'scan' },
  'scan.submit': {
    does: 'Hand in an envelope',
    reach: 'shared',
    roles: ['administrator', 'analyst', 'operator', 'scanner', 'local-operator'],
    scope: 'submit',
  },
  'import.run': { does: 'Import files and feeds', reach: 'shared', roles: scanning, scope: 'import' },
  'import.read': {
    does: 'See imports and formats',
    reach: 'shared',
    roles: ['administrator', 'ciso', 'analyst', 'operator', 'auditor', 'local-operator'],
    scope: 'read',
  },
  'mapping.manage': { does: 'Change column mappings', reach: 'shared', roles: scanning, scope: null },
  'hostkey.manage': { does: 'Pin host keys', reach: 'shared', roles: scanning, scope: null, fresh: 'any' },
  'credential.read': { does: 'See the names of saved logins', reach: 'shared', roles: scanning, scope: null },
  'credential.manage': {
    does: 'Save logins',
    reach: 'organisation',
    roles: administering,
    scope: null,
    fresh: 'any',
  },
  'token.manage-own': { does: 'Make and revoke API tokens', reach: 'own', roles: people, scope: null },
  'token.manage-all': {
    does: 'See and revoke all API tokens, make those of scanners',
    reach: 'organisation',
    roles: administering,
    scope: null,
  },
  'token.issue-for-person': {
    does: 'Make a token for a person',
    reach: 'organisation',
    roles: ['local-operator'],
    scope: null,
  },
  'log.read': {
    does: 'Search, export and prove the log',
    reach: 'organisation',
    roles: ['administrator', 'ciso', 'auditor', 'local-operator'],
    scope: 'read',
  },
  'log.verify': {
    does: 'Verify log and evidence',
    reach: 'shared',
    roles: ['administrator', 'ciso', 'auditor', 'local-operator'],
    scope: 'read',
  },
  'policy.draft': {
    does: 'Draft a policy version',
    reach: 'shared',
    roles: ['administrator', 'ciso', 'analyst', 'manager'],
    scope: null,
  },
  'policy.sign-security': {
    does: 'Sign a policy for security',
    reach: 'organisation',
    roles: ['ciso'],
    scope: null,
    fresh: 'factor',
  },
  'policy.sign-operations': {
    does: 'Sign a policy for operations',
    reach: 'organisation',
    roles: ['manager'],
    scope: null,
    fresh: 'factor',
  },
  'policy.sign-executive': {
    does: 'Sign a policy as a named executive',
    reach: 'shared',
    roles: people,
    scope: null,
    fresh: 'factor',
    named: true,
  },
  'policy.name-executive': {
    does: 'Name executives',
    reach: 'organisation',
    roles: ['administrator'],
    scope: null,
    fresh: 'any',
  },
  'policy.hold-review': {
    does: 'Record a review of the policy',
    reach: 'shared',
    roles: ['administrator', 'ciso', 'analyst', 'manager'],
    scope: null,
  },
  'policy.give-feedback': {
    does: 'Comment on the policy',
    reach: 'shared',
    roles: [...people, 'auditor'],
    scope: null,
  },
  'policy.acknowledge': { does: 'Review, acknowledge a policy', reach: 'shared', roles: people, scope: null },
  'policy.publish': {
    does: 'Publish a policy unsigned',
    reach: 'organisation',
    roles: ['local-operator'],
    scope: null,
  },
  'account.manage-own': {
    does: 'Password, second factors, sessions',
    reach: 'own',
    roles: [...people, 'auditor'],
    scope: null,
  },
  'account.list': {
    does: 'See people, their groups and delegations',
    reach: 'organisation',
    roles: administering,
    scope: null,
  },
  'account.manage': {
    does: 'Invite, change roles and groups of people, help, close and open accounts',
    reach: 'organisation',
    roles: administering,
    scope: null,
    fresh: 'any',
  },
  'person.erase': {
    does: 'Erase the personal data of a closed account',
    reach: 'organisation',
    roles: administering,
    scope: null,
    fresh: 'factor',
  },
  'engagement.read': {
    does: 'See audit engagements',
    reach: 'organisation',
    roles: engaging,
    scope: null,
  },
  'engagement.manage': {
    does: 'Create and end audit engagements',
    reach: 'organisation',
    roles: engaging,
    scope: null,
    fresh: 'any',
  },
  'audit.read': {
    does: 'See requests, comments and samples of audits',
    reach: 'units',
    roles: readers,
    scope: 'read',
  },
  'audit.write': {
    does: 'Ask for evidence, comment and sample in an own engagement',
    reach: 'units',
    roles: ['auditor'],
    scope: null,
  },
  'audit.answer': {
    does: 'Answer requests of auditors',
    reach: 'units',
    roles: ['administrator', 'ciso', 'analyst', 'manager', 'owner'],
    scope: null,
  },
  'delegation.manage-own': {
    does: 'Name a delegate while away',
    reach: 'own',
    roles: people,
    scope: null,
    fresh: 'any',
  },
  'sign-in.read-settings': {
    does: 'See mail and single sign-on',
    reach: 'organisation',
    roles: administering,
    scope: null,
  },
  'sign-in.configure': {
    does: 'Set mail and single sign-on',
    reach: 'organisation',
    roles: administering,
    scope: null,
    fresh: 'any',
  },
  'setup-link.issue': {
    does: 'Make the link for the first administrator',
    reach: 'organisation',
    roles: ['local-operator'],
    scope: null,
  },
  'system.read': {
    does: 'See this installation',
    reach: 'shared',
    roles: ['administrator', 'ciso', 'auditor', 'local-operator'],
    scope: 'read',
  },
  'system.rebuild': {
    does: 'Rebuild the warehouse',
    reach: 'organisation',
    roles: administering,
    scope: null,
  },
} as const satisfies Record<string, PermissionRule>;

export type Permission = keyof typeof permissions;
