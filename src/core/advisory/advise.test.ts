import { describe, expect, it } from 'vitest';
import type { CveFacts } from '../ranking/rank-inputs.ts';
import { advise } from './advise.ts';
import type { FeedKnowledge, KnownStatement } from './advise.ts';
import { adviceKeyText } from './advice-key.ts';
import type { AdviceKey } from './advice-key.ts';
import type { AdvisoryNotice } from './feed-item.ts';

const debian = (changes: Partial<AdviceKey> = {}) =>
  adviceKeyText({
    platform: 'debian/bookworm',
    product: 'openssl',
    version: '3.0.11-1',
    source: '',
    module: '',
    ...changes,
  });

const redhat = (changes: Partial<AdviceKey> = {}) =>
  adviceKeyText({
    platform: 'redhat/9',
    product: 'nodejs-libs.x86_64',
    version: '1:20.1.0-1.el9',
    source: 'nodejs',
    module: '',
    ...changes,
  });

function said(changes: Partial<KnownStatement> = {}): KnownStatement {
  return {
    kind: 'statement',
    ecosystem: 'debian',
    release: 'bookworm',
    product: 'openssl',
    keyedBy: 'source',
    arch: null,
    module: null,
    repository: null,
    vulnerability: 'CVE-2026-0001',
    advisory: null,
    status: 'fixed',
    fixed: '3.0.14-1',
    introduced: null,
    scheme: 'deb',
    note: null,
    at: '$.a',
    feed: 'debian-tracker',
    seq: 7,
    ...changes,
  };
}

const rpm = (changes: Partial<KnownStatement> = {}) =>
  said({
    ecosystem: 'redhat',
    release: '9',
    product: 'nodejs-libs',
    keyedBy: 'binary',
    arch: 'x86_64',
    fixed: '1:20.2.0-1.el9',
    scheme: 'rpm',
    feed: 'redhat-vex',
    ...changes,
  });

function notice(id: string, changes: Partial<AdvisoryNotice> = {}): AdvisoryNotice {
  return {
    kind: 'advisory',
    ecosystem: 'debian',
    id,
    title: `${id} openssl`,
    released: '2026-04-02',
    severity: 'high',
    rating: null,
    about: 'security',
    cves: [],
    url: null,
    withdrawn: null,
    replaces: [],
    steps: null,
    at: 'line 1',
    ...changes,
  };
}

function knowing(notices: readonly AdvisoryNotice[] = [], facts: readonly CveFacts[] = []): FeedKnowledge {
  return {
    notice: (id) => notices.find((one) => one.id === id),
    facts: (cve) => facts.find((one) => one.cve === cve),
  };
}

const kev = (cve: string, added: string): CveFacts => ({
  cve,
  cvss: null,
  epss: null,
  kev: { added, ransomware: null },
  ssvc: null,
});

