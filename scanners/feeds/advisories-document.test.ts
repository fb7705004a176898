import { describe, expect, it } from 'vitest';
import { encodeAdvisories, readAdvisories } from './advisories-document.ts';
import type { AdvisoriesDocument } from './advisories-document.ts';

const advisory: AdvisoriesDocument['advisories'][number] = {
  id: 'DSA-6071-1',
  title: 'openssl security update',
  released: '2026-11-18T09:12:00.000Z',
  severity: 'high',
  cves: ['CVE-2026-1234'],
  knownExploited: null,
  products: [{ product: 'openssl', fixed: '3.0.19-1~deb12u2' }],
};

function documentOf(changes: object = {}): AdvisoriesDocument {
  return {
    schema: 'patchproof.advisories',
    version: 1,
    source: 'Debian security announcements',
    publishedAt: '2026-11-20T06:00:00.000Z',
    advisories: [{ ...advisory, ...changes }],
  };
}

const read = (document: AdvisoriesDocument) => readAdvisories(encodeAdvisories(document));

describe('an advisories document', () => {
  it('comes back as it was written', () => {
    expect(read(documentOf())).toEqual(documentOf());
  });

  it.each(['2026-11-18', null])('may give %j as the release: a day is not made an instant', (released) => {
    expect(read(documentOf({ released })).advisories[0]?.released).toBe(released);
  });

  it('keeps an instant with an offset as UTC', () => {
    const [one] = read(documentOf({ released: '2026-11-18T10:12+01:00' })).advisories;
    expect(one?.released).toBe('2026-11-18T09:12:00.000Z');
  });

  it.each<[string, object, string]>([
    ['a release without a zone', { released: '2026-11-18T09:12:00' }, 'advisories.0.released'],
    ['a day that does not exist', { released: '2026-02-30' }, 'advisories.0.released'],
    ['an instant of first exploitation', { knownExploited: '2026-11-18T00:00:00Z' }, '.knownExploited'],
    ['a severity of another scale', { severity: 'important' }, 'advisories.0.severity'],
    ['a CVE id that is none', { cves: ['CVE-26-1'] }, 'advisories.0.cves.0'],
    ['nothing that it fixes', { products: [] }, 'advisories.0.products'],
    ['a field that is not known', { score: 9.8 }, 'advisories.0'],
  ])('is refused with %s', (_title, changes, field) => {
    expect(() => read(documentOf(changes))).toThrow(field);
  });
});
