import { afterEach, beforeEach, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { receiveFeed } from '#lib/server/feeds/receive-feed.ts';
import { getFinding } from '#lib/server/findings/get-finding.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { doubtStep, verifyStep } from '#lib/server/findings/verify-step.ts';
import { sealEnvelope } from '#scanners/envelope.ts';
import { readSections } from '#scanners/ssh/redhat-fixtures.ts';
import { addPerson } from './support/persons.ts';
import { makeSite, readEverything, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const DAY = 86_400_000;
/** After the recorded host's packages were installed. */
const begun = Date.parse('2026-11-26T08:00:00.000Z');
const day = (n: number) => new Date(begun + n * DAY).toISOString();

let site: TestSite;
let app: App;
let ana: Viewer;

beforeEach(async () => {
  site = makeSite(begun);
  app = await site.open();
  ana = addPerson(app, { name: 'Ana Analyst', role: 'analyst' });
});

afterEach(async () => {
  await app.close();
  site.remove();
});

/** The recorded host, with sudo at a version. */
function scan(at: number, version: string) {
  site.now = Math.max(site.now, begun + at * DAY + 1000);
  const sections = new Map(readSections('almalinux-9'));
  const rpm = sections.get('rpm') ?? '';
  sections.set('rpm', rpm.replaceAll('10.el9_3', version));
  sections.set(
    'clock',
    `sent\t${begun + at * DAY}\nnow\t${begun + at * DAY}000000\noffset\t+0000\nuptime\t9000.1\n`,
  );
  const envelope = sealEnvelope({
    scanner: 'ssh',
    build: 'test',
    method: 'credentialed',
    family: 'redhat',
    target: { host: 'rpm-host', port: 22, address: null },
    profile: 'default',
    startedAt: begun + at * DAY,
    finishedAt: begun + at * DAY + 500,
    outcome: 'complete',
    failure: null,
    hostKey: null,
    sections: [...sections].map(([name, text]) => ({
      name,
      content: Buffer.from(text),
      exitCode: 0,
      durationMs: 1,
      truncated: false,
      timedOut: false,
    })),
  });
  return receive(app, envelope);
}

const update = (flag: string) => `<?xml version="1.0"?>
<updates><update from="packager@almalinux.org" status="final" type="security" version="1">
<id>ALSA-2099:0009</id><title>sudo security update</title><issued date="2026-11-20 00:00:00"/>
<severity>Important</severity>
<references><reference href="https://example.org" id="CVE-2099-0009" type="cve" title=""/></references>
<pkglist><collection short="al9"><name>AlmaLinux 9</name>
<package name="sudo" version="1.9.5p2" release="11.el9_4" epoch="0" arch="x86_64" src="sudo-1.9.5p2-11.el9_4.src.rpm"><filename>sudo-1.9.5p2-11.el9_4.x86_64.rpm</filename>
<${flag}>True</${flag}></package></collection></pkglist></update></updates>
`;

async function take(at: number, text: string) {
  site.now = begun + at * DAY;
  const input = { content: Buffer.from(text), fileName: 'updateinfo.xml', feed: 'updateinfo', origin: null };
  await receiveFeed(app, localOperator, { ...input, mode: 'keep' });
  await app.warehouse.catchUp();
}

const sudo = async (view: { asOf?: string; knownAt?: number } = {}) =>
  (await listFindings(app, localOperator, { ...view, product: 'sudo.x86_64' })).rows;

async function rebuiltTheSame() {
  const kept = await readEverything(app, {});
  await app.warehouse.rebuild();
  expect(await readEverything(app, {})).toEqual(kept);
}

const checked = {
  checked: 'All sessions of the jump host.',
  how: 'who(1) after the update, all logged in again.',
  when: day(4).slice(0, 10),
  evidence: 'CHG-1044',
};

test('a fix with a further step stays open until a person records that it is verified, and opens again when that is doubted', async () => {
  await scan(0, '10.el9_3');
  await take(1, update('relogin_suggested'));
  const [opened] = await sudo();
  expect(opened).toMatchObject({ state: 'open', firstDetected: day(1) });
  const id = opened?.id ?? '';
  await expect(verifyStep(app, ana, { findingId: id, ...checked, when: day(0) })).rejects.toMatchObject({
    code: 'STEP_NOTHING',
    status: 409,
  });
  await scan(3, '11.el9_4');
  expect(await sudo()).toMatchObject([
    { id, state: 'claimed', verdict: 'fail', resolvedAt: null, due: opened?.due },
  ]);
  expect(await getFinding(app, localOperator, { id })).toMatchObject({
    steps: { text: 'Log out and in again.', left: true, stands: false, records: [] },
  });

  site.now = begun + 5 * DAY;
  await expect(verifyStep(app, ana, { findingId: id, ...checked, evidence: '' })).rejects.toMatchObject({
    code: 'DECISION_INVALID',
  });
  await expect(verifyStep(app, localOperator, { findingId: id, ...checked })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
  await verifyStep(app, ana, { findingId: id, ...checked });
  const knownAt = app.warehouse.appliedSeq();
  expect(await sudo()).toMatchObject([
    { id, state: 'fixed', verdict: 'pass', resolvedAt: day(5), verifiedBy: `steps ${day(5)}` },
  ]);
  expect(await sudo({ asOf: day(4) })).toMatchObject([{ state: 'claimed' }]);
  await scan(6, '11.el9_4');
  expect(await sudo()).toMatchObject([{ state: 'fixed', resolvedAt: day(5) }]);
  expect(await getFinding(app, localOperator, { id })).toMatchObject({
    steps: {
      left: false,
      stands: true,
      records: [{ kind: 'verified', by: 'Ana Analyst', content: checked }],
    },
  });

  site.now = begun + 7 * DAY;
  await doubtStep(app, ana, { findingId: id, reason: 'Two sessions were older.' });
  expect(await sudo()).toMatchObject([{ id, state: 'claimed', reopenedAt: day(7), firstDetected: day(1) }]);
  expect(await sudo({ knownAt })).toMatchObject([{ state: 'fixed' }]);
  // A scan that comes late tells the same story.
  await scan(2, '10.el9_3');
  expect(await sudo()).toMatchObject([{ id, state: 'claimed', reopenedAt: day(7) }]);
  await rebuiltTheSame();
});