describe('what feeds say of an installed version', () => {
  it('is nothing where no statement concerns it', () => {
    expect(advise(debian(), [], knowing())).toBeNull();
    expect(advise(debian(), [said({ product: 'curl' })], knowing())).toBeNull();
  });

  it('names the newest advisory, what that carries, and the day of the oldest', () => {
    const statements = [
      said({
        advisory: 'DSA-2',
        vulnerability: 'CVE-2026-0002',
        fixed: '3.0.13-1',
        feed: 'debian-announcements',
      }),
      said({
        advisory: 'DSA-3',
        vulnerability: 'CVE-2026-0003',
        fixed: '3.0.14-1',
        feed: 'debian-announcements',
      }),
      said({
        advisory: 'DSA-1',
        vulnerability: 'CVE-2026-0001',
        fixed: '3.0.9-1',
        feed: 'debian-announcements',
      }),
    ];
    const notices = [
      notice('DSA-2', { released: '2026-03-01', severity: 'medium' }),
      notice('DSA-3', { released: '2026-05-01', severity: 'critical', steps: 'Restart services.' }),
    ];
    expect(advise(debian(), statements, knowing(notices))).toMatchObject({
      advisory: 'DSA-3',
      supersedes: ['DSA-2'],
      title: 'DSA-3 openssl',
      fixed: '3.0.14-1',
      released: '2026-03-01',
      severity: 'critical',
      steps: 'Restart services.',
      cves: ['CVE-2026-0002', 'CVE-2026-0003'],
    });
  });

  it('is empty, not unknown, once everything is fixed', () => {
    expect(advise(debian({ version: '3.0.14-1' }), [said()], knowing())).toMatchObject({
      fixed: null,
      cves: [],
      unfixed: [],
      unknown: [],
    });
  });

  it('keeps for each flaw the record that decides', () => {
    expect(advise(debian(), [said()], knowing())?.records).toEqual([
      { vulnerability: 'CVE-2026-0001', feed: 'debian-tracker', seq: 7, at: '$.a', fixed: '3.0.14-1' },
    ]);
  });

  it('lets the vendor’s record of states decide before its announcement', () => {
    const announced = said({ feed: 'debian-announcements', advisory: 'DSA-1' });
    const open = said({ status: 'deferred', fixed: null, note: 'Minor issue' });
    expect(advise(debian(), [announced, open], knowing([notice('DSA-1')]))).toMatchObject({
      advisory: null,
      cves: [],
      unfixed: [
        {
          vulnerability: 'CVE-2026-0001',
          state: 'deferred',
          note: 'Minor issue',
          feed: 'debian-tracker',
          seq: 7,
          at: '$.a',
        },
      ],
    });
  });

  it('says what cannot be compared, and does not call it clear', () => {
    expect(advise(debian({ version: 'no version' }), [said()], knowing())).toMatchObject({
      cves: [],
      unknown: [{ vulnerability: 'CVE-2026-0001' }],
    });
  });

  it('passes over errata that fix bugs, and withdrawn ones', () => {
    const statements = [
      said({ advisory: 'BA-1', vulnerability: 'BA-1' }),
      said({ advisory: 'SA-1', vulnerability: 'CVE-2026-0005' }),
    ];
    const notices = [notice('BA-1', { about: 'bugfix' }), notice('SA-1', { withdrawn: '2026-05-01' })];
    expect(advise(debian(), statements, knowing(notices))).toBeNull();
    const settings = [notice('BA-1', { about: 'settings' })];
    expect(advise(debian(), statements.slice(0, 1), knowing(settings))).toMatchObject({ cves: ['BA-1'] });
  });

  it('knows since when a flaw is exploited: the first day of any', () => {
    const statements = [said(), said({ vulnerability: 'CVE-2026-0002' })];
    const facts = [kev('CVE-2026-0001', '2026-05-09'), kev('CVE-2026-0002', '2026-05-02')];
    expect(advise(debian(), statements, knowing([], facts))).toMatchObject({
      knownExploited: '2026-05-02',
      facts,
    });
  });
});

describe('the archive that carries a fix', () => {
  const esm = said({ ecosystem: 'ubuntu', release: '24.04', repository: 'esm-apps', feed: 'ubuntu-osv' });
  const own = said({
    ecosystem: 'ubuntu',
    release: '24.04',
    status: 'affected',
    fixed: null,
    feed: 'ubuntu-osv',
  });

  it('counts where the host takes it', () => {
    const key = debian({ platform: 'ubuntu/24.04+esm-apps' });
    expect(advise(key, [own, esm], knowing())).toMatchObject({ cves: ['CVE-2026-0001'], unfixed: [] });
  });

  it('is named as what is needed where the host does not', () => {
    const key = debian({ platform: 'ubuntu/24.04' });
    expect(advise(key, [own, esm], knowing())).toMatchObject({
      cves: [],
      unfixed: [{ state: 'needs_subscription', note: 'esm-apps' }],
    });
    expect(advise(key, [esm], knowing())).toMatchObject({ unfixed: [{ state: 'needs_subscription' }] });
  });

  it('is taken by a host with all archives of a subscription, where only that is said', () => {
    const pro = { ...esm, repository: 'ubuntu-pro' };
    const states = (platform: string) =>
      advise(debian({ platform }), [own, pro], knowing())?.unfixed.map(({ state }) => state);
    expect(states('ubuntu/24.04+esm-apps+esm-infra')).toEqual([]);
    expect(states('ubuntu/24.04+esm-infra')).toEqual(['needs_subscription']);
  });

  it('says nothing where the release’s own archive has fixed it', () => {
    const fixed = said({ ecosystem: 'ubuntu', release: '24.04', fixed: '3.0.10-1', feed: 'ubuntu-osv' });
    expect(advise(debian({ platform: 'ubuntu/24.04' }), [fixed, esm], knowing())).toMatchObject({
      cves: [],
      unfixed: [],
    });
  });
});

