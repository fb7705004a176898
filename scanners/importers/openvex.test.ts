import { describe, expect, it } from 'vitest';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { readSample, refusalOf, tryReport } from '../../tests/fixtures/importers/report-trial.ts';
import { openvex } from './openvex.ts';

const read = (statement: object) =>
  readText(openvex, JSON.stringify({ '@context': 'https://openvex.dev/ns/v0.2.0', statements: [statement] }));

describe('an OpenVEX document', () => {
  tryReport({
    importer: openvex,
    samples: ['openvex/demo.vex.json', 'openvex/v020-1.vex.json'],
    saysItsEnd: true,
  });

  it('is never a complete scan: what it does not name stays as it was', () => {
    const { hosts } = readSample(openvex, 'openvex/demo.vex.json');
    expect(hosts.map(({ complete, credentialed }) => [complete, credentialed])).toEqual([
      [false, null],
      [false, null],
    ]);
  });

  it('speaks of the parts of an image', () => {
    const { hosts, flaws } = read({
      vulnerability: { name: 'CVE-2023-1255', aliases: ['GHSA-aaaa-bbbb-cccc'] },
      products: [
        {
          '@id': 'pkg:oci/app@sha256:0a4eaa0eecf5f8c050e5bba433f58c052be7587ee8af3e8b3910ef9ab5fbe9f5',
          subcomponents: [{ '@id': 'pkg:deb/debian/openssl@3.0.11' }],
        },
      ],
      status: 'not_affected',
      justification: 'vulnerable_code_not_in_execute_path',
    });
    expect(hosts[0]).toMatchObject({ kind: 'image', name: 'app' });
    expect(hosts[0]?.cloudId).toMatch(/^sha256:0a4e/);
    expect(flaws[0]).toMatchObject({
      status: 'not-affected',
      product: { name: 'openssl', installed: '3.0.11' },
    });
    expect(flaws[0]?.evidence).toContain('vulnerable_code_not_in_execute_path');
  });

  it('reads products and flaws that are bare texts, as the first version wrote them', () => {
    const old = read({
      vulnerability: 'CVE-2014-123456',
      products: ['pkg:generic/product@1.0.0'],
      status: 'affected',
    });
    expect(old.flaws[0]).toMatchObject({ check: 'CVE-2014-123456', status: 'open' });
  });

  it('takes of several statements about one thing the newest, and counts the others', () => {
    const of = (status: string, timestamp?: string) => ({
      vulnerability: { name: 'CVE-2024-12345' },
      products: [{ '@id': 'pkg:npm/a@1.0.0' }],
      status,
      ...(timestamp === undefined ? {} : { timestamp }),
    });
    const statusesOf = (...statements: object[]) => {
      const document = {
        '@context': 'https://openvex.dev/ns/v0.2.0',
        timestamp: '2026-01-02T00:00:00Z',
        statements,
      };
      const { flaws, skipped } = readText(openvex, JSON.stringify(document));
      return [flaws.map(({ status }) => status), skipped];
    };
    const superseded = { 'a statement with a newer one': 1 };
    expect(statusesOf(of('affected'), of('fixed'))).toEqual([['fixed'], superseded]);
    expect(statusesOf(of('fixed', '2026-01-03T00:00:00Z'), of('affected'))).toEqual([['fixed'], superseded]);
    expect(statusesOf(of('fixed', '2026-01-01T00:00:00Z'), of('affected'))).toEqual([['open'], superseded]);
  });

  it('counts a status that is none, and refuses a document that states nothing', () => {
    const text = JSON.stringify({
      statements: [{ vulnerability: 'CVE-2014-1', products: ['pkg:npm/a'], status: 'maybe' }],
    });
    expect(refusalOf(openvex, text)).toBe('REPORT_EMPTY');
    expect(refusalOf(openvex, '{"statements": []}')).toBe('REPORT_INVALID');
  });
});
