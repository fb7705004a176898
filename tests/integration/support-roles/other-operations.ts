import type { Permission } from '#lib/server/auth/permissions.ts';
import { documentShapes, type DocumentName } from '#lib/server/read-documents/document-input.ts';
import { reason, type Operation } from './operation.ts';
import type { About } from './two-units.ts';

const nothing = () => ({});
const person = () => ({ person: 'PERSON', name: 'Somebody' });
const draft = { draft: 'DRAFT' };
const group = { group: 'GROUP' };
const answer = () => ({ hash: 'x', reason });
const scanning = { needs: ['scan.start'], form: nothing } as const satisfies Operation;
const managing = {
  needs: ['group.manage'],
  form: () => ({ group: 'servers', to: 'up' }),
} as const satisfies Operation;

/** Changes of what belongs to no unit, or to the person alone. */
export const otherChanges: Readonly<Record<string, Operation>> = {
  'POST /(app)/feeds?/default': { needs: ['import.run'], form: nothing },
  'POST /(app)/groups?/save': {
    needs: ['group.manage'],
    form: () => ({ group: 'servers', name: 'Servers' }),
  },
  'POST /(app)/groups?/move': managing,
  'POST /(app)/groups?/remove': managing,
  'POST /(app)/groups?/restore': {
    needs: ['group.manage'],
    form: () => ({
      definition: JSON.stringify({ group: 'servers', name: 'Servers', position: 10, rule: {} }),
    }),
  },
  'POST /(app)/imports?/stage': { needs: ['import.run'], form: nothing },
  'POST /(app)/imports/check?/default': { needs: ['import.run'], form: nothing },
  'POST /(app)/imports/files': { needs: ['import.run'], body: 'x' },
  'POST /(app)/imports/mapping?/preview': { needs: ['mapping.manage'], form: nothing },
  'POST /(app)/imports/mapping?/save': { needs: ['mapping.manage'], form: () => ({ name: 'x' }) },
  'POST /(app)/imports/mappings?/remove': {
    needs: ['mapping.manage'],
    form: () => ({ name: 'x' }),
    answers: [404],
  },
  'POST /(app)/policy/drafts/[draft]?/request': { needs: ['policy.draft'], params: draft, form: answer },
  'POST /(app)/policy/drafts/[draft]?/agree': { needs: ['policy.acknowledge'], params: draft, form: answer },
  'POST /(app)/policy/drafts/[draft]?/object': { needs: ['policy.acknowledge'], params: draft, form: answer },
  'POST /(app)/policy/drafts/[draft]?/security': {
    needs: ['policy.sign-security'],
    params: draft,
    form: answer,
  },
  'POST /(app)/policy/drafts/[draft]?/operations': {
    needs: ['policy.sign-operations'],
    params: draft,
    form: answer,
  },
  'POST /(app)/policy/drafts/[draft]?/executive': {
    needs: ['policy.sign-executive'],
    params: draft,
    form: answer,
  },
  'POST /(app)/policy/executives?/name': {
    needs: ['policy.name-executive'],
    form: () => ({ person: 'PERSON', function: 'operations' }),
  },
  'POST /(app)/policy/executives?/end': {
    needs: ['policy.name-executive'],
    form: () => ({ person: 'PERSON' }),
  },
  'POST /(app)/policy/versions/[version]?/review': {
    needs: ['policy.hold-review'],
    params: { version: '1' },
    form: () => ({ lessons: reason, outcome: 'keep' }),
  },
  'POST /(app)/policy/versions/[version]?/feedback': {
    needs: ['policy.give-feedback'],
    params: { version: '1' },
    form: () => ({ text: reason }),
  },
  'POST /(app)/policy/drafts/[draft]?/return': { needs: ['policy.acknowledge'], params: draft, form: answer },
  'POST /(app)/policy/drafts/[draft]?/withdraw': { needs: ['policy.draft'], params: draft, form: answer },
  'POST /(app)/policy/drafts/[draft]/edit?/default': {
    needs: ['policy.draft'],
    params: draft,
    form: () => ({ changeSummary: reason, effectiveDay: '2026-06-01' }),
  },
  'POST /(app)/policy/drafts/new?/default': {
    needs: ['policy.draft'],
    form: () => ({ changeSummary: reason, effectiveDay: '2026-06-01' }),
  },
  'POST /(app)/policy/versions/[version]?/acknowledge': {
    needs: ['policy.acknowledge'],
    params: { version: '1' },
    form: nothing,
  },
  'POST /(app)/scans?/local': scanning,
  'POST /(app)/scans?/network': { needs: ['scan.start'], form: () => ({ targets: '192.0.2.0/30' }) },
  'POST /(app)/scans?/ssh': { needs: ['scan.start'], form: () => ({ targets: '192.0.2.1', user: 'scan' }) },
  'POST /(app)/scans/[id]?/cancel': { needs: ['scan.cancel'], params: { id: 'JOB' }, form: nothing },
  'POST /(app)/settings/account?/password': {
    needs: ['account.manage-own'],
    form: () => ({ current: 'wrong password given', password: 'copper lantern drifts south' }),
  },
  'POST /(app)/settings/account?/codes': { needs: ['account.manage-own'], form: nothing },
  'POST /(app)/settings/account?/remove': {
    needs: ['account.manage-own'],
    form: () => ({ which: 'totp', password: 'wrong', code: '000000' }),
  },
  'POST /(app)/settings/people?/invite': {
    needs: ['account.manage'],
    form: () => ({ name: 'New', email: 'new@example.org', role: 'analyst', unit: '*' }),
  },
  'POST /(app)/settings/people/[person]?/help': {
    needs: ['account.manage'],
    params: { person: 'PERSON' },
    form: () => ({ kind: 'link' }),
  },
  'POST /(app)/settings/people/groups?/create': {
    needs: ['account.manage'],
    form: () => ({ name: 'Approvers', purpose: reason }),
  },
  'POST /(app)/settings/people/groups/[group]?/describe': {
    needs: ['account.manage'],
    params: group,
    form: () => ({ name: 'Deciders', purpose: reason }),
  },
  'POST /(app)/settings/people/groups/[group]?/add': {
    needs: ['account.manage'],
    params: group,
    form: () => ({ person: 'PERSON' }),
  },
  'POST /(app)/settings/people/groups/[group]?/leave': {
    needs: ['account.manage'],
    params: group,
    form: person,
    answers: [404],
  },
  'POST /(app)/settings/people/groups/[group]?/give': {
    needs: ['account.manage'],
    params: group,
    form: () => ({ role: 'operator', unit: '*' }),
  },
  'POST /(app)/settings/people/groups/[group]?/take': {
    needs: ['account.manage'],
    params: group,
    form: () => ({ role: 'owner', unit: '*' }),
    answers: [404],
  },
  'POST /(app)/settings/people/groups/[group]?/remove': {
    needs: ['account.manage'],
    params: group,
    form: nothing,
  },
  'POST /(app)/settings/people/[person]?/give': {
    needs: ['account.manage'],
    params: { person: 'PERSON' },
    form: () => ({ role: 'operator', unit: '*' }),
  },
  'POST /(app)/settings/people/[person]?/take': {
    needs: ['account.manage'],
    params: { person: 'PERSON' },
    form: () => ({ role: 'operator', unit: '*' }),
    answers: [404],
  },
  'POST /(app)/settings/people/[person]?/recall': {
    needs: ['delegation.manage-own'],
    params: { person: 'PERSON' },
    form: () => ({ id: 'absent' }),
    answers: [404],
  },
  'POST /(app)/settings/people/[person]?/erase': {
    needs: ['person.erase'],
    params: { person: 'PERSON' },
    form: () => ({ reason }),
  },
  'POST /(app)/settings/away?/name': {
    needs: ['delegation.manage-own'],
    form: () => ({ delegate: 'PERSON', from: '2026-05-02', until: '2026-05-03' }),
  },
  'POST /(app)/settings/away?/end': {
    needs: ['delegation.manage-own'],
    form: () => ({ id: 'absent' }),
    answers: [404],
  },
  'POST /(app)/settings/engagements?/create': {
    needs: ['engagement.manage'],
    form: () => ({ name: 'Audit', units: '*', auditors: 'PERSON', from: '2026-05-02', until: '2026-05-03' }),
  },
  'POST /(app)/settings/engagements?/end': {
    needs: ['engagement.manage'],
    form: () => ({ id: 'absent' }),
    answers: [404],
  },
  'POST /(app)/settings/sessions?/revoke': { needs: ['account.manage-own'], form: () => ({ which: 'all' }) },
  'POST /(app)/settings/sign-in?/test': { needs: ['sign-in.configure'], form: nothing },
  'POST /(app)/settings/sign-in?/mail': {
    needs: ['sign-in.configure'],
    form: () => ({ host: 'no mail host', port: '25', security: 'none', sender: 'a@example.org' }),
  },
  'POST /(app)/settings/sign-in?/sso': {
    needs: ['sign-in.configure'],
    form: () => ({ issuer: 'no address', clientId: 'c', clientSecret: 's' }),
  },
  'POST /(app)/settings/sign-in?/off': { needs: ['sign-in.configure'], form: nothing },
  'POST /(app)/settings/tokens?/create': {
    needs: ['token.manage-own'],
    form: () => ({ name: 'ci', kind: 'user', scopes: ['read'], days: '30' }),
  },
  'POST /(app)/settings/tokens?/revoke': {
    needs: ['token.manage-own'],
    form: () => ({ id: 'absent' }),
    answers: [404],
  },
  'POST /(app)/sign-out': { needs: 'signed-in', form: nothing },
  'POST /(app)/theme': { needs: 'signed-in', form: () => ({ theme: 'dark' }) },
  'POST /(app)/units?/define': { needs: ['unit.manage'], form: () => ({ unit: 'new', name: 'New' }) },
  'POST /(person)/confirm?/default': {
    needs: 'signed-in',
    form: () => ({ password: 'wrong password given' }),
  },
  'POST /(person)/enrol?/begin': { needs: ['account.manage-own'], form: nothing },
  'POST /(person)/enrol?/confirm': { needs: ['account.manage-own'], form: () => ({ code: '000000' }) },
  'POST /(person)/enrol?/passkey': {
    needs: ['account.manage-own'],
    form: () => ({ passkey: '{}', name: 'n' }),
  },
  'POST /(person)/enrol?/later': { needs: ['account.manage-own'], form: nothing },
  'POST /(person)/link-sso': { needs: ['account.manage-own'], form: nothing, answers: [404] },
  'POST /(person)/passkey-options': { needs: ['account.manage-own'], form: nothing },
  'POST /(auth)/forgot?/default': { needs: 'public', form: () => ({ email: 'nobody@example.org' }) },
  'POST /(auth)/reset/[token]?/default': {
    needs: 'public',
    params: { token: 'x' },
    form: () => ({ password: 'copper lantern drifts north' }),
  },
  'POST /(auth)/setup/[token]?/default': {
    needs: 'public',
    params: { token: 'x' },
    form: () => ({ name: 'n', email: 'n@example.org', password: 'copper lantern drifts north' }),
  },
  'POST /(auth)/sign-in?/default': { needs: 'public', form: () => ({ email: '', password: '' }) },
  'POST /(auth)/sign-in/factor?/default': { needs: 'public', form: () => ({ code: '000000' }) },
  'POST /(auth)/sign-in/passkey': { needs: 'public', form: () => ({ passkey: '{}' }) },
  'POST /(auth)/sign-in/passkey-options': { needs: 'public', form: nothing },
  'POST /(auth)/sign-in/sso': { needs: 'public', form: nothing },
  'GET /api/v1/control/setup-link': { needs: 'public', answers: [404] },
  'POST /api/v1/control/setup-link': { needs: 'public', answers: [404] },
  'GET /api/v1/health': { needs: 'public' },
  'POST /api/v1/decisions': { needs: ['asset.decide'], body: 'asset,unit\n' },
  'POST /api/v1/envelopes': { needs: ['scan.submit'], body: '{}' },
  'POST /api/v1/feed-files': { needs: ['import.run'], body: 'x' },
  'POST /api/v1/imports': { needs: ['import.run'], body: 'x' },
};

