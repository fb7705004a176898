import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAppError } from '#core/errors.ts';
import type { RegisterName } from '#core/register/register-kinds.ts';
import { addDays, localDate } from '#core/sla/calendar.ts';
import type { App } from '#lib/server/app.ts';
import { listDelegations } from '#lib/server/auth/delegations/list-delegations.ts';
import { endDelegation, nameDelegate } from '#lib/server/auth/delegations/name-delegate.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import {
  requestReview,
  returnDraft,
  reviewDraft,
  signDraft,
  withdrawDraft,
} from '#lib/server/policy/answer-draft.ts';
import { readDraftBook } from '#lib/server/policy/draft-book.ts';
import { endExecutive, nameExecutive } from '#lib/server/policy/executives.ts';
import { startOfDraft } from '#lib/server/policy/get-policy-version.ts';
import { publishPolicy } from '#lib/server/policy/publish-policy.ts';
import { beginDraft, editDraft } from '#lib/server/policy/write-draft.ts';
import { approveEntry, returnEntry, reviewEntry } from '#lib/server/registers/answer-entry.ts';
import { readRegisterBook } from '#lib/server/registers/register-book.ts';
import { writeEntry } from '#lib/server/registers/write-entry.ts';
import { judgeDelegations, judgePolicies, judgeRegisters } from './support/governance-oracle.ts';
import type { Holds } from './support/governance-oracle.ts';
import { addPerson } from './support/persons.ts';
import { entryOf } from './support/register-entries.ts';
import { makeSite } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';
import { signInWith, twoAccounts } from './support/two-accounts.ts';
import type { Account } from './support/two-accounts.ts';

const begun = Date.parse('2026-05-01T08:00:00Z');
const HISTORIES = 10;
const reason = 'A reason long enough for the record.';
const registers = ['risk-analyses', 'scope-confirmations', 'scan-accounts'] as const;
const staff = [
  ['Ada', 'administrator', '*'],
  ['Adi', 'administrator', '*'],
  ['Cara', 'ciso', '*'],
  ['Cy', 'ciso', '*'],
  ['Mo', 'manager', '*'],
  ['Max', 'manager', 'shop'],
  ['Ana', 'analyst', '*'],
] as const;

let site: TestSite;
let app: App;
/** First accounts of the manager of one unit alone, and of the analyst. */
const MAX = 10;
const ANA = 12;
/** Two of each person: any of them may be the one signed in with. */
let accounts: readonly Account[];

beforeAll(async () => {
  site = makeSite(begun);
  app = await site.open();
  const people = staff.map(([name, role, unit]) => addPerson(app, { name, role, unit }));
  accounts = people.flatMap(({ personId }) => twoAccounts(app, personId ?? ''));
});

afterAll(async () => {
  await app.close();
  site.remove();
});

const personAt = (pick: number): string => accounts[pick % accounts.length]?.personId ?? '';
const holds: Holds = (person, roles, unit) =>
  app.store.people
    .held(person)
    .some((one) => roles.includes(one.role) && (one.unit === '*' || one.unit === unit));

/** The last draft, also one that is over: then the step is refused. */
function draft() {
  const found = [...readDraftBook(app).drafts.values()].at(-1);
  return { draftId: found?.draftId ?? '', hash: found?.hash ?? '' };
}

/** Levels change with every draft, the words with every second one. */
function words(viewer: Viewer, pick: number) {
  const { terms, text } = startOfDraft(app, viewer);
  const changeSummary = `Change number ${pick} of the policy.`;
  return { changeSummary, text: pick % 2 === 0 ? text : `${text} More.`, effectiveDay: '2026-05-01', terms };
}

const ownSide = ({ roles }: Viewer) => {
  if (roles.includes('ciso')) return 'security';
  return roles.includes('manager') ? 'operations' : 'executive';
};

function entry(pick: number) {
  const open = [...readRegisterBook(app).values()].slice(-3);
  const found = open[pick % open.length];
  return { id: found?.id ?? '', hash: found?.state.hash ?? '', register: found?.state.register };
}

function said(pick: number, register: RegisterName = registers[pick % registers.length] ?? 'risk-analyses') {
  const unit = pick % 2 === 0 ? '*' : 'shop';
  return entryOf(register, personAt(pick), { title: `Entry number ${pick}`, unit });
}

