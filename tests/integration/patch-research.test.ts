import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { getPatch } from '#lib/server/findings/get-patch.ts';
import { ratePatch, researchPatch } from '#lib/server/ranking/research-patch.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { addPerson } from './support/persons.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const begun = Date.parse('2026-05-01T08:00:00.000Z');
const patch = { fix: 'security-update:openssl@3.1', product: 'openssl' };
const research = { issue: 'A long chain crashes the server.', effects: ['Restarts.'], sources: ['advisory'] };
const rating = { rating: 'necessary', basis: 'research', reason: 'The service faces the internet.' };

let site: TestSite;
let app: App;
let ana: Viewer;

beforeAll(async () => {
  site = makeSite(begun);
  app = await site.open();
  ana = addPerson(app, { name: 'Ana Analyst', role: 'analyst' });
  const packages = { openssl: { version: '3.0', security: '3.1' } };
  await receive(app, debianEnvelope({ name: 'web', startedAt: begun, packages }));
});

afterAll(async () => {
  await app.close();
  site.remove();
});

const read = async (asOf?: string) => (await getPatch(app, localOperator, { id: patch.fix, asOf })).patch;

test('a rating wants research first', async () => {
  expect(await read()).toMatchObject({ desirability: null, research: null });
  await expect(ratePatch(app, ana, { ...patch, ...rating })).rejects.toMatchObject({
    code: 'PATCH_NOT_RESEARCHED',
    status: 409,
  });
});

test('research and ratings are kept with author and date, and as of an earlier day too', async () => {
  await researchPatch(app, ana, { ...patch, ...research });
  await ratePatch(app, ana, { ...patch, ...rating });
  site.now += 86_400_000;
  await ratePatch(app, ana, { ...patch, ...rating, rating: 'neutral', basis: 'test', reference: 'T-17' });
  expect(await read()).toMatchObject({
    desirability: 'neutral',
    rating: { author: 'Ana Analyst', basis: 'test', reference: 'T-17' },
    earlierRatings: [{ rating: 'necessary' }],
    isRatingOlder: false,
  });
  expect((await read('2026-05-01')).desirability).toBe('necessary');
  await researchPatch(app, ana, { ...patch, ...research, effects: [] });
  expect(await read()).toMatchObject({ isRatingOlder: true, earlierResearch: [{ effects: ['Restarts.'] }] });
});

test('a test that is not named, a patch nobody needs and another unit are refused', async () => {
  const unnamed = ratePatch(app, ana, { ...patch, ...rating, basis: 'test' });
  await expect(unnamed).rejects.toMatchObject({ code: 'DECISION_INVALID', where: { field: 'reference' } });
  const absent = researchPatch(app, ana, { fix: 'security-update:x@1', product: 'x', ...research });
  await expect(absent).rejects.toMatchObject({ code: 'NOT_FOUND', status: 404 });
  const owner = addPerson(app, { name: 'Otto Owner', role: 'owner', unit: 'payments' });
  await expect(researchPatch(app, owner, { ...patch, ...research })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

test('the log alone gives the same record', async () => {
  const before = await read();
  await app.warehouse.rebuild();
  expect(await read()).toEqual(before);
});
