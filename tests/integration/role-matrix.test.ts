import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { beginDraft } from '#lib/server/policy/write-draft.ts';
import { startOfDraft } from '#lib/server/policy/get-policy-version.ts';
import { publishApp } from '#lib/server/http/installed-app.ts';
import { createGroup } from '#lib/server/auth/person-groups/manage-group.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { startScan } from '#lib/server/scans/start-scan.ts';
import { createKit, readRoutes, type Answer, type Routes } from './support-roles/kit.ts';
import type { Operation } from './support-roles/operation.ts';
import { documentNames, documentOperations, otherChanges } from './support-roles/other-operations.ts';
import { pageReads, unitChanges } from './support-roles/page-operations.ts';
import { addAskers, asksAgain, cookieOf, mayAsk, type Asker } from './support-roles/persons.ts';
import { ABSENT, fillUnit, MARK, type About } from './support-roles/two-units.ts';
import { addPerson } from './support/persons.ts';
import { makeSite } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

vi.mock('sveltekit-superforms', () => import('./support-roles/superforms.ts'));
vi.mock('@sveltejs/kit/hooks', () => import('./support-roles/sequence.ts'));

/** Everything that can be asked for. */
const operations: Readonly<Record<string, Operation>> = {
  ...pageReads,
  ...documentOperations,
  ...unitChanges,
  ...otherChanges,
};
/** What the layout of the pages asks for before any of them. */
const shell = [
  'posture.read',
  'coverage.read',
  'unit.list',
  'policy.read',
  'scan.read',
  'exception.read',
  'register.read',
] as const;
const OWN_UNIT = 'retail';

let site: TestSite;
let app: App;
let routes: Routes;
let ask: ReturnType<typeof createKit>;
let own: About;
let foreign: About;
let askers: readonly Asker[];
/** Ids of what belongs to no unit. */
const shared = new Map<string, string>();

beforeAll(async () => {
  site = makeSite(Date.parse('2026-05-01T08:00:00Z'));
  app = await site.open();
  askers = addAskers(app, OWN_UNIT);
  const auditors = (...held: readonly string[]) =>
    askers.flatMap(({ role, engaged, unit, personId }) =>
      role === 'auditor' && engaged && held.includes(unit) && personId !== null ? [personId] : [],
    );
  own = await fillUnit(app, OWN_UNIT, { mark: 'ours', auditors: auditors(OWN_UNIT, '*') });
  foreign = await fillUnit(app, 'cards', { mark: MARK, auditors: auditors('*') });
  shared.set('ENGAGEMENT', own.engagement);
  const drafter = addPerson(app, { name: 'Drafter', role: 'analyst' });
  const start = startOfDraft(app, drafter);
  const said = { ...start, changeSummary: 'Says the same again.', effectiveDay: '2026-06-01' };
  shared.set('DRAFT', beginDraft(app, drafter, said).draftId);
  shared.set('JOB', startScan(app, localOperator, { kind: 'local' }).id);
  shared.set('PERSON', addPerson(app, { name: 'Somebody', role: 'owner' }).personId ?? '');
  shared.set('GROUP', createGroup(app, localOperator, { name: 'Tried', purpose: 'Tried' }).id);
  await app.warehouse.catchUp();
  publishApp(app);
  routes = await readRoutes();
  ask = createKit(routes, await import('../../src/hooks.server.ts'));
});

afterAll(async () => {
  publishApp(null);
  await app.close();
  site.remove();
});

const known = (text: string) => shared.get(text) ?? text;
const routeOf = (key: string) => key.split(' ').slice(0, 2).join(' ');

function formOf(fields: Readonly<Record<string, string | readonly string[]>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields))
    for (const text of [value].flat()) form.append(name, known(text));
  return form;
}

async function send(
  key: string,
  asker: Asker,
  about: About,
  fresh: 'fresh' | 'stale' = 'fresh',
): Promise<Answer> {
  const { params, of, query, form, body, headers } = operations[key] ?? { needs: 'public' };
  const named = Object.entries({ ...params, ...of?.(about) }).map(([name, text]) => [name, known(text)]);
  const filled = Object.fromEntries(named) as Record<string, string>;
  const path = (routeOf(key).split(' ')[1] ?? '')
    .replace(/\?.*/, '')
    .replaceAll(/\/\([a-z]+\)/g, '')
    .replaceAll(/\[(\w+)\]/g, (_, name: string) => encodeURIComponent(filled[name] ?? ''));
  const asked = Object.entries(query?.(about) ?? {}).map(([name, text]) => [name, known(text)]);
  return ask({
    operation: routeOf(key),
    params: filled,
    path: `${path || '/'}?${new URLSearchParams(asked)}`,
    cookie: await cookieOf(app, asker, fresh),
    ...(headers ? { headers } : {}),
    body: form ? formOf(form(about)) : body,
  });
}

function needsOf(key: string): Operation['needs'] {
  const { needs = 'public' } = operations[key] ?? {};
  const isPage = key.startsWith('GET /(app)') && pages.has(routeOf(key));
  return isPage ? [...shell, ...(typeof needs === 'string' ? [] : needs)] : needs;
}

// The old address of the policy leads on before anything is read.
const downloads = /\.csv$|\/settings\/policy$|\/(envelope|events|proof|files\/\[sha256\])$/;
const pages = new Set(Object.keys(pageReads).filter((key) => !downloads.test(key)));
const isGet = (key: string) => key.startsWith('GET ');

