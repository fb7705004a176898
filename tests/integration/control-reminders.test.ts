import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { listControls } from '#lib/server/controls/list-controls.ts';
import { defineControl, retireControl, validateControl } from '#lib/server/controls/manage-control.ts';
import { approveException } from '#lib/server/exceptions/decide-exception.ts';
import { saveException } from '#lib/server/exceptions/draft-exception.ts';
import { listExceptions } from '#lib/server/exceptions/list-exceptions.ts';
import { requestException } from '#lib/server/exceptions/request-exception.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { sendReminders } from '#lib/server/notify/send-reminders.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { draftOf } from './support/exception-draft.ts';
import { startMailServer } from './support/mail-server.ts';
import type { MailServer } from './support/mail-server.ts';
import { addPerson } from './support/persons.ts';
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
/** Controls: two that exceptions rest on, and one that nothing rests on. */
let relied: string;
let failing: string;
let idle: string;

beforeAll(async () => {
  mail = await startMailServer();
  site = makeSite(morning('05-01'), 'Europe/Berlin');
  app = await open();
  ana = addPerson(app, { name: 'Ana Analyst', role: 'analyst', email: 'ana@example.org' });
  max = addPerson(app, { name: 'Max Manager', role: 'manager', email: 'max@example.org' });
  ida = addPerson(app, { name: 'Ida Owner', role: 'owner', email: 'ida@example.org' });
  const packages = {
    openssl: { version: '3.0.17-1', security: '3.0.18-1' },
    curl: { version: '7.88.1-1', security: '7.88.1-2' },
  };
  await receive(app, debianEnvelope({ name: 'web-01', startedAt: site.now - 3_600_000, packages }));
  const { rows } = await listFindings(app, localOperator, {});
  [relied, failing, idle] = [await define('Firewall', 'P1M'), await define('Allow-list', 'P1M'), '-'];
  idle = await define('Camera', 'P14D');
  await except(rows[0]?.id ?? '', relied);
  await except(rows[1]?.id ?? '', failing);
});

afterAll(async () => {
  await app.close();
  site.remove();
  await mail.close();
});

function open(): Promise<App> {
  const server = { host: '127.0.0.1', port: mail.port, security: 'none', login: null } as const;
  return site.open({ mail: { ...server, sender: 'pp@example.org' } });
}

async function define(name: string, interval: string): Promise<string> {
  const content = { name, effect: 'Admits one network alone.', interval, unit: '*' };
  return (await defineControl(app, ida, { id: null, owner: ida.personId ?? '', ...content })).id;
}

/** An exception that Ana asks for and Max approves, until long after the controls are due. */
async function except(finding: string, control: string): Promise<void> {
  const saved = await saveException(app, ana, {
    id: null,
    draft: draftOf([finding], '2026-07-25', { controls: [control] }),
    keep: [],
    files: [],
  });
  const { id, hash } = await requestException(app, ana, { id: saved.id });
  await approveException(app, max, { id, hash, until: '2026-07-25', reason: because });
}

async function validate(id: string, result: 'passed' | 'failed'): Promise<void> {
  await validateControl(app, ida, { id, result, note: because, evidence: ['T-1'] });
}

/** What is mailed about a control on a day. */
async function mailedOn(day: string, control: string): Promise<string[]> {
  site.now = morning(day);
  mail.taken.length = 0;
  await sendReminders(app);
  return mail.taken.filter((line) => line.includes(control)).sort();
}

const both = (subject: string) => ['ana', 'ida'].map((name) => `${name}@example.org: ${subject}`);

test('a validation that comes due is told to the owner and to who asked for what rests on the control', async () => {
  const due = `${relied}: validation of a control is due on 2026-06-01`;
  expect(await mailedOn('05-03', relied)).toEqual(both(due));
  expect(await mailedOn('05-04', relied)).toEqual([]);
  expect(await mailedOn('05-18', relied)).toEqual(both(due));
  const { rows } = await listControls(app, localOperator, { status: 'due', sort: 'name' });
  expect(rows.map(({ name }) => name)).toEqual(['Allow-list', 'Firewall']);
  await app.close();
  app = await open();
  expect(await mailedOn('05-19', relied)).toEqual([]);
});

test('nobody asked for anything that rests on it: the owner alone is told, and what is over is told once', async () => {
  // A pause over the thresholds before: only that it is over is told. Its first day was its fourteenth: no reminder.
  expect(await mailedOn('05-19', idle)).toEqual([]);
  expect(sentAbout(idle)).toMatchObject([{ about: 'lapse', part: 'missed', due: '2026-05-15', days: 0 }]);
  expect(await mailedOn('05-20', idle)).toEqual([]);
  await validate(idle, 'passed');
});

test('a validation that passes begins the reminders anew; a missed one tells whose exceptions it suspended', async () => {
  site.now = morning('05-31');
  await validate(failing, 'passed');
  expect(await mailedOn('05-31', relied)).toEqual(
    both(`${relied}: validation of a control is due on 2026-06-01`),
  );
  expect(await mailedOn('06-02', relied)).toEqual(
    both(`${relied}: control was not validated; its last day was 2026-06-01`),
  );
  expect((await listExceptions(app, localOperator, { status: 'suspended' })).total).toBe(1);
  await app.close();
  app = await open();
  expect(await mailedOn('06-03', relied)).toEqual([]);
  // The one of the test before was validated and missed again.
  expect(await mailedOn('06-04', idle)).toEqual([
    `ida@example.org: ${idle}: control was not validated; its last day was 2026-06-03`,
  ]);
});

test('a failed validation tells whose exceptions it suspended, a retired control without any its owner', async () => {
  site.now = morning('06-05');
  await validate(failing, 'failed');
  expect(await mailedOn('06-05', failing)).toEqual(
    both(`${failing}: control failed its validation on 2026-06-05`),
  );
  site.now += 3_600_000;
  await retireControl(app, ida, { id: failing, reason: because });
  expect(await mailedOn('06-06', failing)).toEqual([
    `ida@example.org: ${failing}: control was retired on 2026-06-05`,
  ]);
});

test('a lapse of long ago is no news to an installation that gets a mail server later', async () => {
  await app.close();
  app = await site.open();
  site.now = morning('06-07');
  const old = await define('Old one', 'P7D');
  expect(await mailedOn('06-20', old)).toEqual([]);
  await app.close();
  app = await open();
  expect(await mailedOn('07-20', old)).toEqual([]);
  expect(await mailedOn('07-20', idle)).toEqual([]);
});

function sentAbout(object: string) {
  const query = { kind: 'reminder.sent', actor: null, object, from: null, until: null, text: null };
  return app.store.log.search(query, { limit: 10, offset: 0 }).events.map(({ body }) => body);
}
