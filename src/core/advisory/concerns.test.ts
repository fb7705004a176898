import { describe, expect, it } from 'vitest';
import { advise } from './advise.ts';
import type { FeedKnowledge, KnownStatement } from './advise.ts';
import { adviceKeyText } from './advice-key.ts';
import type { AdviceKey } from './advice-key.ts';
import { feedMissing } from './feed-missing.ts';

const nothing: FeedKnowledge = { notice: () => undefined, facts: () => undefined };

function said(changes: Partial<KnownStatement>): KnownStatement {
  return {
    kind: 'statement',
    ecosystem: 'oracle',
    release: '9',
    product: 'gnutls',
    keyedBy: 'binary',
    arch: 'x86_64',
    module: null,
    repository: null,
    vulnerability: 'CVE-2026-0001',
    advisory: null,
    status: 'fixed',
    fixed: '0:3.8.3-6.el9',
    introduced: null,
    scheme: 'rpm',
    note: null,
    at: 'line 1',
    feed: 'oracle',
    seq: 7,
    ...changes,
  };
}

const keyOf = (changes: Partial<AdviceKey>) =>
  adviceKeyText({
    platform: 'oracle/9',
    product: 'gnutls.x86_64',
    version: '3.8.3-4.el9',
    source: 'gnutls',
    module: '',
    ...changes,
  });

const summary = (key: string, statements: readonly KnownStatement[]) => {
  const found = advise(key, statements, nothing);
  return found && { fixed: found.fixed, unfixed: found.unfixed.map(({ state }) => state) };
};

describe('trackers that name what is installed itself', () => {
  it.each([
    ['arch', 'pacman', '4.0.8-1', '4.0.8-2'],
    ['freebsd', 'freebsd', '1.12.1', '1.12.2'],
  ] as const)('%s', (ecosystem, scheme, version, fixed) => {
    const key = keyOf({ platform: `${ecosystem}/`, product: 'libtiff', version, source: '' });
    const one = said({
      ecosystem,
      release: '',
      product: 'libtiff',
      arch: null,
      scheme,
      fixed,
      feed: ecosystem,
    });
    expect(summary(key, [one])).toEqual({ fixed, unfixed: [] });
    expect(summary(key, [{ ...one, product: 'zlib' }])).toBeNull();
  });

  it('are not those of sources: a binary of that name is another package', () => {
    const key = keyOf({ platform: 'ubuntu/24.04', product: 'gnutls', version: '1', source: '' });
    expect(summary(key, [said({ ecosystem: 'ubuntu', release: '24.04', arch: null })])).toBeNull();
  });
});

describe('lines of builds beside the plain ones', () => {
  const plain = said({});
  const fips = said({ repository: 'fips', fixed: '10:3.8.3-6.el9_fips' });
  const ksplice = said({ repository: 'ksplice', fixed: '2:3.8.3-6.ksplice1.el9' });

  it.each([
    ['3.8.3-4.el9', '0:3.8.3-6.el9'],
    ['10:3.8.3-4.el9_fips', '10:3.8.3-6.el9_fips'],
    ['2:3.8.3-4.ksplice1.el9', '2:3.8.3-6.ksplice1.el9'],
    ['3.8.3-6.el9', null],
    ['10:3.8.3-6.el9_fips', null],
  ])('Oracle’s %s waits for %s', (version, fixed) => {
    expect(summary(keyOf({ version }), [plain, fips, ksplice])).toEqual({ fixed, unfixed: [] });
  });

  it('Oracle’s say nothing of a plain build', () => {
    expect(summary(keyOf({}), [fips, ksplice])).toBeNull();
  });

  const ubuntu = (changes: Partial<KnownStatement>) =>
    said({
      ecosystem: 'ubuntu',
      release: '20.04',
      product: 'openssl',
      keyedBy: 'source',
      arch: null,
      scheme: 'deb',
      feed: 'ubuntu-osv',
      fixed: '1.1.1f-1ubuntu2.20',
      ...changes,
    });
  const certified = ubuntu({ repository: 'fips-updates', fixed: '1.1.1f-1ubuntu2.fips.20' });
  const openssl = (version: string, platform = 'ubuntu/20.04') =>
    keyOf({ platform, product: 'openssl', version, source: '' });

  it('Ubuntu’s FIPS builds are judged by the archives of FIPS alone', () => {
    const installed = '1.1.1f-1ubuntu2.fips.19';
    const both = [ubuntu({}), certified];
    expect(summary(openssl(installed, 'ubuntu/20.04+fips-updates'), both)).toEqual({
      fixed: '1.1.1f-1ubuntu2.fips.20',
      unfixed: [],
    });
    expect(summary(openssl(installed), both)).toEqual({ fixed: null, unfixed: ['needs_subscription'] });
    expect(summary(openssl('3.0.2-0ubuntu1.10+Fips1'), [ubuntu({})])).toBeNull();
  });

  it('a plain build of Ubuntu’s needs no subscription for what only FIPS builds have', () => {
    expect(summary(openssl('1.1.1f-1ubuntu2.19'), [certified])).toBeNull();
  });
});

