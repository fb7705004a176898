import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { approveException, meetCondition } from '#lib/server/exceptions/decide-exception.ts';
import { saveException } from '#lib/server/exceptions/draft-exception.ts';
import { getException } from '#lib/server/exceptions/get-exception.ts';
import { listExceptions } from '#lib/server/exceptions/list-exceptions.ts';
import { requestException } from '#lib/server/exceptions/request-exception.ts';
import { getFinding } from '#lib/server/findings/get-finding.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { draftOf } from './support/exception-draft.ts';
import { addPerson } from './support/persons.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const because = 'A reason long enough for the record.';
const logging = { text: 'Every connection to it is logged.', due: '2026-05-10' };
const rule = { text: 'The firewall rule is in the change record.', due: '2026-05-20' };

let site: TestSite;
let app: App;
let ana: Viewer;
let max: Viewer;
let ida: Viewer;
let finding: string;

beforeAll(async () => {
  site = makeSite(Date.parse('2026-05-01T09:00:00Z'), 'Europe/Berlin');
  app = await site.open();
  ana = addPerson(app, { name: 'Ana Analyst', role: 'analyst' });
  max = addPerson(app, { name: 'Max Manager', role: 'manager' });
  ida = addPerson(app, { name: 'Ida Chief', role: 'ciso' });
  const packages = { openssl: { version: '3.0.17-1', security: '3.0.18-1' } };
  await receive(app, debianEnvelope({ name: 'web-01', startedAt: site.now - 3_600_000, packages }));
  finding = (await listFindings(app, localOperator, {})).rows[0]?.id ?? '';
});

afterAll(async () => {
  await app.close();
  site.remove();
});

const document = (id: string, asOf?: string, knownAt?: number) =>
  getException(app, localOperator, { id, asOf, knownAt });
const status = async (id: string, asOf?: string, knownAt?: number) =>
  (await document(id, asOf, knownAt)).exception.status;
const coveredBy = async () =>
  (await getFinding(app, localOperator, { id: finding })).finding.exception?.id ?? null;
const refused = (code: string, with_: number) => expect.objectContaining({ code, status: with_ });

async function ask(): Promise<{ id: string; hash: string }> {
  const saved = await saveException(app, ana, {
    id: null,
    draft: draftOf([finding], '2026-06-15'),
    keep: [],
    files: [],
  });
  const { id, hash } = await requestException(app, ana, { id: saved.id });
  return { id, hash };
}

test('conditions are said in words and by a day within the exception, or the approval is not taken', async () => {
  const { id, hash } = await ask();
  const before = app.store.log.head().seq;
  const approval = { id, hash, until: '2026-06-15', reason: because };
  for (const wrong of [
    { text: 'short', due: '2026-05-10' },
    { text: logging.text, due: '2026-06-16' },
    { text: logging.text, due: '2026-04-30' },
    { text: logging.text, due: 'soon' },
  ])
    await expect(approveException(app, max, { ...approval, conditions: [wrong] })).rejects.toMatchObject({
      code: 'EXCEPTION_INVALID',
      where: { 'problem.conditions': expect.any(String) },
    });
  expect(app.store.log.head().seq).toBe(before);
});

test('the first one that is missed suspends it from the end of its day, over a restart and without any job', async () => {
  const { rows } = await listExceptions(app, localOperator, {});
  const id = rows[0]?.id ?? expect.fail();
  const { hash } = await document(id);
  await approveException(app, max, {
    id,
    hash: hash ?? '',
    until: '2026-06-15',
    reason: because,
    conditions: [rule, logging],
  });
  expect(await coveredBy()).toBe(id);
  const { conditions, exception } = await document(id);
  expect(conditions.map(({ due, setBy, missed }) => [due, setBy, missed])).toEqual([
    ['2026-05-10', 'Max Manager', false],
    ['2026-05-20', 'Max Manager', false],
  ]);
  expect(exception.endsAt).toBe('2026-05-10T22:00:00.000Z');

  const met = { id, condition: conditions[0]?.id ?? '', reason: because };
  await expect(meetCondition(app, { ...ana, roles: ['analyst', 'ciso'] }, met)).rejects.toEqual(
    refused('FOUR_EYES', 403),
  );
  const unconfirmed = app.store.log.head().seq;
  site.now = Date.parse('2026-05-09T09:00:00Z');
  await meetCondition(app, ida, met);
  expect((await document(id)).exception.endsAt).toBe('2026-05-20T22:00:00.000Z');
  await expect(meetCondition(app, ida, met)).rejects.toEqual(refused('CONDITION_UNKNOWN', 409));

  await app.close();
  site.now = Date.parse('2026-05-21T09:00:00Z');
  app = await site.open();
  expect(await status(id, '2026-05-20T21:59:59.999Z')).toBe('active');
  expect(await status(id, '2026-05-20T22:00:00.000Z')).toBe('suspended');
  // As it was known before the confirmation, it ended with the first condition.
  expect(await status(id, '2026-05-12T09:00:00Z')).toBe('active');
  expect(await status(id, '2026-05-12T09:00:00Z', unconfirmed)).toBe('suspended');
  expect(await coveredBy()).toBeNull();
  const late = { id, condition: conditions[1]?.id ?? '', reason: because };
  await expect(meetCondition(app, ida, late)).rejects.toEqual(refused('CONDITION_MISSED', 409));
  expect((await document(id)).conditions.map(({ missed }) => missed)).toEqual([false, true]);
});

test('with all conditions met it lasts to its last day; a rebuild answers the same', async () => {
  const { id, hash } = await ask();
  const conditions = [{ ...rule, due: '2026-05-25' }];
  await approveException(app, max, { id, hash, until: '2026-06-15', reason: because, conditions });
  const condition = (await document(id)).conditions[0]?.id ?? '';
  await meetCondition(app, max, { id, condition, reason: because });
  expect((await document(id)).exception.endsAt).toBe('2026-06-15T22:00:00.000Z');
  const told = async () =>
    JSON.stringify(await listExceptions(app, localOperator, { asOf: '2026-05-30T09:00:00Z' }));
  site.now = Date.parse('2026-05-30T10:00:00Z');
  const before = await told();
  await app.warehouse.rebuild();
  expect(await told()).toBe(before);
});