describe('packages of an RPM host', () => {
  it('are found by name and architecture, or by their source', () => {
    expect(advise(redhat(), [rpm()], knowing())).toMatchObject({ cves: ['CVE-2026-0001'] });
    expect(advise(redhat(), [rpm({ arch: 'aarch64' })], knowing())).toBeNull();
    expect(advise(redhat(), [rpm({ arch: null })], knowing())).toMatchObject({ cves: ['CVE-2026-0001'] });
    expect(advise(redhat(), [rpm({ product: 'nodejs' })], knowing())).toBeNull();
    const source = rpm({ product: 'nodejs', keyedBy: 'source', arch: null, status: 'affected', fixed: null });
    expect(advise(redhat(), [source], knowing())).toMatchObject({ unfixed: [{ state: 'no_fix' }] });
  });

  it('belong to one module stream: another stream’s fix is none of theirs', () => {
    const stream = rpm({ module: 'nodejs:18' });
    expect(advise(redhat(), [stream], knowing())).toBeNull();
    expect(advise(redhat({ module: 'nodejs:20' }), [stream], knowing())).toBeNull();
    expect(advise(redhat({ module: 'nodejs:18' }), [stream], knowing())).toMatchObject({
      cves: ['CVE-2026-0001'],
    });
    expect(advise(redhat({ module: 'nodejs:18' }), [rpm()], knowing())).toBeNull();
  });
});

describe('what is taken back', () => {
  it('drops a rejected number from the list, but one that is still listed as exploited stays', () => {
    const facts = (cve: string, kev: CveFacts['kev']): CveFacts => ({
      cve,
      cvss: null,
      epss: null,
      kev,
      ssvc: null,
      rejected: true,
    });
    const listed = { added: '2026-05-01', ransomware: null } as const;
    const known = knowing(
      [],
      [facts('CVE-2026-0001', null), facts('CVE-2026-0002', listed), facts('CVE-2026-0003', null)],
    );
    const all = [
      said(),
      said({ vulnerability: 'CVE-2026-0002' }),
      said({ vulnerability: 'CVE-2026-0003', status: 'affected', fixed: null }),
    ];
    expect(advise(debian(), all, known)).toMatchObject({
      cves: ['CVE-2026-0002'],
      fixed: '3.0.14-1',
      unfixed: [],
    });
  });

  it('follows advisories to what replaces them, and keeps the clock of the oldest', () => {
    const known = knowing([
      notice('DSA-3', { replaces: ['DSA-2'], released: '2026-04-20' }),
      notice('DSA-2', { replaces: ['DSA-1'], withdrawn: '2026-04-20', released: '2026-04-10' }),
      notice('DSA-1', { withdrawn: '2026-04-10', released: '2026-04-02' }),
    ]);
    expect(advise(debian(), [said({ advisory: 'DSA-3' })], known)).toMatchObject({
      advisory: 'DSA-3',
      supersedes: ['DSA-2', 'DSA-1'],
      released: '2026-04-02',
    });
  });
});
