import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labSite, labWithTruth } from './lab-site.ts';

const site = labSite();
/** The script of Debian's package debsecan; '' = it is not there. */
const debsecan = process.env['LAB_DEBSECAN'] ?? '';
const mirror = join(process.env['LAB_DIR'] ?? '', 'mirror');
const hosts = ['deb-outdated', 'deb-bullseye', 'ubu-noble'];

interface Update {
  readonly package: string;
  readonly source: string;
  readonly candidate: string;
  readonly security: boolean;
  readonly cves: readonly string[];
}

interface Truth {
  readonly host: string;
  readonly os: string;
  readonly os_version: string;
  readonly codename: string;
  readonly updates: readonly Update[];
}

let truths: readonly Truth[] = [];

/** The .deb files of what is pending on a host: what its own mirror would send it. */
function pendingFiles({ updates }: Truth): string[] {
  const wanted = new Set(
    updates
      .filter(({ security }) => security)
      .map((update) => `${update.package}_${update.candidate.replace(/^\d+:/, '')}`),
  );
  return readdirSync(mirror, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.deb'))
    .filter((path) => wanted.has(decodeURIComponent(basename(path).replace(/_[^_]+\.deb$/, ''))))
    .map((path) => join(mirror, path));
}

const releaseOf = ({ os, os_version, codename }: Truth) => `${os}/${os === 'ubuntu' ? os_version : codename}`;
const truthOf = (host: string) => truths.find((truth) => truth.host === host);

/**
 * Source packages whose binaries have an epoch that the source has not (libbpf). A changelog has the source's versions
 * (Debian Policy §5.6.12), and the script of the lab compares them with the binary's: there it cannot be followed.
 */
function epochDiffers(host: string): ReadonlySet<string> {
  const format = '${source:Package}\\t${Version}\\t${source:Version}\\n';
  const text = execFileSync(site.labScript, ['exec', host, 'dpkg-query', '-W', '-f', format], {
    encoding: 'utf8',
  });
  const epoch = (version: string) => /^(\d+):/.exec(version)?.[1] ?? '0';
  const rows = text.split('\n').map((line) => line.split('\t'));
  return new Set(
    rows.flatMap(([source = '', binary = '', own = '']) => (epoch(binary) === epoch(own) ? [] : source)),
  );
}

/** CVEs by source package, as the changelogs of the pending packages name them. */
function expected(host: string): Record<string, string[]> {
  const sources = new Map<string, Set<string>>();
  for (const { source, security, cves } of truthOf(host)?.updates ?? []) {
    if (!security) continue;
    const known = sources.get(source) ?? new Set();
    for (const cve of cves) known.add(cve);
    sources.set(source, known);
  }
  return Object.fromEntries([...sources].map(([source, cves]) => [source, [...cves].sort()] as const).sort());
}

async function found(host: string): Promise<Record<string, string[]>> {
  const rows = await site.findings(host, '--filter', 'verdict=fail');
  return Object.fromEntries(
    rows
      .map(({ product, cves }) => [product, [...cves].sort()] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

afterAll(() => site.remove());

describe.skipIf(!labWithTruth())('CVEs of the lab’s hosts, from changelogs alone', () => {
  beforeAll(async () => {
    truths = site.truth<Truth>('--cves', ...hosts);
    await site.scan(hosts);
    for (const truth of truths) {
      const files = pendingFiles(truth);
      await site.patchproof('feeds', 'changelogs', ...files, '--release', releaseOf(truth));
    }
  }, 600_000);

  it.each(hosts)(
    '%s: every security update has the CVEs that its changelog names, no others',
    async (host) => {
      const truth = expected(host);
      expect(Object.values(truth).flat().length).toBeGreaterThan(100);
      const others = epochDiffers(host);
      const comparable = (all: Record<string, string[]>) =>
        Object.fromEntries(Object.entries(all).filter(([source]) => !others.has(source)));
      const ours = await found(host);
      expect(Object.keys(ours)).toEqual(Object.keys(truth));
      expect(comparable(ours)).toEqual(comparable(truth));
      for (const source of others)
        expect(ours[source] ?? []).toEqual(expect.arrayContaining(truth[source] ?? []));
    },
  );

  it.skipIf(debsecan === '').each(hosts)(
    '%s: debsecan, fed with the same changelogs, says the same',
    async (host) => {
      const truth = truthOf(host);
      const suite = truth?.codename ?? '';
      const file = join(site.home, `truth-${host}.json`);
      const status = join(site.home, `status-${host}`);
      writeFileSync(file, JSON.stringify({ hosts: truths }));
      writeFileSync(
        status,
        execFileSync(site.labScript, ['exec', host, 'cat', '/var/lib/dpkg/status'], { maxBuffer: 1 << 28 }),
      );
      const script = join(dirname(site.labScript), 'lib', 'debsecan-db.py');
      execFileSync('/usr/bin/python3', [script, file, host, site.home, suite]);
      const args = [
        '--source',
        `file://${site.home}`,
        '--suite',
        suite,
        '--status',
        status,
        '--format',
        'simple',
      ];
      const lines = execFileSync('/usr/bin/python3', [debsecan, ...args], { encoding: 'utf8' }).split('\n');
      const sourceOf = new Map(
        truth?.updates.filter(({ security }) => security).map((one) => [one.package, one.source]),
      );
      const others = epochDiffers(host);
      const said = new Set(
        lines.flatMap((line) => {
          const [cve = '', name = ''] = line.split(' ');
          const source = sourceOf.get(name);
          return source === undefined || others.has(source) ? [] : `${source} ${cve}`;
        }),
      );
      const ours = Object.entries(await found(host))
        .filter(([source]) => !others.has(source))
        .flatMap(([source, cves]) => cves.map((cve) => `${source} ${cve}`));
      expect(ours.sort()).toEqual([...said].sort());
    },
  );

  it('after fixed versions move one step up and down, exactly what then is missing is said', async () => {
    const host = 'deb-outdated';
    const truth = truthOf(host);
    if (!truth) throw new Error('the lab has no such host');
    const file = join(site.home, 'changelogs.json');
    await site.patchproof(
      'feeds',
      'changelogs',
      ...pendingFiles(truth),
      '--release',
      releaseOf(truth),
      '--out',
      file,
    );
    const document = JSON.parse(readFileSync(file, 'utf8')) as {
      entries: { source: string; version: string; cves: string[] }[];
    };
    const before = expected(host);
    const installed = new Map(
      (await site.findings(host, '--filter', 'verdict=fail')).map(({ product, packages: [first] }) => [
        product,
        first?.installed.replace(/\+b\d+$/, '') ?? '',
      ]),
    );
    // One step down: every fix is what is installed already. One step up: a version above it again.
    for (const [step, sign] of [
      ['', 0],
      ['+0~step', 1],
    ] as const) {
      const entries = document.entries.map((entry) => ({
        ...entry,
        version: installed.has(entry.source) ? `${installed.get(entry.source)}${step}` : entry.version,
      }));
      const moved = join(site.home, `moved-${sign}.json`);
      writeFileSync(moved, JSON.stringify({ ...document, entries }));
      await site.patchproof('feeds', 'import', moved);
      const now = await found(host);
      for (const source of Object.keys(before)) {
        const named = new Set(
          document.entries.filter((entry) => entry.source === source).flatMap(({ cves }) => cves),
        );
        expect([source, now[source]]).toEqual([source, sign === 0 ? [] : [...named].sort()]);
      }
    }
  }, 300_000);
});

interface RpmUpdate {
  readonly package: string;
  readonly arch: string;
  readonly security: boolean;
  readonly advisories: readonly { readonly id: string; readonly kind: string }[];
  readonly cves: readonly string[];
}

describe.skipIf(!labWithTruth())('the RPM host of the lab, by the updateinfo of its own repository', () => {
  it('has for every security update the advisory and CVEs that dnf names', async () => {
    const [truth] = site.truth<{ updates: readonly RpmUpdate[] }>('rpm-host');
    const repodata = join(process.env['LAB_DIR'] ?? '', 'base/rpm/srv/repo/repodata');
    const [updateinfo = ''] = readdirSync(repodata).filter((name) => name.includes('updateinfo.xml'));
    await site.scan(['rpm-host']);
    // Its advisories are made up and dated 2099, which no feed of today can be.
    const text = gunzipSync(readFileSync(join(repodata, updateinfo))).toString('utf8');
    const file = join(site.home, 'updateinfo.xml');
    writeFileSync(file, text.replaceAll('date="2099-', 'date="2025-'));
    await site.patchproof('feeds', 'import', file);
    const ours = (await site.findings('rpm-host', '--filter', 'verdict=fail')).map(
      ({ product, advisory, cves }) => [product, advisory, ...cves].join(' '),
    );
    const theirs = (truth?.updates ?? [])
      .filter(({ security }) => security)
      .map(({ package: name, arch, advisories, cves }) => {
        const [first] = advisories.filter(({ kind }) => kind === 'security');
        return [`${name}.${arch}`, first?.id, ...cves].join(' ');
      });
    expect(theirs.length).toBeGreaterThan(3);
    expect(ours.sort()).toEqual(theirs.sort());
  }, 120_000);
});
