import { describe, expect, it } from 'vitest';
import { kernelLoad } from '#core/advisory/kernel.ts';
import { matchInventory } from '#core/advisory/match.ts';
import { at, codes, hosts, limits, missing, observe, readSections } from './redhat-fixtures.ts';
import { redhatScript } from './redhat-script.ts';

const DAY = 86_400_000;

describe.each(hosts)('the host %s', (host) => {
  it('has every section of the script, and all of them can be read', () => {
    const names = [...readSections(host).keys()].sort();
    const recorded = redhatScript.sections.filter(({ isAdded }) => !isAdded);
    expect(names).toEqual([...recorded.map(({ name }) => name), 'clock', 'identity'].sort());
    const { problems, policies, packages, family, versionScheme } = observe(host);
    expect({ problems, family, versionScheme }).toEqual({
      problems: [],
      family: 'redhat',
      versionScheme: 'rpm',
    });
    expect(policies.size).toBe(packages.length);
  });

  it('keeps an install time for everything installed', () => {
    const { installRecords, packages } = observe(host);
    for (const { name, arch, version, installedAt } of packages)
      expect(installRecords).toContainEqual({ name, arch, version, at: installedAt });
  });
});

describe('the recorded AlmaLinux host', () => {
  it('lacks what its own advisories name, and nothing of a mere bug fix or a package it does not have', () => {
    const observation = observe('almalinux-9');
    expect(missing(observation)).toEqual([
      'curl.x86_64 7.76.1-23.el9_2.4 < 7.76.1-29.el9_4',
      'kernel-core.x86_64 5.14.0-362.8.1.el9_3 < 5.14.0-427.13.1.el9_4',
      'libcurl.x86_64 7.76.1-23.el9_2.4 < 7.76.1-29.el9_4',
      'openssl-libs.x86_64 1:3.0.7-24.el9 < 1:3.0.7-27.el9',
      'openssl.x86_64 1:3.0.7-24.el9 < 1:3.0.7-27.el9',
    ]);
    expect(codes(observation)).toEqual([]);
    expect(observation.pending.map(({ name }) => name)).toContain('bash');
  });

  it('keeps id, kind, severity, date of change and CVEs of each advisory', () => {
    expect(observe('almalinux-9').advisories).toContainEqual({
      id: 'ALSA-2099:0001',
      kind: 'security',
      severity: 'important',
      issuedAt: null,
      updatedAt: Date.parse('2099-01-02T00:00:00Z'),
      packages: [
        { name: 'openssl', arch: 'x86_64', version: '1:3.0.7-27.el9' },
        { name: 'openssl-libs', arch: 'x86_64', version: '1:3.0.7-27.el9' },
      ],
      cves: ['CVE-2099-0001', 'CVE-2099-0002'],
    });
  });

  it('points to the line of the advisory that decides', () => {
    const { policies } = observe('almalinux-9');
    const line = policies.get('openssl:x86_64')?.versions[0]?.line ?? 0;
    expect(readSections('almalinux-9').get('updateinfo')?.split('\n')[line - 1]).toBe(
      'ALSA-2099:0001 Important/Sec. openssl-1:3.0.7-27.el9.x86_64',
    );
  });

  it('cannot tell on old metadata, and stands by what it saw', () => {
    const observation = observe('almalinux-9');
    expect(codes(observation, at + 8 * DAY)).toEqual(['lists-stale']);
    expect(matchInventory(observation, limits, at + 8 * DAY).missing).toHaveLength(5);
  });
});

