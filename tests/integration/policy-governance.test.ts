import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { App } from '#lib/server/app.ts';
import type { Role } from '#lib/server/auth/roles.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { requestReview, signDraft } from '#lib/server/policy/answer-draft.ts';
import { endExecutive, listExecutives, nameExecutive } from '#lib/server/policy/executives.ts';
import { getDraft, getPolicyVersion, startOfDraft } from '#lib/server/policy/get-policy-version.ts';
import { listPolicies } from '#lib/server/policy/list-policies.ts';
import { getPolicyReview, giveFeedback, holdReview } from '#lib/server/policy/policy-review.ts';
import { policyTextTemplate } from '#lib/server/policy/policy-text.ts';
import { beginDraft } from '#lib/server/policy/write-draft.ts';
import { addPerson } from './support/persons.ts';
import { makeSite } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const at = (text: string) => Date.parse(`${text}T08:00:00.000Z`);

let site: TestSite;
let app: App;
const people = new Map<string, Viewer>();
const who = (name: string): Viewer => people.get(name) ?? expect.fail();
const idOf = (name: string): string => who(name).personId ?? '';

beforeAll(async () => {
  site = makeSite(at('2026-04-01'), 'Europe/Berlin');
  app = await site.open();
  const roles: [string, Role][] = [
    ['Admin', 'administrator'],
    ['Ada', 'analyst'],
    ['Carla', 'ciso'],
    ['Mo', 'manager'],
    ['Finn', 'owner'],
    ['Otto', 'operator'],
    ['Aiko', 'auditor'],
  ];
  for (const [name, role] of roles) people.set(name, addPerson(app, { name, role }));
});

afterAll(async () => {
  await app.close();
  site.remove();
});

const code = (text: string) => expect.objectContaining({ code: text });

it('an administrator names executives of other functions, never himself', () => {
  const name = (person: string, of = 'finance', by = 'Admin') =>
    nameExecutive(app, who(by), { person: idOf(person), function: of });
  expect(() => name('Finn', 'finance', 'Carla')).toThrow(code('FORBIDDEN'));
  expect(() => name('Admin')).toThrow(code('FOUR_EYES'));
  expect(() => name('Aiko')).toThrow(code('EXECUTIVE_INVALID'));
  for (const of of ['security', 'operations', ''])
    expect(() => name('Finn', of)).toThrow(code('EXECUTIVE_INVALID'));
  name('Otto');
  name('Finn');
  endExecutive(app, who('Admin'), { person: idOf('Otto') });
  expect(() => endExecutive(app, who('Admin'), { person: idOf('Otto') })).toThrow(code('EXECUTIVE_INVALID'));
  expect(listExecutives(app, who('Ada')).executives).toMatchObject([
    { name: 'Finn', function: 'finance', namedByName: 'Admin' },
  ]);
});

it('other words wait for the executive as well, and the version says for which function it was signed', async () => {
  const { terms } = startOfDraft(app, who('Ada'));
  const input = {
    changeSummary: 'The policy in words.',
    text: policyTextTemplate,
    effectiveDay: '2026-05-01',
    terms,
  };
  const { draftId, hash } = beginDraft(app, who('Ada'), input);
  const sign = (name: string, side: 'security' | 'operations' | 'executive') =>
    signDraft(app, who(name), { draftId, hash, side });
  requestReview(app, who('Ada'), { draftId, hash });
  await sign('Carla', 'security');
  expect(await sign('Mo', 'operations')).toMatchObject({ published: null });
  expect(getDraft(app, who('Finn'), { draftId }).draft.sides).toMatchObject([
    {},
    {},
    { side: 'executive', waitsFor: ['Finn'], maySign: true, remedy: null },
  ]);
  expect(getDraft(app, who('Otto'), { draftId }).draft.sides[2]).toMatchObject({ maySign: false });
  await expect(sign('Otto', 'executive')).rejects.toEqual(code('NOT_EXECUTIVE'));
  const { draft } = await sign('Finn', 'executive');
  expect(draft.signatures.at(-1)).toMatchObject({ side: 'executive', function: 'finance' });
  expect(getPolicyVersion(app, who('Ada'), { version: 2 }).row).toMatchObject({
    approvers: ['Carla', 'Mo', 'Finn'],
  });
});

