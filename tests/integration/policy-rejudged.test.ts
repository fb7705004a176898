import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PolicyTerms } from '#core/policy/policy-draft.ts';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { getCompliance } from '#lib/server/findings/get-compliance.ts';
import { startOfDraft } from '#lib/server/policy/get-policy-version.ts';
import { whatIf } from '#lib/server/policy/what-if.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { addPerson } from './support/persons.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const at = (day: string) => Date.parse(`2026-${day}T08:00:00.000Z`);
const DAY = 86_400_000;

let site: TestSite;
let app: App;
let analyst: Viewer;

/** One host patches after 10 days, one after 25, one never; all are due on 31 May. */
beforeAll(async () => {
  site = makeSite(at('04-01'), 'Europe/Berlin');
  app = await site.open();
  analyst = addPerson(app, { name: 'Ada', role: 'analyst' });
  const see = async (name: string, day: number, version: string) => {
    site.now = at('05-01') + day * DAY + 3_600_000;
    const packages = { openssl: { version, security: '3.1' } };
    await receive(app, debianEnvelope({ name, startedAt: site.now - 3_600_000, packages }));
  };
  for (const name of ['quick', 'slow', 'never']) await see(name, 0, '3.0');
  await see('quick', 10, '3.1');
  await see('slow', 25, '3.1');
  await see('never', 38, '3.0');
  site.now = at('06-10');
}, 60_000);

afterAll(async () => {
  await app.close();
  site.remove();
});

function terms(high: string): PolicyTerms {
  const { terms: known } = startOfDraft(app, analyst);
  const rules = known.rules.map((rule) =>
    rule.id === 'own' ? { ...rule, limits: { ...rule.limits, high } } : rule,
  );
  return { ...known, rules };
}

const again = async (high: string) => (await whatIf(app, analyst, terms(high))).rejudged;

it('the same limits give the same answer, which is that of compliance', async () => {
  const { lately } = await getCompliance(app, localOperator, { rule: 'own' });
  expect(lately).toMatchObject({ met: 2, missed: 1 });
  expect(await again('P30D')).toMatchObject({
    judged: 3,
    before: { met: 2 },
    after: { met: 2, missed: 1, pending: 0, none: 0 },
  });
});

it('a shorter limit would have been missed by who took longer, a longer one is not due yet for who still waits', async () => {
  expect((await again('P14D'))?.after).toEqual({ met: 1, missed: 2, pending: 0, none: 0 });
  expect((await again('P60D'))?.after).toEqual({ met: 2, missed: 0, pending: 1, none: 0 });
});

it('nothing is written, and a version without a rule of one’s own judges nothing', async () => {
  const before = app.store.log.head().seq;
  const known = terms('P30D');
  const rules = known.rules.map((rule) => ({ ...rule, binding: 'advisory' as const }));
  expect((await whatIf(app, analyst, { ...known, rules })).rejudged).toBeNull();
  expect(app.store.log.head().seq).toBe(before);
  expect((await getCompliance(app, localOperator, { rule: 'own' })).lately).toMatchObject({
    met: 2,
    missed: 1,
  });
});
