import { expect, test } from 'vitest';
import { setMail, sendTestMail, showMail } from '../mail/configure-mail.ts';
import { offerConfirmation } from './factor/offer-passkey.ts';
import {
  addPasskey,
  confirmTotp,
  listFactors,
  offerPasskey,
  postponeEnrolment,
  renewRecoveryCodes,
  startTotp,
} from './factor/manage-factors.ts';
import { removeFactor } from './factor/remove-factor.ts';
import { listSessions, revokeSessions } from './list-sessions.ts';
import { addPerson, openTestAuthWithAdministrator } from './open-test-auth.ts';
import { changePassword } from './password/change-password.ts';
import { closeAccount, issueResetLink, resetFactors, unlockAccount } from './people/help-person.ts';
import { invitePerson } from './people/invite-person.ts';
import { getAccount, listAccounts } from './people/list-accounts.ts';
import { giveRole, takeRole } from './people/change-roles.ts';
import { closeIdleAccounts } from './people/close-idle-accounts.ts';
import { erasePerson } from './people/erase-person.ts';
import { addMember, removeMember } from './person-groups/group-members.ts';
import { giveGroupRole, takeGroupRole } from './person-groups/group-roles.ts';
import { getPersonGroup, listPersonGroups } from './person-groups/list-groups.ts';
import { createGroup, describeGroup, removeGroup } from './person-groups/manage-group.ts';
import { beginSsoLink } from './sso/begin-sso.ts';
import { setSso, showSso, turnSsoOff } from './sso/configure-sso.ts';
import type { SignedIn } from './validate-session.ts';
import type { AuthContext } from './auth-context.ts';
import type { Viewer } from './viewer.ts';

const nobody: Viewer = {
  personId: 'p',
  name: 'Nobody',
  roles: [],
  units: ['*'],
  via: 'web',
  fresh: 'factor',
};
const session: SignedIn = {
  viewer: nobody,
  accountId: 'account',
  session: { idHash: '', createdAt: 0, expiresAt: 0, idleAt: 0, enrolment: 'enrolled', factorDueAt: null },
};
const peer = { address: '192.0.2.7', userAgent: 'Firefox' };
const mail = { host: 'h', port: 25, security: 'none', sender: 'a@b.c', user: '', password: '' } as const;
const sso = {
  issuer: 'https://i.example',
  clientId: 'c',
  clientSecret: 's',
  trustedFactors: '',
  roleClaim: '',
  roleMap: '',
};

const ofAnybody: Record<string, (auth: AuthContext) => unknown> = {
  listFactors: (auth) => listFactors(auth, session),
  startTotp: (auth) => startTotp(auth, session),
  confirmTotp: (auth) => confirmTotp(auth, session, { code: '000000', peer }),
  offerPasskey: (auth) => offerPasskey(auth, session),
  addPasskey: (auth) => addPasskey(auth, session, { name: 'n', answer: '{}', peer }),
  offerConfirmation: (auth) => offerConfirmation(auth, session),
  renewRecoveryCodes: (auth) => renewRecoveryCodes(auth, session, peer),
  postponeEnrolment: (auth) => postponeEnrolment(auth, session),
  removeFactor: (auth) =>
    removeFactor(auth, session, { which: 'totp', password: 'p', factor: { code: '1' }, peer }),
  changePassword: (auth) => changePassword(auth, session, { current: 'c', password: 'p', peer }),
  listSessions: (auth) => listSessions(auth, session),
  revokeSessions: (auth) => revokeSessions(auth, session, 'all'),
  beginSsoLink: (auth) => beginSsoLink(auth, session),
};

const ofAdministrators: Record<string, (auth: AuthContext, viewer: Viewer) => unknown> = {
  listAccounts: (auth, viewer) => listAccounts(auth, viewer, {}),
  resetFactors: (auth, viewer) => resetFactors(auth, viewer, 'x'),
  issueResetLink: (auth, viewer) => issueResetLink(auth, viewer, 'x'),
  unlockAccount: (auth, viewer) => unlockAccount(auth, viewer, 'x'),
  closeAccount: (auth, viewer) => closeAccount(auth, viewer, 'x', 'closed'),
  giveRole: (auth, viewer) => giveRole(auth, viewer, { personId: 'x', role: 'analyst', unit: '*' }),
  takeRole: (auth, viewer) => takeRole(auth, viewer, { personId: 'x', role: 'analyst', unit: '*' }),
  listPersonGroups: (auth, viewer) => listPersonGroups(auth, viewer, {}),
  getPersonGroup: (auth, viewer) => getPersonGroup(auth, viewer, 'x'),
  createGroup: (auth, viewer) => createGroup(auth, viewer, { name: '', purpose: '' }),
  describeGroup: (auth, viewer) => describeGroup(auth, viewer, { groupId: 'x', name: '', purpose: '' }),
  removeGroup: (auth, viewer) => removeGroup(auth, viewer, { groupId: 'x' }),
  addMember: (auth, viewer) => addMember(auth, viewer, { groupId: 'x', personId: 'x' }),
  removeMember: (auth, viewer) => removeMember(auth, viewer, { groupId: 'x', personId: 'x' }),
  giveGroupRole: (auth, viewer) => giveGroupRole(auth, viewer, { groupId: 'x', role: '', unit: '' }),
  takeGroupRole: (auth, viewer) => takeGroupRole(auth, viewer, { groupId: 'x', role: '', unit: '' }),
  erasePerson: (auth, viewer) => erasePerson(auth, viewer, { personId: 'x', reason: '' }),
  closeIdleAccounts: (auth, viewer) => closeIdleAccounts(auth, viewer),
  getAccount: (auth, viewer) => getAccount(auth, viewer, 'x'),
  invitePerson: (auth, viewer) =>
    invitePerson(auth, viewer, { name: 'n', email: 'n@example.org', role: 'analyst', unit: '*' }),
  showMail: (auth, viewer) => showMail(auth, viewer),
  setMail: (auth, viewer) => setMail(auth, viewer, mail),
  sendTestMail: (auth, viewer) => sendTestMail(auth, viewer),
  showSso: (auth, viewer) => showSso(auth, viewer),
  setSso: (auth, viewer) => setSso(auth, viewer, sso),
  turnSsoOff: (auth, viewer) => turnSsoOff(auth, viewer),
};

async function errorOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  return null;
}

test('who has no role is refused by everything of signing in, and nothing is recorded', async () => {
  const { auth, store } = await openTestAuthWithAdministrator();
  const before = store.log.head().seq;
  for (const [name, work] of Object.entries({ ...ofAnybody, ...ofAdministrators })) {
    expect(await errorOf(() => work(auth, nobody)), name).toMatchObject({ code: 'FORBIDDEN' });
  }
  expect(store.log.head().seq).toBe(before);
});

test('only who administers manages people and the ways to sign in', async () => {
  const { auth, store } = await openTestAuthWithAdministrator();
  for (const role of ['ciso', 'analyst', 'manager', 'owner', 'operator', 'auditor'] as const) {
    const viewer = addPerson(store, { id: role, roles: [role] });
    for (const [name, work] of Object.entries(ofAdministrators)) {
      expect(await errorOf(() => work(auth, viewer)), `${name} by ${role}`).toMatchObject({
        code: expect.stringMatching(role === 'auditor' ? /^(FORBIDDEN|READ_ONLY_ROLE)$/ : /^FORBIDDEN$/),
      });
    }
  }
});
