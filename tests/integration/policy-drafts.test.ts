import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PolicyTerms } from '#core/policy/policy-draft.ts';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { acknowledgePolicy } from '#lib/server/policy/acknowledge-policy.ts';
import {
  requestReview,
  returnDraft,
  reviewDraft,
  signDraft,
  withdrawDraft,
} from '#lib/server/policy/answer-draft.ts';
import {
  getDraft,
  getPolicyDiff,
  getPolicyVersion,
  startOfDraft,
} from '#lib/server/policy/get-policy-version.ts';
import { listPolicies } from '#lib/server/policy/list-policies.ts';
import { whatIf } from '#lib/server/policy/what-if.ts';
import { beginDraft, editDraft } from '#lib/server/policy/write-draft.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { addPerson } from './support/persons.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const at = (text: string) => Date.parse(`2026-${text}:00.000Z`);
const host = (name: string, when: string) =>
  debianEnvelope({ name, startedAt: at(when), packages: { openssl: { version: '3.0', security: '3.1' } } });

let site: TestSite;
let app: App;
let [analyst, chief, manager, reader]: Viewer[] = [];

beforeAll(async () => {
  site = makeSite(at('04-01T00:00'), 'Europe/Berlin');
  app = await site.open();
  analyst = addPerson(app, { name: 'Ada', role: 'analyst' });
  chief = addPerson(app, { name: 'Carla', role: 'ciso' });
  manager = addPerson(app, { name: 'Mo', role: 'manager' });
  reader = addPerson(app, { name: 'Otto', role: 'operator' });
  // Due 31 May under the first version.
  site.now = at('05-01T08:00');
  await receive(app, host('early', '05-01T08:00'));
});

afterAll(async () => {
  await app.close();
  site.remove();
});

const who = (viewer: Viewer | undefined): Viewer => viewer ?? expect.fail();

function shorter(high: string): PolicyTerms {
  const { terms } = startOfDraft(app, who(analyst));
  const rules = terms.rules.map((rule) =>
    rule.id === 'own' ? { ...rule, limits: { ...rule.limits, high } } : rule,
  );
  return { ...terms, rules, alsoOpen: { grace: 'P7D' } };
}

const dueOf = async (asset: string) =>
  (await listFindings(app, localOperator, { asset })).rows.map(({ due, policyVersion }) => [
    due?.slice(0, 10),
    policyVersion,
  ]);

