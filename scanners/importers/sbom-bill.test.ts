import { describe, expect, it } from 'vitest';
import type { BillOfMaterials } from '../sbom/bill.ts';
import { cyclonedxXml } from './cyclonedx-xml.ts';
import type { ReportImporter } from './report-importer.ts';
import { spdx } from './spdx.ts';

/** What an importer hands on as the list of a bill. */
function billOf(importer: ReportImporter, text: string): BillOfMaterials | null {
  let found: BillOfMaterials | null = null;
  const input = {
    fileName: 'bom',
    receivedAt: Date.parse('2026-05-10T08:00:00.000Z'),
    zone: 'UTC',
    documents: [{ name: 'bom', chunks: () => [Buffer.from(text)] }],
  } as const;
  const ignore = () => undefined;
  const bill = (one: BillOfMaterials) => void (found = one);
  importer.read(input, { host: ignore, flaw: ignore, skip: ignore, bill });
  return found;
}

const xml = (compositions: string) => `<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1">
  <metadata>
    <timestamp>2026-05-09T08:00:00Z</timestamp>
    <tools><tool><name>maven-plugin</name><version>2.9</version></tool></tools>
    <component type="application" bom-ref="shop"><name>shop</name><version>1.0.0</version></component>
  </metadata>
  <components>
    <component type="library" bom-ref="a"><name>a</name><version>1.0</version><purl>pkg:maven/g/a@1.0</purl></component>
  </components>
  ${compositions}
</bom>`;

describe('the list of a bill of materials', () => {
  it('is read from CycloneDX as XML, without what it describes', () => {
    expect(billOf(cyclonedxXml, xml(''))).toEqual({
      host: 'bom',
      name: 'shop',
      components: [{ name: 'a', version: '1.0', purl: 'pkg:maven/g/a@1.0', type: 'library' }],
      partial: null,
      tool: 'maven-plugin 2.9',
      madeAt: '2026-05-09T08:00:00.000Z',
    });
  });

  it('is incomplete where the XML says so of what it describes', () => {
    const said = `<compositions><composition><aggregate>incomplete</aggregate>
      <assemblies><assembly ref="shop"/></assemblies></composition></compositions>`;
    expect(billOf(cyclonedxXml, xml(said))?.partial).toBe('it says that it is incomplete');
    expect(billOf(cyclonedxXml, xml(said.replace('"shop"', '"a"')))?.partial).toBeNull();
  });

  const tags = (relationship: string) => `SPDXVersion: SPDX-2.3
SPDXID: SPDXRef-DOCUMENT
DocumentName: shop
Creator: Tool: syft-1.20.0
Created: 2026-05-09T08:00:00Z
PackageName: shop
SPDXID: SPDXRef-Image
PackageName: a
SPDXID: SPDXRef-A
PackageVersion: 1.0
ExternalRef: PACKAGE-MANAGER purl pkg:npm/a@1.0
${relationship}
`;

  it('is read from SPDX as tags, without what it describes', () => {
    expect(billOf(spdx, tags('Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-Image'))).toMatchObject({
      name: 'shop',
      components: [{ name: 'a', version: '1.0', purl: 'pkg:npm/a@1.0' }],
      partial: null,
      tool: 'syft-1.20.0',
    });
  });

  it('may lack packages where SPDX does not say what it describes', () => {
    expect(billOf(spdx, tags(''))).toMatchObject({
      components: [{ name: 'shop' }, { name: 'a' }],
      partial: 'it does not say what it describes',
    });
  });
});