const does: Readonly<Record<string, (viewer: Viewer, pick: number) => unknown>> = {
  draft: (viewer, pick) => beginDraft(app, viewer, words(viewer, pick)),
  edit: (viewer, pick) => editDraft(app, viewer, { ...draft(), ...words(viewer, pick) }),
  request: (viewer) => requestReview(app, viewer, draft()),
  review: (viewer, pick) => reviewDraft(app, viewer, { ...draft(), agrees: pick % 2 === 0, comment: reason }),
  sign: (viewer) => signDraft(app, viewer, { ...draft(), side: ownSide(viewer) }),
  signAny: (viewer, pick) => {
    const side = (['security', 'operations', 'executive'] as const)[pick % 3] ?? 'executive';
    return signDraft(app, viewer, { ...draft(), side });
  },
  return: (viewer) => returnDraft(app, viewer, { ...draft(), reason }),
  withdraw: (viewer) => withdrawDraft(app, viewer, { ...draft(), reason }),
  publish: (viewer) => {
    const newest = app.warehouse.policies().at(-1) ?? expect.fail();
    const { record: _record, ...terms } = newest;
    return publishPolicy(app, viewer, {
      ...terms,
      version: newest.version + 1,
      effectiveFromAt: app.clock(),
    });
  },
  name: (viewer, pick) => nameExecutive(app, viewer, { person: personAt(pick), function: 'finance' }),
  end: (viewer, pick) => endExecutive(app, viewer, { person: personAt(pick) }),
  record: (viewer, pick) => writeEntry(app, viewer, said(pick)),
  change: (viewer, pick) => {
    const { id, hash, register } = entry(pick);
    return writeEntry(app, viewer, { ...said(pick, register), id, basedOn: hash });
  },
  approve: (viewer, pick) => approveEntry(app, viewer, { ...entry(pick), reason }),
  giveBack: (viewer, pick) => returnEntry(app, viewer, { ...entry(pick), reason }),
  look: (viewer, pick) =>
    reviewEntry(app, viewer, { id: entry(pick).id, result: 'confirmed', note: reason, files: [] }),
  delegate: (viewer, pick) => {
    const from = localDate(app.clock(), 'UTC');
    // Often somebody whose own role reaches less far.
    const delegate = pick % 2 === 0 ? personAt(MAX) : personAt(pick);
    return nameDelegate(app, viewer, { from, until: addDays(from, pick % 3), delegate });
  },
  undelegate: (viewer) =>
    endDelegation(app, viewer, { id: listDelegations(app, viewer, { side: 'given' }).rows[0]?.id ?? '' }),
};

/** How often each is tried; else once. Without a bias few drafts would reach a version. */
const often = { sign: 50, request: 15, approve: 24, look: 14, record: 12, change: 3, name: 10, delegate: 9 };
const act = (kinds: readonly string[]) =>
  fc.record({
    account: fc.nat({ max: 2 * staff.length - 1 }),
    pick: fc.nat({ max: 1000 }),
    kind: fc.oneof(
      ...kinds.map((kind) => ({
        arbitrary: fc.constant(kind),
        weight: new Map(Object.entries(often)).get(kind) ?? 1,
      })),
    ),
  });

const ofPolicies = Object.keys(does).slice(0, Object.keys(does).indexOf('record'));
const random = (kinds: readonly string[], maxLength: number) =>
  fc.array(act(kinds), { minLength: maxLength - 20, maxLength, size: 'max' });
/** From nothing; and from a draft in review with an executive, or few histories would end in a version. */
const histories = fc.oneof(
  random(Object.keys(does), 80),
  fc
    .tuple(fc.nat({ max: 1 }), random(ofPolicies, 60))
    .map(([pick, acts]) => [
      { account: ANA, kind: 'draft', pick },
      { account: ANA, kind: 'request', pick },
      { account: 0, kind: 'name', pick: 2 },
      ...acts,
    ]),
);

test('whatever people do with their accounts, roles and delegates, nobody signs or approves what they wrote', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (acts) => {
      for (const { account, kind, pick } of acts) {
        site.now += 3_600_000;
        const viewer = await signInWith(app, accounts[account] ?? expect.fail());
        try {
          await does[kind]?.(viewer, pick);
        } catch (error) {
          if (!isAppError(error)) throw error;
        }
      }
      const events = app.store.log.read(0, 100_000);
      expect(judgePolicies(events, holds).wrong).toEqual([]);
      expect(judgeRegisters(events, holds).wrong).toEqual([]);
      expect(judgeDelegations(events).wrong).toEqual([]);
    }),
    { numRuns: HISTORIES, seed: 7, endOnFailure: true },
  );
  const events = app.store.log.read(0, 100_000);
  const counts = {
    ...judgePolicies(events, holds).counts,
    ...judgeRegisters(events, holds).counts,
    ...judgeDelegations(events).counts,
  };
  expect(Object.entries(counts).filter(([, count]) => count === 0)).toEqual([]);
}, 280_000);
