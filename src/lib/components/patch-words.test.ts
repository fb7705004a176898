import { describe, expect, it } from 'vitest';
import {
  cveWords,
  fixLine,
  patchesTitle,
  patchPath,
  patchTitle,
  placeReasons,
  releasedWords,
  severityWord,
} from './patch-words.ts';
import { effortWords, fixName, fixWords, subjectOf } from '../format/fix-words.ts';

const openssl = {
  fix: 'security-update:openssl@3.0.19-1',
  product: 'openssl',
  version: '3.0.19-1',
  advisory: null,
  title: null,
};

describe('the titles of fixes', () => {
  it('says how many fixes close how many findings', () => {
    expect(patchesTitle({ total: 15, findings: 1658 }, false)).toBe('15 fixes close 1,658 findings');
    expect(patchesTitle({ total: 1, findings: 1 }, true)).toBe('1 fix closes 1 finding');
    expect(patchesTitle({ total: 0, findings: 0 }, true)).toBe('No fix matches');
    expect(patchesTitle({ total: 0, findings: 0 }, false)).toBe('No fix is waiting');
  });
  it('says of one fix who needs it, and what is late', () => {
    expect(patchTitle({ ...openssl, assets: 24, overdue: 3, closed: 0 })).toBe(
      '24 assets need openssl 3.0.19-1, 3 overdue',
    );
    expect(patchTitle({ ...openssl, assets: 1, overdue: 0, closed: 9 })).toBe(
      '1 asset needs openssl 3.0.19-1',
    );
  });
  it('claims that it is done only where a closure was proven', () => {
    expect(patchTitle({ ...openssl, assets: 0, overdue: 0, closed: 9 })).toBe(
      'No asset needs openssl 3.0.19-1 any more',
    );
    expect(patchTitle({ ...openssl, assets: 0, overdue: 0, closed: 0 })).toBe(
      'No asset in use needs openssl 3.0.19-1',
    );
  });
});

describe('the words of a fix', () => {
  it('keeps the name of a fix that brings no version', () => {
    const plain = { product: 'vim', version: null, advisory: null, title: 'Vim is old' };
    expect(fixName({ ...plain, fix: 'no-fix:CVE-2026-1' })).toBe('no-fix:CVE-2026-1');
    expect(fixName({ ...plain, fix: 'RHSA-2026:1', advisory: 'RHSA-2026:1' })).toBe('RHSA-2026:1');
  });
  it('has the title of a check that a tool names no product of, and is never empty', () => {
    const check = { fix: 'check:Qualys:38738', product: '', version: null, advisory: null };
    expect(fixName({ ...check, title: 'SSL certificate expired' })).toBe('SSL certificate expired');
    expect(fixName({ ...check, title: null })).toBe('Qualys check 38738');
    const line = { ...check, title: 'SSL certificate expired', classes: ['network'], cves: [] };
    expect(fixLine(line)).toBe('Network device · Qualys check 38738');
    expect(subjectOf({ ...check, title: 'SSL certificate expired' })).toBe('SSL certificate expired');
    expect(subjectOf(check)).toBe('Qualys check 38738');
    expect(subjectOf({ ...check, product: 'openssl' })).toBe('openssl');
    expect(fixWords('check:My tool:a:b')).toBe('My tool check a:b');
  });
  it('names the advisory first, once it is known', () => {
    expect(fixName({ ...openssl, advisory: 'DSA-5764-1' })).toBe('DSA-5764-1 · openssl 3.0.19-1');
    expect(fixName(openssl)).toBe('openssl 3.0.19-1');
  });
  it('says in words what a fix still takes, and why it stands where it does', () => {
    const effort = { install: 9, reboot: 3, restart: 1, held: 2, settings: 0, advice: 0, steps: true };
    expect(effortWords(effort)).toBe(
      'Install on 9, reboot 3, restart services on 1, 2 on hold, further steps',
    );
    const none = { install: 0, reboot: 0, restart: 0, held: 0, settings: 0, advice: 0, steps: false };
    expect(effortWords(none)).toBe('Nothing');
    expect(effortWords({ ...none, settings: 4 })).toBe('Apply settings on 4');
    expect(effortWords({ ...none, advice: 2 })).toBe('Follow the tool’s advice on 2');
    const patch = { rank: 'high', ranked: false, due: null, risk: 1080 };
    const style = { zone: 'UTC', now: '2026-11-23T00:00:00.000Z' };
    expect(placeReasons(patch, style).map(({ words }) => words)).toEqual([
      'Not ranked, counts as high',
      'Security',
      'No deadline',
      '1,080',
    ]);
  });
  it('has an address that holds every character of the fix', () => {
    expect(decodeURIComponent(patchPath('security-update:a/b@1+2').slice('/patches/'.length))).toBe(
      'security-update:a/b@1+2',
    );
    expect(patchPath('a/b').slice('/patches/'.length)).not.toContain('/');
  });
  it('says that an advisory or a severity is not known', () => {
    expect(fixLine({ ...openssl, classes: ['debian', 'windows'], cves: [] })).toBe(
      'Debian, Windows · advisory not known',
    );
    expect(fixLine({ ...openssl, advisory: 'DSA-1', classes: ['redhat'], cves: ['CVE-1', 'CVE-2'] })).toBe(
      'Red Hat · 2 CVEs',
    );
    expect(severityWord(null)).toBe('Not known');
    expect(cveWords([])).toBeNull();
    expect(cveWords(['CVE-1', 'CVE-2', 'CVE-3'])).toBe('CVE-1 and 2 more');
  });
  it('says what the date of release rests on, and shows a day as that day in every zone', () => {
    const style = { zone: 'America/Los_Angeles', now: '2026-11-23T00:00:00.000Z' };
    expect(releasedWords('2026-11-18', style)).toBe('18 Nov, a day of the advisory');
    expect(releasedWords('2026-11-18T03:00:00.000Z', style)).toBe('17 Nov, by the advisory');
    expect(releasedWords(null, style)).toContain('Not known');
  });
});
