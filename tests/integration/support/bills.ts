/** `[purl, version]` of a component, or the whole component. */
export interface BillPart {
  readonly purl: string;
  readonly version: string;
}

interface BillChanges {
  readonly compositions?: readonly Record<string, unknown>[];
  readonly subject?: Record<string, unknown> | null;
  readonly vulnerabilities?: readonly Record<string, unknown>[];
}

const APPLICATION = { type: 'application', name: 'shop', version: '1.0.0', 'bom-ref': 'shop' };

/** A CycloneDX bill of materials of the application `shop`, as build tools write it. */
export function cyclonedxBill(
  at: number,
  parts: readonly BillPart[],
  { compositions, subject = APPLICATION, vulnerabilities }: BillChanges = {},
): Record<string, unknown> {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: new Date(at).toISOString(),
      tools: { components: [{ type: 'application', name: 'cdxgen', version: '11.1.0' }] },
      ...(subject === null ? {} : { component: subject }),
    },
    components: parts.map(({ purl, version }) => ({
      type: 'library',
      name: purl.slice(purl.lastIndexOf('/') + 1),
      version,
      'bom-ref': `${purl}@${version}`,
      purl: withVersion(purl, version),
    })),
    ...(compositions === undefined ? {} : { compositions }),
    ...(vulnerabilities === undefined ? {} : { vulnerabilities }),
  };
}

/** The version stands before the qualifiers. */
function withVersion(purl: string, version: string): string {
  const [name = '', qualifiers] = purl.split('?');
  return `${name}@${encodeURIComponent(version)}${qualifiers === undefined ? '' : `?${qualifiers}`}`;
}

/** An SPDX 2.3 document of an image, as syft writes it. */
export function spdxBill(at: number, parts: readonly BillPart[], describes = true): Record<string, unknown> {
  return {
    spdxVersion: 'SPDX-2.3',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: 'registry.example/shop',
    creationInfo: { created: new Date(at).toISOString(), creators: ['Tool: syft-1.20.0'] },
    packages: [
      {
        name: 'registry.example/shop',
        SPDXID: 'SPDXRef-Image',
        externalRefs: [{ referenceType: 'purl', referenceLocator: 'pkg:oci/shop@sha256%3Aabc123' }],
      },
      ...parts.map(({ purl, version }, index) => ({
        name: purl.slice(purl.lastIndexOf('/') + 1),
        SPDXID: `SPDXRef-${index}`,
        versionInfo: version,
        externalRefs: [{ referenceType: 'purl', referenceLocator: withVersion(purl, version) }],
      })),
    ],
    relationships: describes
      ? [
          {
            spdxElementId: 'SPDXRef-DOCUMENT',
            relationshipType: 'DESCRIBES',
            relatedSpdxElement: 'SPDXRef-Image',
          },
        ]
      : [],
  };
}

interface OsvEntry {
  readonly ecosystem: string;
  readonly name: string;
  readonly events: readonly Record<string, string>[];
}

/** A record of OSV.dev. */
export function osvRecord(
  id: string,
  aliases: readonly string[],
  entries: readonly OsvEntry[],
  more: Record<string, unknown> = {},
): string {
  return JSON.stringify({
    schema_version: '1.7.0',
    id,
    modified: '2026-05-01T10:00:00Z',
    published: '2026-04-20T10:00:00Z',
    aliases,
    summary: `Flaw ${id}`,
    affected: entries.map(({ ecosystem, name, events }) => ({
      package: { ecosystem, name },
      ranges: [{ type: ecosystem === 'npm' ? 'SEMVER' : 'ECOSYSTEM', events }],
    })),
    database_specific: { severity: 'HIGH' },
    ...more,
  });
}
