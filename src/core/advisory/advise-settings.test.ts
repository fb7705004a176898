import { describe, expect, it } from 'vitest';
import { adviceKeyText } from './advice-key.ts';
import { advise } from './advise.ts';
import type { FeedKnowledge, KnownStatement } from './advise.ts';
import { adviseSettings, NO_ADVICE } from './advise-settings.ts';
import type { AdvisoryNotice } from './feed-item.ts';
import { joinMissing } from './feed-missing.ts';
import type { MissingPatch } from './match.ts';

const NOTICE = 'ADV190023';
const key = adviceKeyText({
  platform: 'windows/+listed',
  product: 'Windows Server 2022.x64',
  version: '10.0.20348.4893',
  source: 'Windows Server 2022',
  module: '',
});

const statement = (changes: Partial<KnownStatement> = {}): KnownStatement => ({
  kind: 'statement',
  ecosystem: 'windows',
  release: '',
  product: 'Windows Server 2022',
  keyedBy: 'product',
  arch: null,
  module: null,
  repository: null,
  vulnerability: NOTICE,
  advisory: null,
  status: 'affected',
  fixed: null,
  introduced: null,
  scheme: 'windows',
  note: 'settings only',
  at: '$.Vulnerability[3]',
  feed: 'msrc',
  seq: 7,
  ...changes,
});

const knowing = (changes: Partial<AdvisoryNotice> = {}): FeedKnowledge => ({
  notice: (id) =>
    id === NOTICE
      ? {
          kind: 'advisory',
          ecosystem: 'windows',
          id,
          title: 'LDAP signing',
          released: '2026-03-10T07:00:00.000Z',
          severity: 'high',
          rating: 'Important',
          about: 'settings',
          cves: [],
          url: null,
          withdrawn: null,
          replaces: [],
          steps: 'Require signing.',
          at: '$',
          ...changes,
        }
      : undefined,
  facts: () => undefined,
});

describe('settings that a vendor recommends', () => {
  it('are named beside the flaw, which stays without a fix', () => {
    expect(advise(key, [statement()], knowing())).toMatchObject({
      fixed: null,
      unfixed: [{ vulnerability: NOTICE, state: 'no_fix' }],
      settings: [{ notice: NOTICE, feed: 'msrc', seq: 7, at: '$.Vulnerability[3]' }],
    });
  });

  it('are recommended where the vendor will not fix it, too', () => {
    const note = 'settings only; Exploited:Yes';
    expect(advise(key, [statement({ status: 'wont-fix', note })], knowing())?.settings).toHaveLength(1);
  });

  it.each([
    ['the notice was withdrawn', statement(), knowing({ withdrawn: '2026-04-01' })],
    ['the notice is about an update', statement(), knowing({ about: 'security' })],
    ['the notice says nothing of what to do', statement(), knowing({ steps: null })],
    ['the statement does not ask for them', statement({ note: 'Exploited:Yes' }), knowing()],
    ['the product is not affected', statement({ status: 'not-affected' }), knowing()],
    ['an update fixes it', statement({ status: 'fixed', fixed: '10.0.20348.5020' }), knowing()],
  ])('are none where %s', (_case, said, known) => {
    expect(advise(key, [said], known)?.settings).toBeUndefined();
  });

  it('are an item of their own, with the words, the release and the rating of the notice', () => {
    const product = advise(key, [statement()], knowing()) ?? NO_ADVICE;
    expect(adviseSettings(product, NOTICE, knowing())).toEqual({
      ...NO_ADVICE,
      advisory: NOTICE,
      title: 'LDAP signing',
      fixed: NOTICE,
      released: '2026-03-10T07:00:00.000Z',
      severity: 'high',
      steps: 'Require signing.',
      cves: [NOTICE],
      records: [{ vulnerability: NOTICE, feed: 'msrc', seq: 7, at: '$.Vulnerability[3]', fixed: NOTICE }],
    });
  });

  it('leave the flaw behind when they are recommended no longer, also where an update fixes it by now', () => {
    const still = advise(key, [statement({ note: null })], knowing()) ?? NO_ADVICE;
    expect(adviseSettings(still, NOTICE, knowing())).toMatchObject({
      fixed: null,
      unfixed: [{ vulnerability: NOTICE }],
    });
    const fixable =
      advise(key, [statement({ status: 'fixed', fixed: '10.0.20348.5020', note: null })], knowing()) ??
      NO_ADVICE;
    expect(adviseSettings(fixable, NOTICE, knowing()).unfixed).toMatchObject([{ state: 'no_fix' }]);
    expect(adviseSettings(NO_ADVICE, NOTICE, knowing()).unfixed).toEqual([]);
  });
});

it('one update that two products lack is missing in both', () => {
  const lacks = (source: string): MissingPatch => ({
    name: 'KB5002500',
    arch: 'x64',
    source,
    installed: 'none',
    securityVersion: 'KB5002500',
    candidate: null,
    held: false,
    phased: null,
    archive: 'feed',
  });
  const joined = joinMissing([], [lacks('Microsoft Excel 2016'), lacks('Microsoft Word 2016')], 'windows');
  expect(joined.map(({ source }) => source)).toEqual(['Microsoft Excel 2016', 'Microsoft Word 2016']);
});
