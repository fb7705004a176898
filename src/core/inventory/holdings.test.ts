import { describe, expect, it } from 'vitest';
import { changedHoldings, holdingsOf } from './holdings.ts';

const pkg = (name: string, version: string, source = name) => {
  return { name, arch: 'amd64', version, source, sourceVersion: version, held: false };
};
const on = (platform: string | null, ...packages: ReturnType<typeof pkg>[]) => ({ platform, packages });
const BOOKWORM = 'debian/bookworm';

describe('holdings', () => {
  it('are one for each product: binaries of one source in one version are the same key', () => {
    const both = [pkg('openssl', '3.0'), pkg('libssl3', '3.0', 'openssl'), pkg('curl', '8.0')];
    expect([...holdingsOf(on(BOOKWORM, ...both))]).toEqual([
      'debian/bookworm\topenssl\t3.0\t\t',
      'debian/bookworm\tcurl\t8.0\t\t',
    ]);
  });

  it('name every version of a product, in whatever order they are listed', () => {
    const kernels = [
      pkg('linux-image-1', '6.1', 'linux-signed-amd64'),
      pkg('linux-image-2', '6.10', 'linux'),
    ];
    const [first, ...rest] = holdingsOf(on(BOOKWORM, ...kernels));
    expect(first).toBe('debian/bookworm\tlinux\t6.1\t\t\ndebian/bookworm\tlinux\t6.10\t\t');
    expect(rest).toEqual([]);
    expect(holdingsOf(on(BOOKWORM, ...kernels.toReversed()))).toEqual(new Set([first]));
  });

  it('change with a version or the release, and only where something changed', () => {
    const before = on(BOOKWORM, pkg('a', '1'), pkg('b', '1'));
    expect(changedHoldings(before, before)).toEqual({ closed: [], opened: [] });
    expect(changedHoldings(before, on(BOOKWORM, pkg('a', '2'), pkg('b', '1')))).toEqual({
      closed: ['debian/bookworm\ta\t1\t\t'],
      opened: ['debian/bookworm\ta\t2\t\t'],
    });
    expect(changedHoldings(before, { ...before, platform: 'debian/trixie' })).toMatchObject({
      closed: { length: 2 },
      opened: { length: 2 },
    });
  });

  it('are none where no feed speaks of the system, but of packages of languages', () => {
    expect([...holdingsOf(on(null, pkg('a', '1'), pkg('pkg:npm/x', '2')))]).toEqual([
      'purl/\tpkg:npm/x\t2\t\t',
    ]);
  });
});
