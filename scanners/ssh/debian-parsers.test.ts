import { describe, expect, it } from 'vitest';
import { parseArchives, parseIndexes, parseReleaseDate } from './debian-archives.ts';
import {
  parseClockOffset,
  parseIdentity,
  parseKernel,
  parseOperatingSystem,
  parseRestart,
  parseZone,
} from './debian-host.ts';
import { parseLog } from './debian-log.ts';
import { parseDpkg, parseHolds } from './debian-packages.ts';
import { parseUpgrade } from './debian-upgrade.ts';
import { ProblemList } from './section-lines.ts';

const section = (text: string) => ({ section: 'under-test', text });

describe('dpkg-query', () => {
  const text = [
    'amd64',
    'bash\tamd64\t5.2.15-2+b2\tbash\t5.2.15-2\tii ',
    'rsync\tamd64\t3.2.7-1\trsync\t3.2.7-1\thi ',
    'half\tamd64\t1\thalf\t1\tiF ',
    'gone\tamd64\t1\tgone\t1\trc ',
    'never\tamd64\t\tnever\t\tun ',
    '',
  ].join('\n');

  it('counts every package with a version on disk, whatever is still to be configured', () => {
    const problems = new ProblemList();
    const { packages, nativeArch } = parseDpkg(section(text), parseHolds(section('bash\n')), problems);
    expect(problems.list()).toEqual([]);
    expect(nativeArch).toBe('amd64');
    expect(packages.map(({ name, held }) => [name, held])).toEqual([
      ['bash', true],
      ['rsync', true],
      ['half', false],
    ]);
    expect(packages[0]).toMatchObject({ version: '5.2.15-2+b2', sourceVersion: '5.2.15-2' });
  });

  it('calls an empty list missing and a torn line unreadable', () => {
    const problems = new ProblemList();
    parseDpkg(section('amd64\n'), new Set(), problems);
    parseDpkg(section('amd64\nbash\tamd64\t5.2'), new Set(), problems);
    expect(problems.list().map(({ kind }) => kind)).toEqual(['missing', 'unreadable']);
    expect(problems.list()[1]?.detail).toContain('line 2');
  });
});

describe('archives', () => {
  const policy = `Package files:
 100 /var/lib/dpkg/status
     release a=now
 500 http://user@deb.example:8080/debian-security/ bookworm-security/main amd64 Packages
     release v=12,o=Debian,a=oldstable-security,n=bookworm-security,l=Debian-Security,c=main,b=amd64
     origin deb.example
  -1 file:/srv/my~repo ./ Packages
     release o=Us, Inc,c=
     origin 
Pinned packages:
     bash -> 5 with priority 1
`;

  it('joins each archive with its Release file by the name apt gives it', () => {
    const problems = new ProblemList();
    const releases = parseIndexes(
      section(
        [
          'file\t1700000000\tdeb.example:8080_debian-security_dists_bookworm-security_InRelease',
          'line\t-----BEGIN PGP SIGNED MESSAGE-----',
          'line\tdate: Sat, 21 Nov 2026 00:53:02 UTC',
          'line\tValid-Until: Sat, 28 Nov 2026 00:53:02 UTC',
          'file\t1700000001\t_srv_my%7erepo_._Release',
          'unseen\t/var/lib/apt/lists/_srv_my%7erepo_._Release',
          '',
        ].join('\n'),
      ),
      problems,
    );
    const archives = parseArchives(section(policy), releases, problems);
    expect(problems.list()).toEqual([]);
    expect(archives).toMatchObject([
      {
        suite: 'bookworm-security',
        component: 'main',
        label: 'Debian-Security',
        archive: 'oldstable-security',
        codename: 'bookworm-security',
        dateAt: Date.UTC(2026, 10, 21, 0, 53, 2),
        validUntilAt: Date.UTC(2026, 10, 28, 0, 53, 2),
        fetchedAt: 1_700_000_000_000,
      },
      {
        uri: 'file:/srv/my~repo',
        suite: './',
        component: '',
        origin: 'Us, Inc',
        label: null,
        dateAt: null,
        fetchedAt: 1_700_000_001_000,
      },
    ]);
  });

  it.each([
    ['Sat, 21 Nov 2026 00:53:02 UTC', Date.UTC(2026, 10, 21, 0, 53, 2)],
    ['Thu, 25 Apr 2024 15:10:33 +0000', Date.UTC(2024, 3, 25, 15, 10, 33)],
    ['Sun, 31 Feb 2026 00:00:00 UTC', null],
    ['Sat, 21 Nov 2026 25:00:00 UTC', null],
    ['yesterday', null],
  ])('reads the date %j', (text, at) => {
    expect(parseReleaseDate(text)).toBe(at);
  });

  it('reports a date it cannot read instead of calling it absent', () => {
    const problems = new ProblemList();
    parseIndexes(section('file\t1\tx_Release\nline\tDate: soon\n'), problems);
    expect(problems.list()).toMatchObject([{ kind: 'unreadable' }]);
  });
});

