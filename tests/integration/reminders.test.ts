import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { defineControl } from '#lib/server/controls/manage-control.ts';
import { approveException } from '#lib/server/exceptions/decide-exception.ts';
import { saveException } from '#lib/server/exceptions/draft-exception.ts';
import { requestException } from '#lib/server/exceptions/request-exception.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { createReminderClock } from '#lib/server/notify/reminder-clock.ts';
import { sendReminders } from '#lib/server/notify/send-reminders.ts';
import { reviewEntry } from '#lib/server/registers/answer-entry.ts';
import { writeEntry } from '#lib/server/registers/write-entry.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { draftOf } from './support/exception-draft.ts';
import { startMailServer } from './support/mail-server.ts';
import type { MailServer } from './support/mail-server.ts';
import { addPerson } from './support/persons.ts';
import { entryOf } from './support/register-entries.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const because = 'A reason long enough for the record.';
const morning = (day: string) => Date.parse(`2026-${day}T06:00:00Z`);

let site: TestSite;
let app: App;
let mail: MailServer;
let ana: Viewer;
let max: Viewer;
let ida: Viewer;
let exception: string;
let account: string;

beforeAll(async () => {
  mail = await startMailServer();
  site = makeSite(morning('05-01'), 'Europe/Berlin');
  app = await open();
  ana = addPerson(app, { name: 'Ana Analyst', role: 'analyst', email: 'ana@example.org' });
  max = addPerson(app, { name: 'Max Manager', role: 'manager', email: 'max@example.org' });
  ida = addPerson(app, { name: 'Ida Owner', role: 'owner', email: 'ida@example.org' });
  const packages = { openssl: { version: '3.0.17-1', security: '3.0.18-1' } };
  await receive(app, debianEnvelope({ name: 'web-01', startedAt: site.now - 3_600_000, packages }));
  const finding = (await listFindings(app, localOperator, {})).rows[0]?.id ?? '';
  const control = { name: 'Firewall', effect: 'Admits one network alone.', interval: 'P24M', unit: '*' };
  const { id: cc } = await defineControl(app, ida, { id: null, owner: ida.personId ?? '', ...control });
  const draft = draftOf([finding], '2026-06-30', { controls: [cc] });
  const saved = await saveException(app, ana, { id: null, draft, keep: [], files: [] });
  const { id, hash } = await requestException(app, ana, { id: saved.id });
  const conditions = [{ text: 'Every connection to it is logged.', due: '2026-06-12' }];
  await approveException(app, max, { id, hash, until: '2026-06-30', reason: because, conditions });
  exception = id;
  ({ id: account } = await writeEntry(app, ana, entryOf('scan-accounts', ida.personId ?? '')));
});

afterAll(async () => {
  await app.close();
  site.remove();
  await mail.close();
});

beforeEach(() => {
  mail.taken.length = 0;
});

function open(): Promise<App> {
  const server = {
    host: '127.0.0.1',
    port: mail.port,
    security: 'none',
    sender: 'pp@example.org',
    login: null,
  } as const;
  return site.open({ mail: server });
}

async function runOn(day: string): Promise<string[]> {
  site.now = morning(day);
  mail.taken.length = 0;
  await sendReminders(app);
  return [...mail.taken].sort();
}

const all = (subject: string) => ['ana', 'ida', 'max'].map((name) => `${name}@example.org: ${subject}`);

test('goes once per threshold to who asked, who approved and who owns a control; a restart sends none again', async () => {
  expect(await runOn('05-12')).toEqual([]);
  expect(await runOn('05-13')).toEqual(all(`${exception}: condition of an exception is due on 2026-06-12`));
  expect(await runOn('05-14')).toEqual([]);
  expect(await runOn('05-31')).toEqual(
    all(`${exception}: exception ends on 2026-06-30`)
      .concat(all(`${exception}: condition of an exception is due on 2026-06-12`))
      .sort(),
  );
  await app.close();
  app = await open();
  expect(await runOn('06-01')).toEqual([]);
});

test('after a pause only the nearest is sent, and nothing for what is over', async () => {
  // The condition was missed on 12 June, which suspended the exception: neither is reminded of any more.
  expect(await runOn('06-25')).toEqual([]);
});

test('a review of a register is told to its owner, and no more once it was done', async () => {
  expect(await runOn('10-02')).toEqual([
    `ida@example.org: ${account}: review of a register entry is due on 2026-11-01`,
  ]);
  // Two thresholds were missed meanwhile: one mail.
  expect(await runOn('10-26')).toEqual([
    `ida@example.org: ${account}: review of a register entry is due on 2026-11-01`,
  ]);
  await reviewEntry(app, ana, { id: account, result: 'confirmed', note: because, files: [] });
  expect(await runOn('10-31')).toEqual([]);
  expect(
    app.store.log.search(sentOf(account), { limit: 10, offset: 0 }).events.map(({ body }) => body),
  ).toMatchObject([
    { about: 'register', due: '2026-11-01', days: 7, to: [ida.personId] },
    { about: 'register', due: '2026-11-01', days: 30, to: [ida.personId] },
  ]);
});

test('what the mail server does not take is tried again, thrice at most, and never doubled for others', async () => {
  const { id } = await writeEntry(app, ana, entryOf('scan-accounts', ida.personId ?? ''));
  mail.refuses.add('ida@example.org');
  site.now = Date.parse('2027-04-10T06:00:00Z');
  for (const failed of [1, 1, 1, 0]) expect((await sendReminders(app)).failed).toBeGreaterThanOrEqual(failed);
  const sent = app.store.log.search(sentOf(id), { limit: 10, offset: 0 });
  expect(sent.total).toBe(3);
  mail.refuses.clear();
  expect(await sendReminders(app)).toEqual({ sent: 0, failed: 0 });
});

test('two runs at once send one mail, and the clock runs by itself', async () => {
  site.now = Date.parse('2027-04-26T06:00:00Z');
  mail.taken.length = 0;
  const clock = createReminderClock(app, 5);
  clock.start();
  await Promise.all([sendReminders(app), sendReminders(app)]);
  await clock.stop();
  expect(mail.taken.length).toBe(new Set(mail.taken).size);
  expect(mail.taken.length).toBeGreaterThan(0);
});

test('without a mail server nothing is sent and nothing recorded', async () => {
  await app.close();
  site.now = Date.parse('2027-04-29T06:00:00Z');
  app = await site.open();
  const before = app.store.log.head().seq;
  expect(await sendReminders(app)).toEqual({ sent: 0, failed: 0 });
  expect(app.store.log.head().seq).toBe(before);
});

function sentOf(object: string) {
  return { kind: 'reminder.sent', actor: null, object, from: null, until: null, text: null };
}
