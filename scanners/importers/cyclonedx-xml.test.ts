import { describe, expect, it } from 'vitest';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { readSample, refusalOf, tryReport } from '../../tests/fixtures/importers/report-trial.ts';
import { cyclonedxXml } from './cyclonedx-xml.ts';

const extended = `<bom xmlns="http://cyclonedx.org/schema/bom/1.2" xmlns:v="http://cyclonedx.org/schema/ext/vulnerability/1.0">
  <components>
    <component type="library" bom-ref="a"><name>moment</name><version>2.24.0</version><purl>pkg:npm/moment@2.24.0</purl>
      <v:vulnerabilities><v:vulnerability ref="a"><v:id>CVE-2022-24785</v:id>
        <v:ratings><v:rating><v:score><v:base>7.5</v:base></v:score><v:severity>High</v:severity><v:method>CVSSv3</v:method></v:rating></v:ratings>
        <v:recommendations><v:recommendation>Upgrade</v:recommendation></v:recommendations>
      </v:vulnerability></v:vulnerabilities>
    </component>
    <component type="library" bom-ref="b"><name>other</name><version>1</version></component>
  </components>
</bom>`;

describe('a CycloneDX document (XML)', () => {
  tryReport({
    importer: cyclonedxXml,
    samples: ['cyclonedx-xml/valid-vulnerability-1.4.xml'],
    saysItsEnd: true,
  });

  it('chooses the end of the range that the installed version is in', () => {
    expect(
      readSample(cyclonedxXml, 'cyclonedx-xml/valid-vulnerability-1.4.xml').flaws[0]?.product,
    ).toMatchObject({
      installed: '2.9.4',
      fixed: '2.9.5',
      scheme: 'maven',
    });
  });

  it('reads the extension of versions before 1.4', () => {
    const { flaws, skipped } = readText(cyclonedxXml, extended);
    expect(flaws).toMatchObject([
      {
        cves: ['CVE-2022-24785'],
        severity: 'high',
        cvss: { version: '3.0', score: 7.5 },
        remedy: 'Upgrade',
        product: { name: 'pkg:npm/moment', installed: '2.24.0' },
      },
    ]);
    expect(skipped).toEqual({ 'component without vulnerability': 1 });
  });

  it('refuses a document type', () => {
    expect(refusalOf(cyclonedxXml, '<!DOCTYPE bom [<!ENTITY x "y">]><bom/>')).toBe('XML_DTD_FORBIDDEN');
  });
});
