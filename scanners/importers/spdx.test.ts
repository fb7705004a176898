import { describe, expect, it } from 'vitest';
import { documentOf, readText } from '../../tests/fixtures/importers/read-report.ts';
import { refusalOf, tryReport } from '../../tests/fixtures/importers/report-trial.ts';
import type { BillOfMaterials } from '../sbom/bill.ts';
import { spdx } from './spdx.ts';

const tags = `SPDXVersion: SPDX-2.3
DocumentName: shop
Creator: Tool: syft-1.0.0
Created: 2026-01-02T03:04:05Z
PackageName: log4j-core
PackageVersion: 2.14.1
PackageComment: <text>of two lines
PackageName: no package at all</text>
ExternalRef: PACKAGE-MANAGER purl pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1
ExternalRef: SECURITY advisory https://nvd.nist.gov/vuln/detail/CVE-2021-44228
PackageName: slf4j
`;

describe('an SPDX document', () => {
  tryReport({
    importer: spdx,
    samples: ['spdx/04-SBOMwSecurity.json', 'spdx/SPDXXMLExample-v2_3.xml'],
    saysItsEnd: true,
  });
  // Tags and values have no end.
  tryReport({ importer: spdx, samples: ['spdx/SPDXTagExample-v2_3.spdx'], saysItsEnd: false });

  it.each([
    ['tags', 'PackageSourceInfo: <text>built package from: openssl 3.0.11-1</text>'],
    ['JSON', ''],
  ])('keeps what a package was built from, in %s', (_form, line) => {
    const info = 'built package from: openssl 3.0.11-1';
    const json = {
      spdxVersion: 'SPDX-2.3',
      name: 'shop',
      packages: [{ name: 'libssl3', versionInfo: '3.0.11-1', sourceInfo: info }],
    };
    const text =
      line === '' ? JSON.stringify(json) : `SPDXVersion: SPDX-2.3\nPackageName: libssl3\n${line}\n`;
    const documents = [documentOf('x', text)] as const;
    const bills: BillOfMaterials[] = [];
    const [host, flaw, skip] = [() => undefined, () => undefined, () => undefined];
    const input = { fileName: 'x', receivedAt: 0, zone: 'UTC', documents };
    spdx.read(input, { host, flaw, skip, bill: (bill) => bills.push(bill) });
    expect(bills[0]?.components).toMatchObject([{ name: 'libssl3', upstream: 'openssl@3.0.11-1' }]);
  });

  it('reads tags and values as it reads JSON', () => {
    expect(spdx.recognises(tags)).toBe(true);
    const { facts, hosts, flaws, skipped } = readText(spdx, tags);
    expect(facts).toEqual({ tool: 'syft-1.0.0', toolVersion: null, madeAt: '2026-01-02T03:04:05.000Z' });
    expect(hosts).toMatchObject([{ name: 'shop', kind: 'repository' }]);
    expect(flaws).toMatchObject([
      {
        check: 'CVE-2021-44228',
        product: {
          name: 'pkg:maven/org.apache.logging.log4j/log4j-core',
          installed: '2.14.1',
          scheme: 'maven',
        },
      },
    ]);
    expect(skipped).toEqual({ 'component without vulnerability': 1 });
  });

  it('refuses a file that holds two documents', () => {
    expect(refusalOf(spdx, tags + tags)).toBe('REPORT_INVALID');
  });

  it('refuses what names no version of SPDX', () => {
    expect(refusalOf(spdx, 'PackageName: a\n')).toBe('REPORT_INVALID');
  });
});
