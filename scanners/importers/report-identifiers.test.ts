import { describe, expect, it } from 'vitest';
import { cveIds, fixesOfEvidence, namedCves, vendorFixes } from './report-identifiers.ts';

describe('vendorFixes', () => {
  it.each([
    'DSA-5532-1',
    'DLA-3449-1',
    'USN-6450-1',
    'RHSA-2023:1566',
    'RHBA-2024:0774',
    'ELSA-2023-12345',
    'ALSA-2023:1566',
    'RLSA-2023:1566',
    'ALAS-2023-2050',
    'ALAS2-2023-2050',
    'ALAS2023-2024-567',
    'SUSE-SU-2023:1234-1',
    'openSUSE-SU-2023:0123-1',
    'FEDORA-2024-1a2b3c4d5e',
    'FEDORA-EPEL-2024-0a1b2c3d4e',
    'KB5031364',
    'MS17-010',
    'cisco-sa-iosxe-webui-privesc-j22SaA4z',
    'APSB23-34',
    'FreeBSD-SA-24:04.openssh',
    'VMSA-2023-0023.1',
    'GLSA-202310-12',
  ])('finds %s whole, in any case and between words', (id) => {
    expect(vendorFixes(`Security update (${id}), see ${id.toLowerCase()}.`)[0]).toBe(id);
  });

  it('finds nothing in names that only resemble ids', () => {
    expect(vendorFixes('SUSDSA-1 KB12 MS-17 ALAS MS17-01 USN-6450')).toEqual([]);
  });
});

describe('cveIds', () => {
  it('takes four to nineteen digits, as the format of CVE records does, and each id once', () => {
    const nineteen = `CVE-2024-${'1'.repeat(19)}`;
    const texts = ['cve-2021-44228', 'CVE-2021-44228', 'CVE-24-1', nineteen, `${nineteen}1`];
    expect(cveIds(texts.join(' '))).toEqual(['CVE-2021-44228', nineteen]);
  });
});

describe('namedCves', () => {
  it.each([
    'CVE-24-1',
    'CVE-2024-123',
    'CVE2024-12345',
    'CVE_2024_12345',
    'CVE\u20132024-12345',
    'cve-2024-1x',
    'CVE 2024-12345',
  ])('keeps %s, which is no CVE id, as it is written', (text) => {
    expect(namedCves(`CVE-2021-44228, ${text}, ${text}`)).toEqual({
      cves: ['CVE-2021-44228'],
      wrongCves: [text],
    });
  });
  it.each(['CVEs of 2024', 'CVE list', 'https://example.com/cve-2021-44228-log4shell', 'NOCVE', 'CVE 2024'])(
    'finds nothing wrong in %s',
    (text) => {
      expect(namedCves(text).wrongCves).toEqual([]);
    },
  );
});

it('reads the text after a hostile list from its start', () => {
  const many = Array.from({ length: 5000 }, (_, number) => `CVE-2024-${10_000 + number}`);
  expect(cveIds(many.join(' '))).toEqual(many.slice(0, 2000));
  expect(cveIds('CVE-2021-44228')).toEqual(['CVE-2021-44228']);
});

describe('fixesOfEvidence', () => {
  const fixes = ['KB5003171', 'KB5003172', 'MS21-001'];
  it('keeps of several KBs the one that the evidence names', () => {
    expect(fixesOfEvidence(fixes, 'KB5003172 is not installed')).toEqual(['KB5003172', 'MS21-001']);
  });
  it('keeps all when the evidence names none', () => {
    expect(fixesOfEvidence(fixes, '')).toEqual(fixes);
  });
});
