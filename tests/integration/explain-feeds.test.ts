import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { receiveFeed } from '#lib/server/feeds/receive-feed.ts';
import { explainFinding } from '#lib/server/findings/explain-finding.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { sealEnvelope } from '#scanners/envelope.ts';
import { readSections } from '#scanners/ssh/redhat-fixtures.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { windowsInventory } from './support/inventories.ts';
import { msrcMonth } from './support/msrc-months.ts';
import { newInstallation } from './support/run-command.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const HOUR = 3_600_000;
/** After the recorded host's packages were installed. */
const begun = Date.parse('2026-11-26T08:00:00.000Z');
const SHA = /^[0-9a-f]{64}$/;

let site: TestSite;
let app: App;

beforeEach(async () => {
  site = makeSite(begun + HOUR);
  app = await site.open();
});

afterEach(async () => {
  await app.close();
  site.remove();
});

async function take(text: string, fileName: string) {
  const content = Buffer.from(text);
  await receiveFeed(app, localOperator, { content, fileName, feed: null, mode: 'keep', origin: null });
  await app.warehouse.catchUp();
}

async function explained(product: string) {
  const { rows } = await listFindings(app, localOperator, { product });
  return explainFinding(app, localOperator, { id: rows[0]?.id ?? '' });
}

const record = (feed: string, file: string, at: unknown) => ({
  record: {
    feed,
    file,
    at,
    sha256: expect.stringMatching(SHA),
    receivedAt: new Date(begun + HOUR).toISOString(),
  },
});

const tracker = JSON.stringify({
  openssl: {
    'CVE-2026-1001': {
      scope: 'remote',
      releases: {
        bookworm: {
          status: 'resolved',
          fixed_version: '3.0.13-1~deb12u1',
          repositories: { 'bookworm-security': '3.0.13-1~deb12u1' },
          urgency: 'high',
        },
      },
    },
  },
});

const updateinfo = `<?xml version="1.0"?>
<updates><update from="packager@almalinux.org" status="final" type="security" version="1">
<id>ALSA-2099:0009</id><title>sudo security update</title><issued date="2026-11-20 00:00:00"/>
<severity>Important</severity>
<references><reference href="https://example.org" id="CVE-2099-0009" type="cve" title=""/></references>
<pkglist><collection short="al9"><name>AlmaLinux 9</name>
<package name="sudo" version="1.9.5p2" release="11.el9_4" epoch="0" arch="x86_64" src="sudo-1.9.5p2-11.el9_4.src.rpm"><filename>sudo-1.9.5p2-11.el9_4.x86_64.rpm</filename>
</package></collection></pkglist></update></updates>
`;

function rpmHost() {
  const sections = new Map(readSections('almalinux-9'));
  sections.set('clock', `sent\t${begun}\nnow\t${begun}000000\noffset\t+0000\nuptime\t9000.1\n`);
  return sealEnvelope({
    scanner: 'ssh',
    build: 'test',
    method: 'credentialed',
    family: 'redhat',
    target: { host: 'rpm-host', port: 22, address: null },
    profile: 'default',
    startedAt: begun,
    finishedAt: begun + 500,
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
}

describe('what feeds alone tell of a host is explained by rule, record, versions, raw line and command', () => {
  it('of Debian', async () => {
    const packages = { openssl: { version: '3.0.11-1~deb12u1' } };
    await receive(app, debianEnvelope({ name: 'web-1', startedAt: begun, packages }));
    await take(tracker, 'tracker.json');
    expect(await explained('openssl')).toMatchObject({
      matcher: 'feed-statement 1',
      comparisons: [
        {
          installed: '3.0.11-1~deb12u1',
          fixed: '3.0.13-1~deb12u1',
          result: { sign: -1 },
          repeat: 'dpkg --compare-versions 3.0.11-1~deb12u1 lt 3.0.13-1~deb12u1',
        },
      ],
      advice: { cves: [record('debian-tracker', 'tracker.json', expect.stringContaining('CVE-2026-1001'))] },
      evidence: {
        section: 'dpkg',
        sha256: expect.stringMatching(SHA),
        lines: expect.arrayContaining([
          expect.objectContaining({ hit: true, text: expect.stringContaining('3.0.11-1~deb12u1') }),
        ]),
      },
    });
  });

  it('of the Red Hat family', async () => {
    await receive(app, rpmHost());
    await take(updateinfo, 'updateinfo.xml');
    expect(await explained('sudo.x86_64')).toMatchObject({
      matcher: 'feed-statement 1',
      comparisons: [
        {
          installed: '1.9.5p2-10.el9_3',
          fixed: '0:1.9.5p2-11.el9_4',
          repeat: expect.stringContaining('rpm.vercmp'),
        },
      ],
      advice: { cves: [record('updateinfo', 'updateinfo.xml', expect.any(String))] },
      evidence: {
        section: 'rpm',
        lines: expect.arrayContaining([
          expect.objectContaining({ hit: true, text: expect.stringMatching(/sudo.*10\.el9_3/) }),
        ]),
      },
    });
  });

  it('while what the host’s own index offers stays explained by that index', async () => {
    const packages = { openssl: { version: '3.0.11-1~deb12u1', security: '3.0.13-1~deb12u1' } };
    await receive(app, debianEnvelope({ name: 'web-1', startedAt: begun, packages }));
    await take(tracker, 'tracker.json');
    expect(await explained('openssl')).toMatchObject({
      matcher: 'debian-security-archive 1',
      evidence: { section: 'packages-policy', byFeeds: false },
    });
  });
});

test('the command line prints all of it, and the settings that a vendor recommends', async () => {
  const { directory, run, json } = newInstallation();
  const at = Date.now() - HOUR;
  const files = {
    'inventory.json': JSON.stringify(
      windowsInventory(at, {
        updates: [],
        packages: [{ name: 'Windows Server 2022', arch: 'x64', version: '10.0.20348.4171' }],
      }),
    ),
    'month.json': msrcMonth(
      '2026-Mar',
      '2026-03-10',
      [{ cve: 'CVE-2026-0301', product: '11923', kb: '5079473', build: '10.0.20348.4893' }],
      [{ id: 'ADV190023', title: 'LDAP signing', products: ['11923'], workaround: 'Require LDAP signing.' }],
    ),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  expect((await run(['import', join(directory, 'inventory.json')])).exitCode).toBe(0);
  expect((await run(['feeds', 'import', join(directory, 'month.json')])).exitCode).toBe(0);
  const { rows } = await json('findings');
  const printed = async (advisory: string) => {
    const row = rows.find((one: { advisory: string }) => one.advisory === advisory);
    return (await run(['explain', row.id])).stdout;
  };
  const update = await printed('KB5079473');
  for (const said of [
    'Rule            The installed version is below the one that the vendor’s',
    "[version]'10.0.20348.4171' -lt [version]'10.0.20348.4893'",
    'msrc     month.json $.Vulnerability[0]  month.json  2026-03-10',
    'Raw lines of section packages',
    String.raw`Windows Server 2022\tx64\t10.0.20348.4171`,
  ])
    expect(update).toContain(said);
  expect(update).toMatch(/SHA-256 [0-9a-f]{64}/);
  const settings = await printed('ADV190023');
  expect(settings).toContain('Recommended settings, not verified: Require LDAP signing.');
  expect(settings).toContain('nobody verified the settings that ADV190023 recommends');
  expect(settings).toContain('https://msrc.microsoft.com/update-guide/vulnerability/ADV190023');
});