describe('a RHEL 9 host with dnf 4', () => {
  it('reads no banner of the subscription manager as a package, a repository or an advisory', () => {
    const { packages, archives, advisories } = observe('rhel-9');
    expect(packages.map(({ name }) => name)).not.toContain('gpg-pubkey');
    expect(archives.map(({ id }) => id)).toEqual([
      'docker-ce-stable',
      'rhel-9-for-x86_64-appstream-rpms',
      'rhel-9-for-x86_64-appstream-rpms updateinfo',
      'rhel-9-for-x86_64-baseos-rpms',
      'rhel-9-for-x86_64-baseos-rpms updateinfo',
    ]);
    expect(advisories).toHaveLength(8);
  });

  it('matches by architecture and within the module stream, and takes the security version, not the newest', () => {
    expect(missing(observe('rhel-9'))).toEqual([
      'glibc.x86_64 2.34-100.el9 < 2.34-100.el9_4.2',
      'kernel-core.x86_64 5.14.0-427.20.1.el9_4 < 5.14.0-427.24.1.el9_4',
      'nodejs.x86_64 1:18.19.0-1.module+el9.3.0+20811+e3a6a0a4 < 1:18.19.1-1.module+el9.3.0+21388+22892fb9',
      'openssl-libs.x86_64 1:3.0.7-24.el9 < 1:3.0.7-27.el9',
    ]);
    expect(observe('rhel-9').policies.get('openssl-libs:x86_64')?.candidate).toBe('1:3.0.7-28.el9_4');
  });

  it('crosses the border of a module only when dnf itself would', () => {
    const upgrades = (readSections('rhel-9').get('upgrades') ?? '').replace(
      /^upgrade\tnodejs.*$/m,
      'upgrade\tnodejs\tx86_64\t1\t20.12.2\t2.el9_4\trhel-9-for-x86_64-appstream-rpms',
    );
    expect(missing(observe('rhel-9', { upgrades }))).toContain(
      'nodejs.x86_64 1:18.19.0-1.module+el9.3.0+20811+e3a6a0a4 < 1:20.12.2-2.el9_4',
    );
  });

  it('counts the newest of several kernels as installed, and awaits the boot while an older one runs', () => {
    const { kernel, packages, installRecords } = observe('rhel-9');
    expect(packages.filter(({ name }) => name === 'kernel-core')).toHaveLength(1);
    expect(installRecords.filter(({ name }) => name === 'kernel-core')).toHaveLength(3);
    expect(kernel).toMatchObject({
      inContainer: false,
      runningPackage: { name: 'kernel-core', version: '5.14.0-427.13.1.el9_4' },
      bootedAt: at - 86_400_000 - 1000 + 0,
    });
    expect(kernelLoad(observe('rhel-9'))?.rebootPending).toBe(true);
  });

  it('counts the oldest of a package that an interrupted update left twice', () => {
    const twice = (readSections('rhel-9').get('rpm') ?? '').replace(
      /^bash.*$/m,
      (line) => `${line}\n${line.replace('9.el9', '6.el9_1')}`,
    );
    const versions = (text: string) =>
      observe('rhel-9', { rpm: text })
        .packages.filter(({ name }) => name === 'bash')
        .map(({ version }) => version);
    expect(versions(twice)).toEqual(['5.1.8-6.el9_1']);
    expect(versions(twice.split('\n').reverse().join('\n'))).toEqual(['5.1.8-6.el9_1']);
  });

  it('keeps epoch, module stream and source of a package', () => {
    expect(observe('rhel-9').packages.find(({ name }) => name === 'nodejs')).toMatchObject({
      version: '1:18.19.0-1.module+el9.3.0+20811+e3a6a0a4',
      epoch: 1,
      module: 'nodejs:18',
      source: 'nodejs',
      installedAt: 1_714_100_000_000,
    });
  });

  it('is held by version locks and excludes', () => {
    const held = observe('rhel-9').packages.filter((pkg) => pkg.held);
    expect(held.map(({ name }) => name)).toEqual(['bash', 'kernel-core']);
  });

  it('says what nobody classifies, and that a boot is due', () => {
    const { notSeen, rebootRequired } = observe('rhel-9');
    expect(rebootRequired).toBe(true);
    expect(notSeen.join('\n')).toContain('Which updates of docker-ce-stable concern security');
    expect(notSeen.join('\n')).toContain('Which CVEs 4 of the security advisories fix');
  });
});

describe('a Fedora host with dnf 5', () => {
  it('reads advisories, repositories and details as JSON', () => {
    const observation = observe('fedora-41');
    expect(missing(observation)).toEqual([
      'libsoup3.x86_64 3.6.0-1.fc41 < 3.6.1-1.fc41',
      'vim-minimal.x86_64 2:9.1.825-1.fc41 < 2:9.1.866-1.fc41',
    ]);
    expect(codes(observation)).toEqual([]);
    expect(observation.archives.map(({ id }) => id)).toEqual(['fedora', 'updates', 'updates updateinfo']);
    expect(observation.advisories?.[0]).toMatchObject({
      id: 'FEDORA-2024-1a2b3c4d5e',
      cves: ['CVE-2024-52531', 'CVE-2024-52530'],
      issuedAt: null,
      updatedAt: 1_733_200_000_000,
    });
    expect(observation.policies.get('libsoup3:x86_64')?.versions[0]?.line).toBe(7);
    expect(observation.packages.filter(({ held }) => held).map(({ name }) => name)).toEqual(['vim-minimal']);
    expect(observation).toMatchObject({ rebootRequired: false, servicesToRestart: ['sshd.service'] });
  });

  it('finds the running kernel by the owner of its image, whatever it calls itself', () => {
    const owner = 'owner\tkernel-core\tx86_64\t(none)\t6.11.10\t300.fc41\n';
    const kernel = (packager: string) =>
      observe('fedora-41', { kernel: `running\tcustom\n${packager}` }).kernel;
    expect(kernel(owner).runningPackage).toEqual({ name: 'kernel-core', version: '6.11.10-300.fc41' });
    expect(kernel(owner.replace('300', '301')).runningPackage).toBeNull();
    expect(codes(observe('fedora-41', { kernel: 'running\tcustom\n' }))).toEqual(['kernel-not-managed']);
  });

  it('finds the running kernel by its release where no image is seen', () => {
    expect(observe('fedora-41').kernel.runningPackage).toEqual({
      name: 'kernel-core',
      version: '6.11.10-300.fc41',
    });
  });

  it('reads the table of a dnf 5 that has no JSON yet', () => {
    const updateinfo = [
      'manager\tdnf5',
      'Name                   Type        Severity     Package                              Issued',
      'FEDORA-2024-1a2b3c4d5e security    Important    libsoup3-3.6.1-1.fc41.x86_64         2024-12-03 04:26:40',
      '',
      'exit\t0',
      '',
    ].join('\n');
    expect(missing(observe('fedora-41', { updateinfo }))).toEqual([
      'libsoup3.x86_64 3.6.0-1.fc41 < 3.6.1-1.fc41',
    ]);
  });
});

