import { describe, expect, it } from 'vitest';
import type { ReportedFlaw, ReportedProduct } from '#core/advisory/reported-flaw.ts';
import { findingsOfFlaw } from './finding-of-flaw.ts';
import { flawFacts, flawKey } from './flaw-identity.ts';

const product: ReportedProduct = {
  name: 'openssl',
  keyedBy: 'source',
  arch: null,
  installed: '3.0.1',
  fixed: null,
  scheme: 'deb',
};
const flaw: ReportedFlaw = {
  host: 'h',
  check: '100',
  title: 'Something is missing',
  product,
  fixes: [],
  cves: ['CVE-2026-1', 'CVE-2026-2'],
  severity: 'high',
  cvss: null,
  status: 'open',
  port: null,
  evidence: 'seen',
  remedy: null,
  firstSeen: null,
  lastSeen: null,
  record: 1,
};
const fixesOf = (changes: Partial<ReportedFlaw>) => findingsOfFlaw('Tool', { ...flaw, ...changes }).fixes;

describe('the findings of a reported flaw', () => {
  it('are of the first vendor fix that the tool names', () => {
    expect(fixesOf({ fixes: ['DSA-5000-1', 'USN-1-1'] })).toEqual(['DSA-5000-1']);
  });

  it('are of the version that fixes where no vendor’s name of the fix is known', () => {
    expect(fixesOf({ product: { ...product, fixed: '3.0.2' } })).toEqual(['security-update:openssl@3.0.2']);
  });

  it.each([
    null,
    'n/a',
    'There is no known solution at this time.',
    'No solution was made available by the vendor.',
  ])('are one for each CVE where the tool knows no remedy (%j)', (remedy) => {
    expect(fixesOf({ remedy })).toEqual(['no-fix:CVE-2026-1', 'no-fix:CVE-2026-2']);
  });

  it('are of the check itself where something is to be done that nobody named', () => {
    expect(fixesOf({ remedy: 'Upgrade to 2.4.58 or later.' })).toEqual(['check:Tool:100']);
    expect(fixesOf({ cves: [] })).toEqual(['check:Tool:100']);
  });

  it('are none for an informational result without fix and CVE', () => {
    expect(fixesOf({ severity: 'info', cves: [] })).toEqual([]);
    expect(fixesOf({ severity: 'info' })).toHaveLength(2);
  });

  it('have the product as the report names it, or none', () => {
    expect(findingsOfFlaw('Tool', flaw).product).toBe('openssl');
    expect(findingsOfFlaw('Tool', { ...flaw, product: null }).product).toBe('');
  });
});

describe('the identity of a reported flaw', () => {
  it('is tool, check, product and port; never severity, score, text or version', () => {
    const same = { severity: 'low', title: 'Other', cvss: null, evidence: 'x', cves: [] } as const;
    expect(flawKey('Tool', { ...flaw, ...same, product: { ...product, installed: '9', fixed: '10' } })).toBe(
      flawKey('Tool', flaw),
    );
    const others = [
      flawKey('Other', flaw),
      flawKey('Tool', { ...flaw, check: '101' }),
      flawKey('Tool', { ...flaw, port: 'tcp/443' }),
      flawKey('Tool', { ...flaw, product: { ...product, name: 'curl' } }),
      flawKey('Tool', { ...flaw, product: { ...product, arch: 'i386' } }),
    ];
    expect(new Set([...others, flawKey('Tool', flaw)]).size).toBe(6);
  });

  it('has facts that change with rating and versions, and not with what the tool printed', () => {
    expect(flawFacts({ ...flaw, evidence: 'other' })).toBe(flawFacts(flaw));
    expect(flawFacts({ ...flaw, severity: 'low' })).not.toBe(flawFacts(flaw));
    expect(flawFacts({ ...flaw, product: { ...product, installed: '3.0.2' } })).not.toBe(flawFacts(flaw));
  });
});