test('the table knows every route, and no other', () => {
  const told = new Set(Object.keys(operations).map(routeOf));
  expect([...routes.operations.keys()].filter((key) => !told.has(key))).toEqual([]);
  expect([...told].filter((key) => !routes.operations.has(key))).toEqual([]);
  const documents = Object.keys(documentOperations).map((key) => key.split(' ')[2]);
  expect(documents.sort()).toEqual(documentNames.toSorted());
});

interface Cell {
  readonly key: string;
  readonly asker: Asker;
  readonly allowed: boolean;
}

/**
 * Every operation by every asker. Reads that are allowed first: no event lies between them, so that they are answered
 * from what is known; each refusal is an event.
 */
function cells(): readonly Cell[] {
  const all = Object.keys(operations).flatMap((key) =>
    askers.map((asker) => ({ key, asker, allowed: mayAsk(asker, needsOf(key)) })),
  );
  const turn = ({ key, allowed }: Cell) => (isGet(key) ? Number(!allowed) : 2);
  return all.toSorted((a, b) => turn(a) - turn(b));
}

test('every route answers every role as the table of permissions says', async () => {
  const unexpected: string[] = [];
  const tried = cells();
  for (const { key, asker, allowed } of tried) {
    const before = changes();
    const answer = await send(key, asker, own);
    const isRight = allowed ? isAnswered(key, answer) : isRefused(asker, answer);
    if (!isRight) unexpected.push(`${key} by ${asker.name}: ${answer.status} ${answer.text.slice(0, 200)}`);
    if (!allowed && changes() !== before) unexpected.push(`${key} by ${asker.name} changed something`);
    if (asker.unit === OWN_UNIT && answer.text.includes(MARK))
      unexpected.push(`${key} tells ${asker.name} of another unit`);
  }
  expect(unexpected).toEqual([]);
  expect(tried.length).toBeGreaterThan(3000);
}, 900_000);

test('what is of another unit answers like what is absent, and nothing is recorded of it', async () => {
  const unexpected: string[] = [];
  const about = Object.keys(operations).filter((key) => isAboutUnit(operations[key]));
  for (const key of about) {
    for (const asker of askers.filter(({ unit }) => unit === OWN_UNIT)) {
      if (!mayAsk(asker, needsOf(key))) continue;
      const before = changes();
      const [seen, missing] = [await send(key, asker, foreign), await send(key, asker, ABSENT)];
      if (nameless(seen) !== nameless(missing) || (isGet(key) && seen.status !== 404))
        unexpected.push(`${key} by ${asker.name}: ${nameless(seen)} but ${nameless(missing)}`);
      if (changes() !== before) unexpected.push(`${key} by ${asker.name} changed something`);
    }
  }
  expect(unexpected).toEqual([]);
  expect(about.length).toBeGreaterThan(35);
});

test('what must be fresh asks a person again who gave no factor lately', async () => {
  const guarded = Object.keys(operations).filter((key) => asksAgain(needsOf(key)));
  for (const key of guarded) {
    for (const asker of askers.filter((one) => mayAsk(one, needsOf(key)))) {
      const before = changes();
      const { status, location, text } = await send(key, asker, own, 'stale');
      const asked = location?.startsWith('/confirm?') === true || text.includes('STEP_UP_NEEDED');
      expect({ key, asker: asker.name, status, asked }).toMatchObject({ asked: true });
      expect(changes()).toBe(before);
    }
  }
  expect(guarded.length).toBeGreaterThan(8);
});

const isAboutUnit = (operation: Operation | undefined) =>
  operation?.of !== undefined || operation?.aboutUnit === true;

/** An answer without the ids that were asked for. */
function nameless({ status, location, text }: Answer): string {
  const ids = [...Object.values(foreign), ...Object.values(ABSENT)].filter((id) => id !== '');
  return ids
    .sort((a, b) => b.length - a.length)
    .reduce(
      (told, id) => told.replaceAll(id, 'ID').replaceAll(encodeURIComponent(id), 'ID'),
      `${status} ${location} ${text.replace(/"requestId":"[\w-]+"/, '')}`,
    );
}

function isRefused(asker: Asker, { status, location, text }: Answer): boolean {
  if (asker.personId === null)
    return (
      (status === 303 && location?.startsWith('/sign-in?next=') === true) ||
      text.includes('"UNAUTHENTICATED"')
    );
  return status === 403 && /"(FORBIDDEN|READ_ONLY_ROLE|NO_ENGAGEMENT)"/.test(text);
}

/** A read answers with 200, a change with anything but a refusal, or with what the table names. */
function isAnswered(key: string, { status, location, text }: Answer): boolean {
  if ((operations[key]?.answers ?? []).includes(status)) return true;
  if (isGet(key)) return status === 200;
  if (status === 303) return !/^\/(sign-in\?next=|confirm\?)/.test(location ?? '');
  return (
    status < 500 && status !== 404 && !/"(FORBIDDEN|READ_ONLY_ROLE|NO_ENGAGEMENT|UNAUTHENTICATED)"/.test(text)
  );
}

let counted = { seq: 0, changes: 0 };

/** Events but those of signing in and of being refused; only what came since it was asked last is read. */
function changes(): number {
  for (;;) {
    const { seq } = counted;
    const events = app.store.log.read(seq, 1000);
    if (events.length === 0) return counted.changes;
    const changed = events.filter(
      ({ kind }) => !noise.some((one) => kind === one || kind.startsWith(`${one}.`)),
    );
    counted = { seq: events.at(-1)?.seq ?? seq, changes: counted.changes + changed.length };
  }
}

const noise = ['sign-in', 'access.refused', 'sessions.revoked', 'account.locked', 'step-up'];
