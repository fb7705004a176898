import { describe, expect, it } from 'vitest';
import { observe } from '#scanners/ssh/redhat-fixtures.ts';
import { hostAdvisories } from './host-advisories.ts';

const host = observe('almalinux-9');
const openssl = { name: 'openssl', arch: 'x86_64', fixed: '1:3.0.7-27.el9' };

describe('the advisories a host tells of', () => {
  it('are those that name the fixed version of a package', () => {
    expect(hostAdvisories(host, [openssl])).toEqual([
      { id: 'ALSA-2099:0001', severity: 'important', cves: ['CVE-2099-0001', 'CVE-2099-0002'] },
    ]);
  });

  it.each([
    ['another version', { ...openssl, fixed: '1:3.0.7-26.el9' }],
    ['another architecture', { ...openssl, arch: 'aarch64' }],
    ['an enhancement', { name: 'tzdata', arch: 'noarch', fixed: '2024a-1.el9' }],
  ])('are none for %s', (_what, pkg) => {
    expect(hostAdvisories(host, [pkg])).toEqual([]);
  });

  it('are none where the index of the family knows no advisories, or nothing was read', () => {
    expect(hostAdvisories({}, [openssl])).toEqual([]);
    expect(hostAdvisories(null, [openssl])).toEqual([]);
  });
});
