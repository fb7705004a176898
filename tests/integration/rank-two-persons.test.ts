import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAppError } from '#core/errors.ts';
import { ranks } from '#core/policy/rank.ts';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { getFinding } from '#lib/server/findings/get-finding.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import {
  approveOverrides,
  refuseOverrides,
  withdrawOverrides,
} from '#lib/server/ranking/answer-overrides.ts';
import { proposeOverride } from '#lib/server/ranking/propose-override.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { addPerson } from './support/persons.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const DAY = 86_400_000;
const begun = Date.parse('2026-05-01T08:00:00.000Z');

let site: TestSite;
let app: App;
let people: readonly Viewer[];
/** Findings, one for each history. */
const ids: string[] = [];

const HISTORIES = 12;

beforeAll(async () => {
  site = makeSite(begun);
  app = await site.open();
  people = [
    addPerson(app, { name: 'Ana Admin', role: 'administrator' }),
    addPerson(app, { name: 'Max Manager', role: 'manager' }),
    addPerson(app, { name: 'Noa Analyst', role: 'analyst' }),
  ];
  const packages = Object.fromEntries(
    Array.from({ length: HISTORIES }, (_, index) => [`p${index}`, { version: '1.0', security: '1.1' }]),
  );
  await receive(app, debianEnvelope({ name: 'web', startedAt: begun, packages }));
  const { rows } = await listFindings(app, localOperator, {});
  ids.push(...rows.map(({ id }) => id));
}, 60_000);

afterAll(async () => {
  await app.close();
  site.remove();
});

const act = fc.record({
  person: fc.nat({ max: 2 }),
  kind: fc.constantFrom('propose', 'propose', 'approve', 'approve', 'refuse', 'withdraw'),
  to: fc.constantFrom('severe', 'high', 'medium', 'low', 'automatic'),
});

type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

async function perform(findingId: string, { person, kind, to }: Act): Promise<void> {
  const viewer = people[person] ?? expect.fail();
  const reason = 'A reason that is long enough.';
  const { override } = await getFinding(app, localOperator, { id: findingId });
  const target = override.waiting ?? override.active;
  if (kind === 'propose') {
    const said = { to, reason, evidence: ['TICKET-1'] };
    await proposeOverride(app, viewer, { findingId, everywhere: false, ...said });
  } else if (target) {
    const given = { ids: [target.id], reason };
    const answers = { approve: approveOverrides, refuse: refuseOverrides, withdraw: withdrawOverrides };
    await answers[kind](app, viewer, given);
  }
}

/** 0 = severe; a finding that is not ranked counts as high. */
async function standing(findingId: string) {
  const { finding, override } = await getFinding(app, localOperator, { id: findingId });
  const place = ranks.findIndex((rank) => rank === finding.rank);
  return { place, waiting: override.waiting };
}

test('whatever three people do, one person alone never lowers a rank', async () => {
  let history = 0;
  let lowered = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 10 }), async (acts) => {
      const findingId = ids[history++] ?? expect.fail();
      let before = await standing(findingId);
      for (const one of acts) {
        site.now += DAY / 24;
        await perform(findingId, one).catch((error: unknown) => {
          if (!isAppError(error)) throw error;
        });
        const after = await standing(findingId);
        if (after.place > before.place) {
          lowered++;
          expect(one.kind).toBe('approve');
          expect(before.waiting?.proposedBy).not.toBe(people[one.person]?.name);
        }
        before = after;
      }
    }),
    { numRuns: HISTORIES, seed: 7, endOnFailure: true },
  );
  expect(lowered, 'histories that lowered a rank at all').toBeGreaterThan(0);
}, 300_000);
