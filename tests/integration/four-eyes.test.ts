import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { isAppError } from '#core/errors.ts';
import { approveAdjudications } from '#lib/server/adjudications/answer-adjudications.ts';
import { listAdjudications } from '#lib/server/adjudications/list-adjudications.ts';
import { proposeAdjudication } from '#lib/server/adjudications/propose-adjudication.ts';
import type { App } from '#lib/server/app.ts';
import { nameDelegate } from '#lib/server/auth/delegations/name-delegate.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { approveException } from '#lib/server/exceptions/decide-exception.ts';
import { saveException } from '#lib/server/exceptions/draft-exception.ts';
import { getException } from '#lib/server/exceptions/get-exception.ts';
import { listExceptions } from '#lib/server/exceptions/list-exceptions.ts';
import { requestException } from '#lib/server/exceptions/request-exception.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { approveOverrides } from '#lib/server/ranking/answer-overrides.ts';
import { listRankChanges } from '#lib/server/ranking/list-rank-changes.ts';
import { proposeOverride } from '#lib/server/ranking/propose-override.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { draftOf } from './support/exception-draft.ts';
import { addPerson } from './support/persons.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';
import { signInWith, twoAccounts } from './support/two-accounts.ts';
import type { Account } from './support/two-accounts.ts';

const begun = Date.parse('2026-05-01T08:00:00Z');
const HISTORIES = 8;
const KINDS = ['rank', 'adjudication', 'exception'] as const;
const reason = 'A reason long enough for the record.';

let site: TestSite;
let app: App;
/** Ids of findings, three for each history. */
let findings: readonly string[];
/** Accounts of the people, two each: any of them may be the one signed in with. */
let accounts: readonly Account[];

beforeAll(async () => {
  site = makeSite(begun);
  app = await site.open();
  // Managers of all units: whoever is allowed at all is stopped by four eyes alone. Two are needed for severe ones.
  const people = ['Max', 'Ida', 'Bo'].map((name) => addPerson(app, { name, role: 'manager' }));
  people.push(addPerson(app, { name: 'Noa', role: 'analyst' }));
  accounts = people.flatMap(({ personId }) => twoAccounts(app, personId ?? ''));
  const names = Array.from({ length: HISTORIES * KINDS.length }, (_, at) => `p${at}`);
  const packages = Object.fromEntries(names.map((name) => [name, { version: '1.0', security: '1.1' }]));
  await receive(app, debianEnvelope({ name: 'web', startedAt: begun, packages }));
  const { rows } = await listFindings(app, localOperator, { pageSize: 500, page: 1 });
  findings = rows.map(({ id }) => id);
  // Max is away and Ida decides for him; so is Ida, and Noa decides for her.
  const [max, ida, , noa] = people;
  const days = { from: '2026-05-01', until: '2026-05-20' };
  nameDelegate(app, max ?? expect.fail(), { ...days, delegate: ida?.personId ?? '' });
  nameDelegate(app, ida ?? expect.fail(), { ...days, delegate: noa?.personId ?? '' });
}, 120_000);

afterAll(async () => {
  await app.close();
  site.remove();
});

const asks: Record<(typeof KINDS)[number], (viewer: Viewer, findingId: string) => Promise<unknown>> = {
  rank: (viewer, findingId) =>
    proposeOverride(app, viewer, { findingId, everywhere: false, to: 'low', reason, evidence: ['T-1'] }),
  adjudication: (viewer, findingId) =>
    proposeAdjudication(app, viewer, {
      ...{ findingId, everywhere: false, verdict: 'not-affected', reason, evidence: ['T-1'] },
    }),
  exception: async (viewer, findingId) => {
    const draft = draftOf([findingId], '2026-05-30');
    const { id } = await saveException(app, viewer, { id: null, draft, keep: [], files: [] });
    return requestException(app, viewer, { id });
  },
};

const answers: Record<(typeof KINDS)[number], (viewer: Viewer, finding: string) => Promise<unknown>> = {
  rank: async (viewer, finding) => {
    const { rows } = await listRankChanges(app, localOperator, { status: 'waiting' });
    return approveOverrides(app, viewer, { ids: idsOf(rows, finding) });
  },
  adjudication: async (viewer, finding) => {
    const { rows } = await listAdjudications(app, localOperator, { status: 'waiting' });
    return approveAdjudications(app, viewer, { ids: idsOf(rows, finding) });
  },
  exception: async (viewer, finding) => {
    const { rows } = await listExceptions(app, localOperator, { finding });
    const [row] = rows.filter(({ status }) => status === 'requested' || status === 'in-assessment');
    if (!row) return null;
    const { hash } = await getException(app, localOperator, { id: row.id });
    return approveException(app, viewer, { id: row.id, hash: hash ?? '', until: '2026-05-30', reason });
  },
};

const idsOf = (
  rows: readonly { readonly id: string; readonly findingId: string | null }[],
  finding: string,
) => rows.filter(({ findingId }) => findingId === finding).map(({ id }) => id);

const act = fc.record({
  account: fc.nat({ max: 7 }),
  kind: fc.constantFrom(...KINDS),
  does: fc.constantFrom('ask', 'approve', 'approve', 'approve'),
});

const said = z.object({
  id: z.string().optional(),
  exceptionId: z.string().optional(),
  onBehalfOf: z.string().optional(),
});

/** Each thing that was asked for, with who asked and who approved, read from the log alone. */
function records() {
  const found = new Map<string, { askers: string[]; approvals: (readonly string[])[]; delegated: number }>();
  for (const { kind, body, actor } of app.store.log.read(0, 100_000)) {
    if (!/^(rank\.override|finding\.adjudication|exception)[-.]/.test(kind)) continue;
    const { id, exceptionId, onBehalfOf } = said.parse(body);
    const key = exceptionId ?? id ?? '';
    const one = found.get(key) ?? { askers: [], approvals: [], delegated: 0 };
    if (/approved$/.test(kind)) {
      one.approvals.push([actor ?? '', ...(onBehalfOf === undefined ? [] : [onBehalfOf])]);
      one.delegated += onBehalfOf === undefined ? 0 : 1;
    } else if (/(proposed|drafted|edited|requested)$/.test(kind)) one.askers.push(actor ?? '');
    found.set(key, one);
  }
  return [...found.values()];
}

test('whatever people do with their accounts and delegates, nobody approves what they or who they stand for asked', async () => {
  let history = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 12, maxLength: 20 }), async (acts) => {
      const own = findings.slice(history * KINDS.length, ++history * KINDS.length);
      for (const { account, kind, does } of acts) {
        site.now += 60_000;
        const viewer = await signInWith(app, accounts[account] ?? expect.fail());
        const finding = own[KINDS.indexOf(kind)] ?? expect.fail();
        const work = does === 'ask' ? asks[kind] : answers[kind];
        await work(viewer, finding).catch((error: unknown) => {
          if (!isAppError(error)) throw error;
        });
      }
      for (const { askers, approvals } of records()) {
        const persons = approvals.flat();
        expect(persons.filter((person) => askers.includes(person))).toEqual([]);
        // Of several approvals each is of other persons.
        expect(new Set(persons).size).toBe(persons.length);
      }
    }),
    { numRuns: HISTORIES, seed: 11, endOnFailure: true },
  );
  const all = records();
  expect(all.filter(({ approvals }) => approvals.length > 0).length).toBeGreaterThan(8);
  expect(all.filter(({ delegated }) => delegated > 0).length).toBeGreaterThan(0);
}, 280_000);
