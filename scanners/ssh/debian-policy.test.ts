import { describe, expect, it } from 'vitest';
import { parsePolicies } from './debian-policy.ts';
import { ProblemList } from './section-lines.ts';

const names = {
  nativeArch: 'amd64',
  archesOf: new Map([
    ['libc6', ['amd64', 'i386']],
    ['tzdata', ['all']],
    ['flat', ['amd64']],
    ['wine', ['i386']],
  ]),
};

function parse(text: string) {
  const problems = new ProblemList();
  return {
    policies: parsePolicies({ section: 'packages-policy', text }, names, problems),
    problems: problems.list(),
  };
}

const text = `libc6:
  Installed: 2.36-9
  Candidate: 2.36-9+deb12u10
  Version table:
     2.36-9+deb12u10 500 (phased 10%)
        500 http://deb.example/debian-security bookworm-security/main amd64 Packages
        500 cdrom:[Debian 12.0 _Bookworm_ - Official]/ bookworm/main amd64 Packages
     2.36-9+deb12u9 -1
         -1 http://deb.example/debian bookworm/main amd64 Packages
 *** 2.36-9 100
        100 /var/lib/dpkg/status
libc6:i386:
  Installed: 2.36-9
  Candidate: (none)
  Package pin: 2.36-9
  Version table:
 *** 2.36-9 1001
       1001 http://deb.example/debian stretch/updates/main i386 Packages
        100 /var/lib/dpkg/status
tzdata:
  Installed: 2024a
  Candidate: 2024a
  Version table:
 *** 2024a 500
        500 file:/srv/repo ./ Packages
        100 /var/lib/dpkg/status
gone:
  Installed: (none)
  Candidate: 1
  Version table:
     1 500
        500 file:/srv/repo ./ Packages
`;

describe('apt-cache policy of packages', () => {
  it('keeps the blocks of two architectures apart and gives `all` packages their own', () => {
    const { policies, problems } = parse(text);
    expect(problems).toEqual([]);
    expect([...policies.keys()]).toEqual(['libc6:amd64', 'libc6:i386', 'tzdata:all']);
    expect(policies.get('libc6:i386')).toMatchObject({ candidate: null, line: 12 });
  });

  it('keeps versions that a pin excludes, with their archives, phasing and lines', () => {
    expect(parse(text).policies.get('libc6:amd64')?.versions).toEqual([
      {
        version: '2.36-9+deb12u10',
        phased: 10,
        line: 5,
        archives: [
          'http://deb.example/debian-security bookworm-security/main amd64',
          'cdrom:[Debian 12.0 _Bookworm_ - Official]/ bookworm/main amd64',
        ],
      },
      {
        version: '2.36-9+deb12u9',
        phased: null,
        line: 8,
        archives: ['http://deb.example/debian bookworm/main amd64'],
      },
      { version: '2.36-9', phased: null, line: 10, archives: [] },
    ]);
  });

  it.each([
    ['a stray line', 'libc6:\n  Installed: 1\n  Candidate: 1\n  Version table:\nE: broken\n', 5],
    ['an unknown field', 'libc6:\n  Installed: 1\n  Surprise: 1\n', 3],
    ['text before any block', 'N: hello\n', 1],
    [
      'an origin before any version',
      'libc6:\n  Installed: 1\n        500 http://x y/main amd64 Packages\n',
      3,
    ],
    ['an installed package of unknown architecture', 'other:\n  Installed: 1\n  Candidate: 1\n', 1],
    ['an empty block', 'libc6:\n', 1],
  ])('reports %s with its line', (_name, broken, line) => {
    expect(parse(broken).problems).toMatchObject([
      { kind: 'unreadable', detail: expect.stringContaining(`line ${line} `) },
    ]);
  });

  it('reads 2,000 packages in a few milliseconds of CPU', () => {
    const blocks = Array.from(
      { length: 2000 },
      (_, index) => text.split('tzdata:')[0]?.replaceAll('libc6', `lib${index}`) ?? '',
    );
    const many = {
      nativeArch: 'amd64',
      archesOf: new Map(blocks.map((_, index) => [`lib${index}`, ['amd64', 'i386']])),
    };
    const joined = blocks.join('');
    const run = () => parsePolicies({ section: 's', text: joined }, many, new ProblemList()).size;
    run();
    const before = process.cpuUsage();
    expect(run()).toBe(4000);
    const used = process.cpuUsage(before);
    // Twice the blocks of the 10 ms goal, and a loaded machine.
    expect((used.user + used.system) / 1000).toBeLessThan(150);
  });
});
