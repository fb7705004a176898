import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLab } from './lab-hosts.ts';
import { labSite, labWithTruth } from './lab-site.ts';

const lab = readLab();
const folder = process.env['LAB_DIR'] ?? '';
const site = labSite();
const { address, env, findings: findingsOf, labScript, patchproof } = site;
const aptHosts = ['deb-outdated', 'deb-bullseye', 'deb-current', 'ubu-noble', 'ubu-jammy'];

interface Update {
  package: string;
  arch: string;
  installed: string;
  candidate: string;
  security_version: string | null;
  held: boolean;
  phased: number | null;
}

interface Truth {
  host: string;
  updates: Update[];
}

function scanArgs(key: string): string[] {
  return ['--identity', key, '--user', lab?.user_scan ?? '', '--known-hosts', lab?.known_hosts ?? ''];
}

afterAll(() => site.remove());

describe.skipIf(!labWithTruth())('the product against the lab', () => {
  beforeAll(async () => {
    await patchproof('scan', 'ssh', ...aptHosts.map(address), ...scanArgs(lab?.key_scan ?? ''));
  }, 300_000);

  it.each(aptHosts)('%s: every package as apt itself says, none missing, none extra', async (name) => {
    const [truth] = site.truth<Truth>(name);
    const document = JSON.parse(await patchproof('assets', name, '--json'));
    const ours = (document.packages as Record<string, unknown>[])
      .filter((pkg) => pkg['securityVersion'] !== null || pkg['candidate'] !== pkg['installed'])
      .map(({ name: pkg, arch, installed, candidate, securityVersion, held, phased }) => ({
        package: pkg,
        arch,
        installed,
        candidate,
        security_version: securityVersion,
        held,
        phased,
      }));
    const theirs = (truth?.updates ?? []).map(
      ({ package: pkg, arch, installed, candidate, security_version, held, phased }) => ({
        package: pkg,
        arch,
        installed,
        candidate,
        security_version,
        held,
        phased,
      }),
    );
    expect(ours).toEqual(theirs);
    const found = (await findingsOf(name)).flatMap((row) => row.packages);
    const missing = theirs.filter((update) => update.security_version !== null);
    expect(
      found.map(({ name: pkg, arch, installed, fixed }) => [pkg, arch, installed, fixed].join(' ')).sort(),
    ).toEqual(
      missing
        .map((update) => [update.package, update.arch, update.installed, update.security_version].join(' '))
        .sort(),
    );
  });

  it('the frozen archive of deb-bullseye is a reason, and deb-current passes', async () => {
    const bullseye = JSON.parse(await patchproof('assets', 'deb-bullseye', '--json'));
    expect(bullseye.asset.verdict).toBe('fail');
    expect(bullseye.asset.reasons[0].code).toBe('archive-frozen');
    expect(bullseye.asset.reasons[0].message).toMatch(/dated \d{4}-\d\d-\d\d/);
    const current = JSON.parse(await patchproof('assets', 'deb-current', '--json'));
    expect(current.asset.verdict).toBe('pass');
  });

  it.each([
    ['badcreds', 'AUTH_FAILED'],
    ['hang', 'NO_OUTPUT'],
    ['drop', 'CONNECT_TIMEOUT'],
    ['mute', 'BANNER_TIMEOUT'],
  ])(
    '%s ends as %s and is never shown as compliant',
    async (name, code) => {
      await patchproof('scan', 'ssh', address(name), ...scanArgs(lab?.key_scan ?? ''));
      const { asset } = JSON.parse(await patchproof('assets', address(name), '--json'));
      expect(asset).toMatchObject({ verdict: 'not-scanned', lastOutcome: 'failed', lastFailureCode: code });
    },
    120_000,
  );

  it('slow succeeds with the default limits and ends as a section timeout under a profile of 5 s', async () => {
    const target = address('slow');
    await patchproof('scan', 'ssh', target, ...scanArgs(lab?.key_scan ?? ''));
    const complete = JSON.parse(await patchproof('assets', 'slow', '--json'));
    expect(complete.asset).toMatchObject({ lastOutcome: 'complete' });
    await patchproof('scan', 'ssh', target, '--profile', 'quick', ...scanArgs(lab?.key_scan ?? ''));
    const limited = JSON.parse(await patchproof('assets', 'slow', '--json'));
    expect(limited.asset.lastOutcome).not.toBe('complete');
    expect(limited.asset.lastFailureCode).toBe('SECTION_TIMEOUT');
  }, 120_000);

  it('a host with a new key is refused before any login', async () => {
    execFileSync(labScript, ['rekey', 'hostkey'], { env });
    try {
      await patchproof('scan', 'ssh', address('hostkey'), ...scanArgs(lab?.key_scan ?? ''));
      const { asset } = JSON.parse(await patchproof('assets', address('hostkey'), '--json'));
      expect(asset).toMatchObject({ verdict: 'not-scanned', lastFailureCode: 'HOST_KEY_CHANGED' });
    } finally {
      // Brings known_hosts up to date again.
      execFileSync(labScript, ['up', 'hostkey'], { env });
    }
  }, 120_000);

  it('an upgrade by hand closes exactly its finding; a failed scan in between closes nothing', async () => {
    const host = 'deb-outdated';
    execFileSync(labScript, ['reset', host], { env });
    await patchproof('scan', 'ssh', address(host), ...scanArgs(lab?.key_scan ?? ''));
    const before = await findingsOf(host, '--filter', 'verdict=fail');
    const target = before.find((row) => row.packages.length === 1 && row.product !== 'rsync');
    if (!target) throw new Error('nothing to upgrade');
    const [pkg] = target.packages;
    const ssh = ['-F', join(folder, 'ssh_config'), '-l', 'patcher', host];
    execFileSync('ssh', [...ssh, `sudo -n apt-get install -y --only-upgrade ${pkg?.name ?? ''}`], { env });
    await patchproof('scan', 'ssh', address(host), ...scanArgs(lab?.key_wrong ?? ''));
    expect((await findingsOf(host, '--filter', 'verdict=fail')).map(({ id }) => id)).toEqual(
      before.map(({ id }) => id),
    );
    const scans = JSON.parse(
      await patchproof('scan', 'ssh', address(host), ...scanArgs(lab?.key_scan ?? ''), '--json'),
    );
    const after = await findingsOf(host, '--filter', 'verdict=fail');
    expect(after.map(({ id }) => id)).toEqual(
      before.filter(({ id }) => id !== target.id).map(({ id }) => id),
    );
    const dueAfter = new Date(Date.parse(target.due) + 86_400_000).toISOString();
    const [closed] = (await findingsOf(host, '--as-of', dueAfter)).filter(({ id }) => id === target.id);
    expect(closed).toMatchObject({ verdict: 'pass', state: 'fixed', judgement: 'met' });
    expect(JSON.stringify(scans)).toContain(closed?.verifiedBy ?? 'no scan');
    const log = execFileSync('ssh', [...ssh, 'cat /var/log/dpkg.log'], { env, encoding: 'utf8' });
    const line = log.split('\n').findLast((one) => one.includes(` status installed ${pkg?.name}:`));
    // The lab's hosts keep UTC.
    expect(closed?.installedAt).toBe(`${line?.slice(0, 10)}T${line?.slice(11, 19)}.000Z`);
    execFileSync(labScript, ['reset', host], { env });
  }, 180_000);
});