describe('apt-get -s', () => {
  it('reads updates of every tail, and passes over new installs', () => {
    const text = `NOTE: This is only a simulation!
Inst libgcrypt20 [1.10.1-3] (1.10.1-3+deb12u1 Debian:12.15/oldstable, Debian-Security:12/oldstable-security [amd64])
Inst libc6:i386 [2.36-9] (2.36-10 Debian:12/x [i386]) [libc6:amd64 on libc6:i386] [libc6:amd64 ]
Inst linux-image-7 (7.1 Debian:12/x [amd64])
Inst bash [5.1] (5.2 Local (odd) name:1/x [amd64]) []
Conf libgcrypt20 (1.10.1-3+deb12u1 Debian:12.15/oldstable [amd64])
`;
    const problems = new ProblemList();
    expect(parseUpgrade(section(text), problems)).toEqual([
      { name: 'libgcrypt20', arch: 'amd64', current: '1.10.1-3', candidate: '1.10.1-3+deb12u1', line: 2 },
      { name: 'libc6', arch: 'i386', current: '2.36-9', candidate: '2.36-10', line: 3 },
      { name: 'bash', arch: 'amd64', current: '5.1', candidate: '5.2', line: 5 },
    ]);
    expect(problems.list()).toEqual([]);
    parseUpgrade(section('Inst half'), problems);
    expect(problems.list()).toHaveLength(1);
  });
});

describe('dpkg.log', () => {
  const log = `2026-03-29 01:30:00 upgrade bash:amd64 5.1 5.2
2026-03-29 03:30:05 status installed bash:amd64 5.2
2026-03-30 10:00:00 status installed man-db:amd64 2.11
2026-03-31 10:00:00 install foo:all <none> 1.0
2026-03-31 10:00:01 status installed foo:all 1.0
2026-04-01 10:00:00 status installed foo:all 1.0
2026-10-25 02:30:00 status config-files foo:all 1.0
`;

  it('dates an installation once, not at each later trigger run, in the zone of the host', () => {
    const problems = new ProblemList();
    expect(parseLog(section(log), 'Europe/Berlin', problems)).toEqual([
      { name: 'bash', arch: 'amd64', version: '5.2', at: Date.UTC(2026, 2, 29, 1, 30, 5) },
      { name: 'foo', arch: 'all', version: '1.0', at: Date.UTC(2026, 2, 31, 8, 0, 1) },
      // 02:30 happened twice that night; the later one counts.
      { name: 'foo', arch: 'all', version: null, at: Date.UTC(2026, 9, 25, 1, 30, 0) },
    ]);
    expect(problems.list()).toEqual([]);
  });

  it('tells when the files came, which is before a package starts its service and counts as installed', () => {
    const log = `2026-11-29 20:44:11 upgrade nginx:amd64 1.22.1-9+deb12u9 1.22.1-9+deb12u11
2026-11-29 20:44:11 status unpacked nginx:amd64 1.22.1-9+deb12u9
2026-11-29 20:44:12 status unpacked nginx:amd64 1.22.1-9+deb12u11
2026-11-29 20:44:14 status unpacked nginx:amd64 1.22.1-9+deb12u11
2026-11-29 20:44:15 status installed nginx:amd64 1.22.1-9+deb12u11
`;
    expect(parseLog(section(log), 'UTC', new ProblemList())).toMatchObject([
      { at: Date.UTC(2026, 10, 29, 20, 44, 15), unpackedAt: Date.UTC(2026, 10, 29, 20, 44, 12) },
    ]);
  });

  it('reports lines that are none of its own', () => {
    const problems = new ProblemList();
    parseLog(
      section(
        '2026-02-30 10:00:00 install a:all <none> 1\n2026-02-30 10:00:00 status installed a:all 1\njunk\n',
      ),
      'UTC',
      problems,
    );
    expect(problems.list()).toMatchObject([{ detail: expect.stringContaining('1 more') }]);
  });
});