describe('a CentOS 7 host with yum', () => {
  it('cannot classify its updates: the system publishes no advisories, whatever a third party does', () => {
    const observation = observe('centos-7');
    expect(missing(observation)).toEqual([]);
    const [first] = matchInventory(observation, limits, at).reasons;
    expect(first).toMatchObject({
      code: 'security-not-classifiable',
      message:
        'CentOS Linux 7 (Core) (updates) does not say which of its updates concern security, so they cannot be classified.',
    });
    expect(first?.remedy).not.toContain('apt');
  });

  it('reads rows that yum broke over several lines, and no package that only replaces another', () => {
    expect(observe('centos-7').pending.map(({ name, candidate }) => [name, candidate])).toEqual([
      ['openssl-libs', '1:1.0.2k-26.el7_9'],
      ['NetworkManager-config-server-with-a-long-name', '1:1.18.8-2.el7_9'],
    ]);
  });

  it('reads advisories as yum lists them where there are some', () => {
    const updateinfo =
      'manager\tyum\nRHSA-2023:1335 Important/Sec. openssl-libs-1:1.0.2k-26.el7_9.x86_64\n' +
      'RHSA-2022:1066 Important/Sec. 1:openssl-libs-1.0.2k-25.el7_9.x86_64\nupdateinfo list done\n\nexit\t0\n';
    const advisories =
      'manager\tyum\n  Update ID : RHSA-2023:1335\n       Type : security\n     Issued : 2023-03-20 10:11:12\n' +
      '    Updated : 2023-03-21 00:00:00\n       CVEs : CVE-2023-0286\n   Severity : Important\n';
    const observation = observe('centos-7', { updateinfo, advisories });
    expect(missing(observation)).toEqual(['openssl-libs.x86_64 1:1.0.2k-25.el7_9 < 1:1.0.2k-26.el7_9']);
    expect(observation.advisories?.[0]).toMatchObject({
      issuedAt: Date.parse('2023-03-20T10:11:12Z'),
      cves: ['CVE-2023-0286'],
    });
  });

  it('is named by its release file where os-release did not exist yet', () => {
    const identity = 'user\taudit\nhostname\told\n';
    const release = 'centos\tCentOS release 6.10 (Final)\nredhat\tCentOS release 6.10 (Final)\n';
    expect(observe('centos-7', { identity, release }).os).toEqual({
      id: 'centos',
      versionId: '6.10',
      codename: null,
      prettyName: 'CentOS release 6.10 (Final)',
    });
  });
});

describe('an Oracle Linux host with two kernels', () => {
  it('compares no ksplice build with a plain one', () => {
    expect(missing(observe('oracle-8'))).toEqual([
      'kernel-core.x86_64 4.18.0-513.5.1.el8_9 < 4.18.0-513.11.1.el8_9',
      'kernel-uek-core.x86_64 5.15.0-205.149.5.1.el8uek < 5.15.0-206.153.7.el8uek',
      'openssl.x86_64 1:1.1.1k-9.el8_7 < 1:1.1.1k-12.el8_9',
    ]);
  });

  it('awaits the boot of the kernel line that runs, not of the other', () => {
    const { kernel } = observe('oracle-8');
    expect(kernel.installedImages.map(({ name }) => name)).toEqual(['kernel-uek-core', 'kernel-uek-core']);
    const kernelText = 'running\t4.18.0-513.5.1.el8_9.x86_64\npidns\tpid:[4026531836]\n';
    expect(kernelLoad(observe('oracle-8', { kernel: kernelText }))?.rebootPending).toBe(false);
  });
});
