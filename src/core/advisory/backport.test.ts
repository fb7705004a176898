import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareSign } from '../version/compare.ts';
import { advise } from './advise.ts';
import type { KnownStatement } from './advise.ts';
import { adviceKeyText } from './advice-key.ts';
import { judgedAs } from './backport.ts';

const keyOf = (version: string, platform = 'debian/bookworm') => ({
  platform,
  product: 'curl',
  version,
  source: '',
  module: '',
});

const fixedIn = (release: string, fixed: string): KnownStatement => ({
  kind: 'statement',
  ecosystem: 'debian',
  release,
  product: 'curl',
  keyedBy: 'source',
  arch: null,
  module: null,
  repository: null,
  vulnerability: 'CVE-2026-0001',
  advisory: null,
  status: 'fixed',
  fixed,
  introduced: null,
  scheme: 'deb',
  note: null,
  at: '$.curl',
  feed: 'debian-tracker',
  seq: 7,
});

describe('a backport', () => {
  it.each([
    ['8.14.1-2~bpo12+1', 'debian/trixie', '8.14.1-2'],
    ['8.14.1-2+deb13u1~bpo12+2', 'debian/trixie', '8.14.1-2+deb13u1'],
    ['7.88.1-10~bpo11+1', 'debian/bookworm', '7.88.1-10'],
    ['7.88.1-10+deb12u5', 'debian/bookworm', '7.88.1-10+deb12u5'],
    ['7.26.0-1~bpo60+1', 'debian/bookworm', '7.26.0-1~bpo60+1'],
  ])('%s is judged as %s %s', (version, platform, as) => {
    expect(judgedAs(keyOf(version)).key).toMatchObject({ platform, version: as });
  });

  it('is of Debian alone', () => {
    const key = keyOf('1-1~bpo12+1', 'ubuntu/24.04');
    expect(judgedAs(key)).toEqual({ key, mark: '' });
  });

  const told = (version: string) => {
    const knowledge = { notice: () => undefined, facts: () => undefined };
    return advise(adviceKeyText(keyOf(version)), [fixedIn('trixie', '8.14.1-3')], knowledge);
  };

  it('lacks the fix of the release that it comes from, until a build of that is installed', () => {
    expect(told('8.14.1-2~bpo12+1')).toMatchObject({
      fixed: '8.14.1-3~bpo12',
      cves: ['CVE-2026-0001'],
      records: [{ fixed: '8.14.1-3' }],
    });
    expect(told('8.14.1-3~bpo12+1')).toMatchObject({ fixed: null, cves: [] });
  });

  it('reaches what it waits for exactly where the version that it was built from has the fix', () => {
    const part = fc.integer({ min: 0, max: 3 });
    fc.assert(
      fc.property(part, part, part, part, (upstream, revision, fixedUpstream, fixedRevision) => {
        const built = `1.${upstream}-${revision}`;
        const fixed = `1.${fixedUpstream}-${fixedRevision}`;
        const isReached = compareSign('deb', `${built}~bpo12+1`, `${fixed}~bpo12`) !== -1;
        expect(isReached).toBe(compareSign('deb', built, fixed) !== -1);
      }),
    );
  });
});