describe('the host', () => {
  it('reads os-release values with and without quotes', () => {
    const text = `os\tID=ubuntu\nos\tPRETTY_NAME="Ubuntu \\"X\\" 24"\nos\tVERSION_ID='24.04'\nos\t# c\n`;
    const os = parseOperatingSystem(section(text), new ProblemList());
    expect(os).toEqual({ id: 'ubuntu', versionId: '24.04', codename: null, prettyName: 'Ubuntu "X" 24' });
  });

  it('does not take a hardware id for the asset’s own inside a container', () => {
    const text =
      'hostname\th\nmachine-id\tuninitialized\ncloud\tproduct_uuid\t4C4C4544-0000-1000-8000-000000000001\n';
    expect(parseIdentity(section(text), true, new ProblemList())).toMatchObject({
      cloudId: null,
      machineId: null,
    });
    expect(parseIdentity(section(text), false, new ProblemList()).cloudId).toBe(
      '4c4c4544-0000-1000-8000-000000000001',
    );
  });

  const image = {
    name: 'linux-image-6.1.0-25-amd64',
    arch: 'amd64',
    version: '6.1.106-3',
    source: 'x',
    sourceVersion: '1',
    held: false,
  };

  it.each([
    ['pidns\tpid:[4026531836]', false],
    ['pidns\tpid:[4026532253]', true],
    ['pidns\tpid:[4026531836]\ncontainer\t/.dockerenv', true],
    ['pidns\t', false],
  ])('reads %j as in a container: %s', (line, inContainer) => {
    expect(parseKernel(section(`running\t6.1\n${line}\n`), [], new ProblemList()).inContainer).toBe(
      inContainer,
    );
  });

  it('finds the package of the running kernel only when it is installed', () => {
    const text = section(
      'running\t6.1.0-25-amd64\nowner\tlinux-image-6.1.0-25-amd64, other:amd64: /boot/vmlinuz-6.1.0-25-amd64\n',
    );
    const meta = { ...image, name: 'linux-image-amd64' };
    expect(parseKernel(text, [image, meta], new ProblemList())).toMatchObject({
      runningPackage: { name: image.name, version: image.version },
      installedImages: [{ name: image.name }],
    });
    expect(parseKernel(text, [], new ProblemList()).runningPackage).toBeNull();
  });

  it.each([
    ['localtime\t/usr/share/zoneinfo/Europe/Berlin\ntimezone\tAsia/Tokyo', 'Europe/Berlin'],
    ['localtime\t../usr/share/zoneinfo/posix/Asia/Tokyo', 'Asia/Tokyo'],
    ['localtime-file\tabc  -\ntimezone\tAsia/Tokyo', 'Asia/Tokyo'],
    ['localtime-absent\t', 'Etc/UTC'],
    ['localtime-file\tabc  -', null],
    ['timezone\t$(reboot)\nlocaltime-file\tx', null],
    ['', null],
  ])('reads the zone of %j as %s', (text, zone) => {
    expect(parseZone(section(text))).toBe(zone);
  });

  it('tells a reboot flag that is not set from one that nothing would set', () => {
    const read = (text: string) => parseRestart(section(text));
    expect(read('required\t\n').rebootRequired).toBe(true);
    expect(read('helper\t/etc/kernel/postinst.d/update-notifier\n').rebootRequired).toBe(false);
    expect(read('needrestart\tunprivileged\n')).toMatchObject({
      rebootRequired: null,
      servicesToRestart: null,
    });
    expect(read('needrestart\tunprivileged\n').notSeen).toHaveLength(1);
    expect(
      read('needrestart\trun\nNEEDRESTART-VER: 3.6\nNEEDRESTART-SVC: ssh.service\n').servicesToRestart,
    ).toEqual(['ssh.service']);
  });

  it('measures the clock against the time the script was sent', () => {
    expect(parseClockOffset(section('sent\t1700000000000\nnow\t1700000003250000000\n'))).toBe(3250);
    expect(parseClockOffset(section('sent\t1700000000000\nnow\t1700000003\n'))).toBeNull();
  });
});
