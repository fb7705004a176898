import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchInventory } from '#core/advisory/match.ts';
import {
  at,
  codes,
  hosts,
  limits,
  missing,
  observe,
  observeSections,
  readSections,
} from './redhat-fixtures.ts';
import { redhatScript } from './redhat-script.ts';

describe('a host that cannot tell', () => {
  const empty = 'manager\tdnf\nrepo id  repo name\nbaseos   AlmaLinux 9 - BaseOS\n\nexit\t0\n';
  const refused = 'manager\tdnf\n\nexit\t1\n';

  it('has no package index without cached metadata, and no failed section besides', () => {
    const observation = observe('almalinux-9', {
      repositories: empty,
      updateinfo: refused,
      upgrades: refused,
    });
    expect(observation.problems).toEqual([]);
    expect(codes(observation)).toEqual(['no-package-index']);
    expect(missing(observation)).toEqual([]);
  });

  it('has a failed section when there is metadata and dnf does not answer', () => {
    const observation = observe('almalinux-9', { updateinfo: refused });
    expect(observation.problems).toEqual([
      { section: 'updateinfo', kind: 'failed', detail: 'the package manager ended with exit code 1' },
    ]);
    expect(codes(observation)).toEqual(['section-failed']);
    const begun = (readSections('almalinux-9').get('updateinfo') ?? '').replace('exit\t0', 'exit\t1');
    expect(missing(observe('almalinux-9', { updateinfo: begun }))).toHaveLength(5);
  });

  it.each([
    ['dnf5', '[\n  { "name": "FEDORA-2024-1", "nevra": "cut'],
    ['dnf5', '[{"advisory":"FEDORA-2024-1","package":"libsoup3-3.6.1-1.fc41.x86_64"}]'],
    ['dnf', 'RHSA-2024:3339 Important libsoup3-3.6.1-1.fc41.x86_64 of another form'],
    ['dnf', 'RHSA-2024:3339 Important/Sec. libsoup3'],
  ])('does not take a list of %s in a form it does not know for an empty one', (manager, words) => {
    const updateinfo = `manager\t${manager}\n${words}\n\nexit\t0\n`;
    const observation = observe('fedora-41', { updateinfo });
    expect(observation.problems).toMatchObject([{ section: 'updateinfo', kind: 'unreadable' }]);
    expect(codes(observation)).toEqual(['section-failed']);
  });

  it('does not know the age of a repository of the system that was never fetched', () => {
    const repositories = (readSections('rhel-9').get('repositories') ?? '').replace(
      'cache\t1795400000\trhel-9-for-x86_64-appstream-rpms-8df500a35d9d8f31',
      'cache\t1795400000\tanother-8df500a35d9d8f31',
    );
    expect(codes(observe('rhel-9', { repositories }))).toEqual(['lists-age-unknown']);
  });

  it('names a host whose repositories all lack advisories', () => {
    const repositories = (readSections('almalinux-9').get('repositories') ?? '').replace(
      'updateinfo',
      'group',
    );
    expect(codes(observe('almalinux-9', { repositories }))).toEqual(['security-not-classifiable']);
  });

  it('has neither dnf nor yum', () => {
    const none = 'manager\tnone\n\nexit\t1\n';
    const sections = { repositories: none, updateinfo: none, upgrades: none };
    expect(codes(observe('almalinux-9', sections))).toEqual(['section-failed', 'no-package-index']);
  });

  it.each(redhatScript.sections.filter(({ required }) => required).map(({ name }) => name))(
    'notes a section %s that ended early, and never reads half a line',
    (name) => {
      const sections = readSections('almalinux-9');
      const whole = sections.get(name) ?? '';
      const cut = new Map(sections).set(name, whole.slice(0, whole.length / 2));
      const observation = observeSections(cut, { name, truncated: true, exitCode: null });
      expect(observation.problems).toContainEqual({
        section: name,
        kind: 'truncated',
        detail: 'the section ended early',
      });
      expect(codes(observation)).toContain('section-failed');
      const known = new Set(observe('almalinux-9').packages.map(({ version }) => version));
      for (const { version } of observation.packages) expect(known.has(version)).toBe(true);
    },
  );
});

describe('the parsers', () => {
  it('are total: whatever the bytes, they answer, and every finding names an installed package', () => {
    const names = [...redhatScript.sections.map(({ name }) => name), 'clock', 'identity'];
    fc.assert(
      fc.property(
        fc.constantFrom(...hosts),
        fc.constantFrom(...names),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 20 }),
        fc.uint8Array({ maxLength: 40 }),
        fc.nat(),
        (host, name, changes, inserted, place) => {
          const bytes = Buffer.from(readSections(host).get(name) ?? '');
          for (const [index, byte] of changes) if (bytes.length > 0) bytes[index % bytes.length] = byte;
          const cut = bytes.length === 0 ? 0 : place % bytes.length;
          const mutated = Buffer.concat([bytes.subarray(0, cut), inserted, bytes.subarray(cut)]);
          const observation = observeSections(
            new Map([...readSections(host), [name, mutated.toString('latin1')]]),
          );
          const installed = new Set(observation.packages.map((pkg) => `${pkg.name}.${pkg.arch}`));
          for (const { source } of matchInventory(observation, limits, at).missing)
            expect(installed.has(source)).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('stay fast on a large host', () => {
    const row = (index: number) =>
      `RHSA-2024:${index} Important/Sec. package${index}-1:1.2.3-${index}.el9.x86_64`;
    const pkg = (index: number) =>
      `package${index}\tx86_64\t1\t1.2.3\t0.el9\tpackage-1.2.3-0.el9.src.rpm\t1714000000\t(none)`;
    const count = [...Array(20_000).keys()];
    const started = process.cpuUsage().user;
    const observation = observe('almalinux-9', {
      rpm: `${count.map(pkg).join('\n')}\n`,
      updateinfo: `manager\tdnf\n${count.map(row).join('\n')}\n\nexit\t0\n`,
      locks: `lock\t${'a*'.repeat(2000)}b\nexclude\t${'*p'.repeat(100)}\n`,
    });
    expect(missing(observation)).toHaveLength(19_999);
    expect((process.cpuUsage().user - started) / 1e6).toBeLessThan(5);
  });
});
