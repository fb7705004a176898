import { describe, expect, it } from 'vitest';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { vuls } from './vuls.ts';

const document = (more: object): string =>
  JSON.stringify({
    jsonVersion: 4,
    serverName: 'db1',
    family: 'redhat',
    release: '8.9',
    ipv4Addrs: ['192.0.2.3'],
    platform: { name: 'aws', instanceID: 'i-0123456789abcdef0' },
    scannedAt: '2026-02-03T10:00:00+01:00',
    reportedAt: '2026-02-03T10:05:00+01:00',
    errors: [],
    scannedCves: {},
    config: { scan: { servers: { db1: { scanMode: ['fast'] } } }, report: { lang: 'en' } },
    packages: { openssl: { name: 'openssl', version: '1:1.1.1k', release: '9.el8_7', arch: 'x86_64' } },
    ...more,
  });

const cve = (more: object): object => ({
  scannedCves: { 'CVE-2023-0286': { cveID: 'CVE-2023-0286', ...more } },
});

describe('a Vuls result', () => {
  it('joins the installed version with release, and names the distribution’s advisory as the fix', () => {
    const { flaws } = readText(
      vuls,
      document(
        cve({
          affectedPackages: [{ name: 'openssl', fixedIn: '1:1.1.1k-12.el8_9' }],
          distroAdvisories: [{ advisoryID: 'RHSA-2023:1405', severity: 'Important' }],
          cveContents: {
            nvd: [
              {
                cvss3Score: 9.8,
                cvss3Vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
                cvss3Severity: 'CRITICAL',
              },
            ],
            redhat: [{ title: 'openssl: type confusion', cvss3Score: 7.4, cvss3Severity: 'Important' }],
          },
        }),
      ),
    );
    expect(flaws[0]).toMatchObject({
      title: 'openssl: type confusion',
      fixes: ['RHSA-2023:1405'],
      severity: 'high',
      cvss: { version: '3.1', score: 7.4 },
      product: {
        name: 'openssl',
        arch: 'x86_64',
        installed: '1:1.1.1k-9.el8_7',
        fixed: '1:1.1.1k-12.el8_9',
        scheme: 'rpm',
      },
    });
  });

  it('keeps the vendor’s word on what is not fixed', () => {
    const states = ['Will not fix', 'Not affected'].map((fixState) => ({
      name: 'openssl',
      notFixedYet: true,
      fixState,
    }));
    const { flaws } = readText(vuls, document(cve({ affectedPackages: states })));
    expect(flaws.map(({ status }) => status)).toEqual(['open', 'not-affected']);
    expect(flaws[0]?.evidence).toBe('Fix state: Will not fix.');
    expect(flaws[0]?.product?.fixed).toBeNull();
  });

  it('names a missing Windows update', () => {
    const { flaws } = readText(
      vuls,
      document({ family: 'windows', ...cve({ windowsKBFixedIns: ['5031364'] }) }),
    );
    expect(flaws[0]?.fixes).toEqual(['KB5031364']);
  });

  it('takes a server without flaws as scanned, and one with errors as not complete', () => {
    const clean = readText(vuls, document({}));
    expect(clean.flaws).toEqual([]);
    expect(clean.hosts[0]).toMatchObject({
      name: 'db1',
      cloudId: 'i-0123456789abcdef0',
      finishedAt: '2026-02-03T09:00:00.000Z',
      credentialed: true,
      complete: true,
    });
    expect(readText(vuls, document({ errors: ['Failed to scan'] })).hosts[0]?.complete).toBe(false);
  });

  const isComplete = (more: object): boolean | undefined => readText(vuls, document(more)).hosts[0]?.complete;
  const reported = (report: object): object => ({ config: { scan: {}, report } });
  const ofServer = (db1: object): object => ({
    config: { scan: { servers: { db1 } }, report: { servers: { db1 } } },
  });

  it.each([
    ['a CVSS score', reported({ cvssScoreOver: 7 })],
    ['a confidence', reported({ confidenceScoreOver: 80 })],
    ['flaws with a fix', reported({ ignoreUnfixed: true })],
    ['flaws with a score', reported({ ignoreUnscoredCves: true })],
    ['what is new', reported({ diffPlus: true, diff: true })],
    ['other CVEs', ofServer({ ignoreCves: ['CVE-2023-0286'] })],
    ['other packages', ofServer({ ignorePkgsRegexp: ['^kernel'] })],
    ['other packages of a container', ofServer({ containers: { app: { ignorePkgsRegexp: ['^kernel'] } } })],
    ['what nobody dismissed', ofServer({ githubs: { 'acme/shop': { ignoreGitHubDismissed: true } } })],
    ['other CVEs by default', reported({ default: { ignoreCves: ['CVE-2023-0286'] } })],
    ['open ports and packages', ofServer({ scanModules: ['ospkg', 'port'] })],
    ['WordPress', ofServer({ scanModules: ['wordpress', 'lockfile'] })],
    ['everything but flaws', ofServer({ ignoredJSONKeys: ['scannedCves'] })],
  ])('is not complete where it is limited to %s', (_, more) => {
    expect(isComplete(more)).toBe(false);
  });

  it('is complete where its settings limit nothing, or another server', () => {
    const settings = {
      scanMode: ['fast-root'],
      scanModules: ['ospkg', 'WordPress', 'lockfile'],
      ignoreCves: [],
    };
    expect(isComplete(ofServer({ ...settings, ignoredJSONKeys: ['cweDict'] }))).toBe(true);
    const web1 = { ignoreCves: ['CVE-2023-0286'], scanModules: ['port'] };
    expect(isComplete({ config: { scan: { servers: { web1 } }, report: { cvssScoreOver: 0 } } })).toBe(true);
  });

  it('is not complete before it is reported, from Trivy, or without its settings', () => {
    expect(isComplete({ reportedAt: '0001-01-01T00:00:00Z' })).toBe(false);
    expect(isComplete({ scannedVia: 'trivy' })).toBe(false);
    expect(isComplete({ config: undefined })).toBe(false);
    expect(isComplete({ config: { scan: {} } })).toBe(false);
  });
});
