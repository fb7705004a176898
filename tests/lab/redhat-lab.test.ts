import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLab } from './lab-hosts.ts';
import { labSite, labWithTruth } from './lab-site.ts';

const site = labSite();
const { env, labScript, patchproof } = site;
const host = 'rpm-host';
const isUp = readLab()?.hosts.some(({ name, up }) => name === host && up) ?? false;

interface Update {
  package: string;
  arch: string;
  installed: string[];
  candidate: string;
  security: boolean;
  advisories: { id: string; kind: string; severity: string }[];
  cves: string[];
}

interface PackageRow {
  name: string;
  arch: string;
  installed: string;
  candidate: string;
  securityVersion: string | null;
}

const scan = () => site.scan([host], { more: ['--json'] });

function inHost(...command: string[]): string {
  return execFileSync(labScript, ['exec', host, ...command], { env, encoding: 'utf8' });
}

function truth(): Update[] {
  return site.truth<{ updates: Update[] }>(host)[0]?.updates ?? [];
}

async function packages(): Promise<PackageRow[]> {
  const text = await patchproof('assets', host, '--json');
  return (JSON.parse(text) as { packages: PackageRow[] }).packages;
}

const findings = (...more: string[]) => site.findings(host, ...more);

const withoutZeroEpoch = (version: string) => version.replace(/^0:/, '');

function wanted(updates: readonly Update[]): string[] {
  return updates
    .map(({ package: name, arch, installed, candidate, security }) =>
      [name, arch, installed.map(withoutZeroEpoch).join(), candidate, security].join(' '),
    )
    .sort();
}

function ours(rows: readonly PackageRow[]): string[] {
  return rows
    .filter(
      ({ candidate, installed, securityVersion }) => candidate !== installed || securityVersion !== null,
    )
    .map(({ name, arch, installed, candidate, securityVersion }) =>
      [name, arch, installed, candidate, securityVersion === candidate].join(' '),
    )
    .sort();
}

afterAll(() => site.remove());

describe.skipIf(!isUp || !labWithTruth())('an RPM host of the lab', () => {
  beforeAll(async () => {
    execFileSync(labScript, ['reset', host], { env });
    await scan();
  }, 120_000);

  it('every package as dnf itself says, none missing, none extra', async () => {
    const updates = truth();
    expect(updates.some(({ security }) => security)).toBe(true);
    expect(ours(await packages())).toEqual(wanted(updates));
    const found = (await findings()).flatMap((row) =>
      row.packages.map((pkg) => [row.product, pkg.installed, pkg.fixed].join(' ')),
    );
    expect(found.sort()).toEqual(
      updates
        .filter(({ security }) => security)
        .map(({ package: name, arch, installed, candidate }) =>
          [`${name}.${arch}`, withoutZeroEpoch(installed[0] ?? ''), candidate].join(' '),
        )
        .sort(),
    );
    const { asset } = JSON.parse(await patchproof('assets', host, '--json'));
    expect(asset).toMatchObject({ verdict: 'fail', lastOutcome: 'complete' });
    expect(asset.reasons).toEqual([]);
  }, 60_000);

  it('an excluded package hides no patch', async () => {
    inHost('sh', '-c', 'cp /etc/dnf/dnf.conf /root/dnf.conf; echo exclude=curl >> /etc/dnf/dnf.conf');
    try {
      await scan();
      const curl = (await packages()).find(({ name }) => name === 'curl');
      expect(curl).toMatchObject({ held: true, securityVersion: '7.76.1-29.el9_4' });
      expect(curl?.candidate).toBe(curl?.installed);
    } finally {
      inHost('mv', '/root/dnf.conf', '/etc/dnf/dnf.conf');
    }
  }, 60_000);

  it('without cached metadata it says that it cannot tell, and fetches none', async () => {
    const before = (await findings()).map(({ id }) => id);
    inHost('sh', '-c', 'mv /var/cache/dnf /var/cache/dnf.kept; mkdir -m 755 /var/cache/dnf');
    try {
      await scan();
      const { asset } = JSON.parse(await patchproof('assets', host, '--json'));
      expect(asset.reasons.map(({ code }: { code: string }) => code)).toContain('no-package-index');
      expect((await findings()).map(({ id }) => id)).toEqual(before);
      expect(inHost('find', '/var/cache/dnf', '-name', 'repomd.xml')).toBe('');
    } finally {
      inHost('sh', '-c', 'rm -rf /var/cache/dnf; mv /var/cache/dnf.kept /var/cache/dnf');
    }
  }, 60_000);

  it('an upgrade by hand closes exactly its finding, at the time that rpm keeps', async () => {
    await scan();
    const before = await findings('--filter', 'verdict=fail');
    const target = before.find(({ product }) => product === 'curl.x86_64');
    if (!target) throw new Error('nothing to upgrade');
    inHost('dnf', '-q', '-y', 'upgrade', 'curl');
    const scans = await scan();
    const after = await findings('--filter', 'verdict=fail');
    expect(after.map(({ id }) => id)).toEqual(
      before.filter(({ id }) => id !== target.id).map(({ id }) => id),
    );
    const dueAfter = new Date(Date.parse(target.due) + 86_400_000).toISOString();
    const closed = (await findings('--as-of', dueAfter)).find(({ id }) => id === target.id);
    expect(closed).toMatchObject({ verdict: 'pass', state: 'fixed', judgement: 'met' });
    expect(scans).toContain(closed?.verifiedBy ?? 'no scan');
    const installTime = Number(inHost('rpm', '-q', '--queryformat', '%{INSTALLTIME}', 'curl'));
    expect(closed?.installedAt).toBe(new Date(installTime * 1000).toISOString());
    execFileSync(labScript, ['reset', host], { env });
  }, 120_000);
});