type Document = Pick<Operation, 'needs' | 'of' | 'answers'> & {
  readonly id?: (about: About) => string;
  readonly query?: Readonly<Record<string, string>>;
};
const reads = (...needs: readonly Permission[]): Document => ({ needs });

const documents: Readonly<Record<DocumentName, Document>> = {
  findings: reads('finding.read'),
  finding: { needs: ['finding.read'], id: ({ finding }) => finding },
  patches: reads('finding.read'),
  patch: { needs: ['finding.read'], id: ({ fix }) => fix },
  unfixed: reads('finding.read'),
  'unfixed-flaw': { needs: ['finding.read'], query: { id: 'CVE-2026-0001' }, answers: [404] },
  'rank-changes': reads('finding.read'),
  adjudications: reads('finding.read'),
  exceptions: reads('exception.read'),
  exception: { needs: ['exception.read'], id: (about) => about.exception },
  controls: reads('control.read'),
  control: { needs: ['control.read'], id: (about) => about.control },
  obligations: reads('finding.read'),
  assets: reads('asset.read'),
  asset: { needs: ['asset.read'], id: (about) => about.asset },
  posture: reads('posture.read'),
  coverage: reads('coverage.read'),
  'time-to-patch': reads('posture.read'),
  compliance: reads('posture.read'),
  flow: reads('posture.read'),
  ageing: reads('posture.read'),
  units: reads('unit.list'),
  groups: reads('asset.read'),
  explain: { needs: ['finding.read'], id: ({ finding }) => finding },
  feeds: reads('finding.read'),
  imports: reads('import.read'),
  mappings: reads('import.read'),
  scans: reads('scan.read'),
  'second-opinions': reads('finding.read'),
  policies: reads('policy.read'),
  policy: { needs: ['policy.read'], query: { id: '1' } },
  'policy-diff': { needs: ['policy.read'], query: { from: '1', to: '1' } },
  'policy-what-if': { needs: ['policy.read'], query: { id: 'DRAFT' } },
  log: reads('log.read'),
  'log-event': { needs: ['log.read'], query: { id: '1' } },
  'log-proof': { needs: ['log.read'], query: { seq: '1' } },
  'log-export': reads('log.read'),
  'log-verify': reads('log.verify'),
  registers: reads('register.read'),
  'register-entries': reads('register.read'),
  'support-ends': reads('register.read'),
  'register-entry': { needs: ['register.read'], id: ({ entry }) => entry },
  'audit-requests': reads('audit.read'),
  'audit-comments': reads('audit.read'),
  'audit-samples': reads('audit.read'),
  'audit-sample': { needs: ['audit.read'], id: ({ sample }) => sample },
  'audit-redraw': { needs: ['audit.read', 'asset.read'], id: ({ sample }) => sample },
  'audit-request': { needs: ['audit.read'], id: ({ request }) => request },
  stakeholders: reads('stakeholder.read'),
  'stakeholders-of': { needs: ['stakeholder.read'], id: ({ unit }) => `unit/${unit}` },
  viewer: { needs: 'signed-in' },
};

/** One operation for each document of the API; the route itself is one. */
export const documentOperations: Readonly<Record<string, Operation>> = Object.fromEntries(
  Object.entries(documents).map(([name, { id, query = {}, ...document }]) => [
    `GET /api/v1/[document] ${name}`,
    {
      ...document,
      params: { document: name },
      query: (about: About) => ({ ...query, ...(id ? { id: id(about) } : {}) }),
      ...(id ? { aboutUnit: true as const } : {}),
    },
  ]),
);

/** Those that one can ask for. */
export const documentNames = Object.keys(documentShapes);