it('a version is written, reviewed, signed by two others, and takes what starts from its day and what is not yet due', async () => {
  const input = {
    changeSummary: 'High within two weeks.',
    text: '',
    effectiveDay: '2026-05-20',
    terms: shorter('P14D'),
  };
  const { draftId, hash } = beginDraft(app, who(analyst), input);
  const about = { draftId, hash };

  const effect = await whatIf(app, who(analyst), input.terms);
  expect(effect).toMatchObject({ open: 1, moved: 1, overdueAtOnce: 0 });

  const refused = (code: string) => expect.objectContaining({ code });
  await expect(signDraft(app, who(chief), { ...about, side: 'security' })).rejects.toEqual(
    refused('DRAFT_NOT_IN_REVIEW'),
  );
  requestReview(app, who(analyst), about);
  expect(() => reviewDraft(app, who(analyst), { ...about, agrees: true, comment: '' })).toThrow(
    refused('FOUR_EYES'),
  );
  reviewDraft(app, who(reader), {
    ...about,
    agrees: false,
    comment: 'Two weeks are short for the branches.',
  });

  // A returned draft is changed; what was read before is not what is signed.
  returnDraft(app, who(manager), { ...about, reason: 'Say what the branches do.' });
  const edited = editDraft(app, who(analyst), {
    ...input,
    draftId,
    changeSummary: 'High within two weeks, in the branches too.',
  });
  requestReview(app, who(analyst), { draftId, hash: edited.hash });
  await expect(signDraft(app, who(chief), { ...about, side: 'security' })).rejects.toEqual(
    refused('STALE_VERSION'),
  );
  const now = { draftId, hash: edited.hash };
  await expect(signDraft(app, who(analyst), { ...now, side: 'security' })).rejects.toEqual(
    refused('FORBIDDEN'),
  );
  await expect(signDraft(app, who(manager), { ...now, side: 'security' })).rejects.toEqual(
    refused('FORBIDDEN'),
  );
  expect(await signDraft(app, who(chief), { ...now, side: 'security' })).toMatchObject({ published: null });
  expect(getDraft(app, who(manager), { draftId }).draft.sides).toMatchObject([
    { side: 'security', signedBy: 'Carla', maySign: false },
    { side: 'operations', signedBy: null, maySign: true, waitsFor: ['Mo'] },
  ]);
  const ofClaims = addPerson(app, { name: 'Cleo', role: 'manager', unit: 'claims' });
  await expect(signDraft(app, ofClaims, { ...now, side: 'operations' })).rejects.toEqual(
    refused('FORBIDDEN'),
  );
  expect(await signDraft(app, who(manager), { ...now, side: 'operations' })).toMatchObject({ published: 2 });

  const version = getPolicyVersion(app, who(reader), { version: 2 });
  expect(version.row).toMatchObject({
    authors: ['Ada'],
    approvers: ['Carla', 'Mo'],
    reviewers: [],
    status: 'announced',
  });
  expect(await dueOf('early')).toEqual([['2026-05-31', 1]]);

  // 20 May in Berlin begins at 22:00 the evening before.
  site.now = at('05-21T08:00');
  await receive(app, host('late', '05-21T08:00'));
  expect(await dueOf('early')).toEqual([['2026-05-27', 2]]);
  expect(await dueOf('late')).toEqual([['2026-06-04', 2]]);
  expect(listPolicies(app, who(reader))).toMatchObject({ inForce: 2 });
  const diff = getPolicyDiff(app, who(reader), { from: 1, to: 2 });
  expect(diff.rules.filter(({ same }) => !same).map(({ clause }) => clause)).toContain(
    'Patch by rank, from first detection',
  );
});

it('an acknowledgement counts once', () => {
  acknowledgePolicy(app, who(reader), { version: 2 });
  acknowledgePolicy(app, who(reader), { version: 2 });
  expect(getPolicyVersion(app, who(reader), { version: 2 }).acknowledgements).toMatchObject([
    { name: 'Otto' },
  ]);
  expect(() => acknowledgePolicy(app, who(reader), { version: 9 })).toThrow(
    expect.objectContaining({ code: 'NOT_FOUND' }),
  );
});

it('drafts survive a restart and a rebuild, a withdrawn one is closed, and what is wrong is refused by name', async () => {
  const input = {
    changeSummary: 'Only a try of it.',
    text: '',
    effectiveDay: '2026-07-01',
    terms: shorter('P10D'),
  };
  const draft = beginDraft(app, who(analyst), input);
  const before = listPolicies(app, who(reader));
  await app.warehouse.rebuild();
  expect(listPolicies(app, who(reader))).toEqual(before);
  withdrawDraft(app, who(analyst), { draftId: draft.draftId, reason: 'Not worth the trouble.' });
  expect(() => editDraft(app, who(analyst), { ...input, draftId: draft.draftId })).toThrow(
    expect.objectContaining({ code: 'DRAFT_CLOSED' }),
  );
  const wrong = (change: object, code: string) =>
    expect(() => beginDraft(app, who(analyst), { ...input, ...change })).toThrow(
      expect.objectContaining({ code }),
    );
  wrong({ changeSummary: 'x' }, 'DRAFT_INVALID');
  wrong({ effectiveDay: '2026-02-30' }, 'DRAFT_INVALID');
  wrong({ terms: { ...input.terms, rules: [] } }, 'POLICY_INVALID');
  wrong({ terms: { ...input.terms, coverageWindow: 'soon' } }, 'SLA_RANGE');
  expect(() => beginDraft(app, who(reader), input)).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
  expect(() => beginDraft(app, localOperator, input)).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
});