describe('a binary package of which its vendor says something itself', () => {
  const suse = (changes: Partial<KnownStatement>) =>
    said({ ecosystem: 'suse', release: '15.5', arch: null, feed: 'suse-vex', ...changes });
  const source = suse({ product: 'python-aiohttp', keyedBy: 'source', status: 'wont-fix', fixed: null });
  const own = suse({ product: 'python311-aiohttp', fixed: '0:3.9.3-150400.10.14.1' });
  const key = (version: string) =>
    keyOf({ platform: 'suse/15.5', product: 'python311-aiohttp.x86_64', version, source: 'python-aiohttp' });

  it('is judged by that, whatever is said of its source', () => {
    expect(summary(key('3.9.3-150400.10.11.1'), [source, own])).toEqual({
      fixed: '0:3.9.3-150400.10.14.1',
      unfixed: [],
    });
    expect(summary(key('3.9.3-150400.10.14.1'), [source, own])).toEqual({ fixed: null, unfixed: [] });
    expect(summary(key('3.9.3-150400.10.14.1'), [source])).toEqual({ fixed: null, unfixed: ['wont_fix'] });
  });

  it('keeps the fix that was announced before its service pack went out of support', () => {
    const open = suse({ product: 'python311-aiohttp', status: 'wont-fix', fixed: null });
    const ltss = { ...own, repository: 'ltss' };
    const announced = { ...own, feed: 'suse-csaf', advisory: 'SUSE-SU-2024:0577-1' };
    const all = [open, source, ltss, announced];
    const old = key('3.9.3-150400.10.11.1');
    expect(advise(old, all, nothing)).toMatchObject({
      fixed: own.fixed,
      advisory: 'SUSE-SU-2024:0577-1',
      unfixed: [],
    });
    expect(summary(key('3.9.3-150400.10.14.1'), all)).toEqual({ fixed: null, unfixed: [] });
    const never = { ...open, status: 'not-affected' } as const;
    expect(summary(old, [never, announced])).toEqual({ fixed: null, unfixed: [] });
  });

  it('needs the extension that has its fix', () => {
    const ltss = { ...own, repository: 'ltss' };
    const open = { ...own, status: 'wont-fix', fixed: null } as const;
    const old = key('3.9.3-150400.10.11.1');
    expect(summary(old, [ltss, open])).toEqual({ fixed: null, unfixed: ['needs_subscription'] });
    expect(summary(old.replace('15.5', '15.5+ltss'), [ltss, open])?.fixed).toBe(own.fixed);
  });
});

describe('a package of a product on top, or an extra', () => {
  const affected = said({ ecosystem: 'redhat', status: 'affected', fixed: null, feed: 'redhat-vex' });
  const elsewhere = (repository: string) =>
    said({ ecosystem: 'redhat', feed: 'redhat-vex', repository, fixed: '0:3.9-1.el9' });
  const key = keyOf({ platform: 'redhat/9' });

  it('is no fix of the release’s own package; one of its extensions is', () => {
    expect(summary(key, [affected, elsewhere('cpe:/a:redhat:openstack:17.1::el9')])?.unfixed).toEqual([
      'no_fix',
    ]);
    expect(summary(key, [affected, elsewhere('rhel-9.2-eus')])?.unfixed).toEqual(['needs_subscription']);
  });

  it('of Amazon’s counts where the host takes its repository', () => {
    const extra = said({ ecosystem: 'amazon', release: '2', repository: 'docker', feed: 'updateinfo' });
    expect(summary(keyOf({ platform: 'amazon/2+docker' }), [extra])?.fixed).toBe('0:3.8.3-6.el9');
  });
});

it('Alpine’s linux-pam is no part of a kernel', () => {
  const answer = { fixed: '1.6.0-r1', updates: null, undecided: null, endsAs: 'not_affected' } as const;
  const missing = (name: string) =>
    feedMissing(
      'alpine/v3.20',
      [
        {
          name,
          arch: 'x86_64',
          version: '1.6.0-r0',
          source: name,
          sourceVersion: '1.6.0-r0',
          held: false,
          candidate: null,
        },
      ],
      { answerOf: () => answer, product: () => name },
    ).length;
  expect(['linux-pam', 'linux-pam-dev', 'linux-lts', 'linux-headers'].map(missing)).toEqual([1, 1, 0, 0]);
});