it('a draft that changes service levels alone asks no executive', () => {
  const { terms, text } = startOfDraft(app, who('Ada'));
  const input = { changeSummary: 'Scans count longer.', text, effectiveDay: '2026-06-01' };
  const { draftId } = beginDraft(app, who('Ada'), { ...input, terms: { ...terms, coverageWindow: 'P31D' } });
  expect(getDraft(app, who('Ada'), { draftId }).draft.sides.map(({ side }) => side)).toEqual([
    'security',
    'operations',
  ]);
});

it('the template has every part of a patch policy', () => {
  expect([...policyTextTemplate.matchAll(/^# (.+)$/gm)].map(([, title]) => title)).toEqual([
    'Scope',
    'Goal',
    'Roles',
    'General provisions',
    'Update request',
    'Test',
    'Production',
    'Version history',
    'Emergency',
    'Recovery',
  ]);
});

it('readers say what to improve, a review takes it up, and is due again a year later', () => {
  site.now = at('2027-05-02');
  expect(getPolicyReview(app, who('Ada'))).toMatchObject({
    version: 2,
    nextDay: '2027-05-01',
    overdue: true,
    toConsider: 0,
  });
  giveFeedback(app, who('Otto'), { version: 2, text: 'The test takes too long for laptops.' });
  const engaged: Viewer = { ...who('Aiko'), units: ['*'], holdings: [{ role: 'auditor', units: ['*'] }] };
  giveFeedback(app, engaged, { version: 2, text: 'Say who decides in an emergency.' });
  expect(() => giveFeedback(app, who('Otto'), { version: 2, text: 'short' })).toThrow(
    code('FEEDBACK_INVALID'),
  );
  expect(() => giveFeedback(app, who('Otto'), { version: 9, text: 'There is no such one.' })).toThrow(
    code('NOT_FOUND'),
  );
  expect(listPolicies(app, who('Ada')).review).toMatchObject({ overdue: true, toConsider: 2 });

  const review = {
    version: 2,
    outcome: 'keep',
    lessons: 'Laptops get a ring of their own.',
    participants: [idOf('Carla'), idOf('Mo')],
  };
  expect(() => holdReview(app, who('Otto'), review)).toThrow(code('FORBIDDEN'));
  expect(() => holdReview(app, who('Carla'), { ...review, version: 1 })).toThrow(code('REVIEW_NOT_IN_FORCE'));
  for (const wrong of [
    { outcome: 'x' },
    { lessons: '' },
    { participants: [] },
    { participants: ['stranger'] },
  ])
    expect(() => holdReview(app, who('Carla'), { ...review, ...wrong })).toThrow(code('REVIEW_INVALID'));
  holdReview(app, who('Carla'), review);
  expect(getPolicyReview(app, who('Ada'))).toMatchObject({
    nextDay: '2028-05-02',
    overdue: false,
    toConsider: 0,
  });
  expect(getPolicyVersion(app, who('Ada'), { version: 2 }).review).toMatchObject({
    held: [{ by: 'Carla', outcome: 'keep', participants: ['Carla', 'Mo'], lessons: review.lessons }],
    feedback: [{ by: 'Aiko' }, { by: 'Otto', text: 'The test takes too long for laptops.' }],
  });
});

it('versions stay: six years from last in effect are stated, and nothing of the product deletes one', async () => {
  const keptUntil = () => listPolicies(app, who('Ada')).versions.map((row) => [row.version, row.keptUntil]);
  expect(keptUntil()).toEqual([
    [2, null],
    [1, '2032-05-01'],
  ]);
  site.now = at('2033-01-01');
  await app.warehouse.rebuild();
  expect(keptUntil().map(([version]) => version)).toEqual([2, 1]);
  expect(getPolicyVersion(app, who('Ada'), { version: 2 }).text).toBe(policyTextTemplate);
  const deleting = sources(['src/lib/server', 'migrations']).filter(({ text }) =>
    /(DELETE\s+FROM|TRUNCATE|DROP\s+TABLE)\s+(policy_version|event)\b/i.test(text),
  );
  expect(deleting.map(({ path }) => path)).toEqual([]);
  const routes = sources(['src/routes/(app)/policy', 'src/routes/api']);
  expect(routes.length).toBeGreaterThan(10);
  expect(routes.filter(({ text }) => /export const DELETE|deletePolicy|removePolicy/.test(text))).toEqual([]);
});

function sources(folders: readonly string[]): { readonly path: string; readonly text: string }[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile() && /(?<!\.test)\.(ts|sql|svelte)$/.test(one.name))
      .map((one) => join(one.parentPath, one.name))
      .map((path) => ({ path, text: readFileSync(path, 'utf8') })),
  );
}
