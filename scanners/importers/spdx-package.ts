/** What an SPDX document says of itself. */
export interface SpdxDocument {
  /** `SPDX-2.3`; null = the file is no SPDX document. */
  readonly version: string | null;
  readonly name: string | null;
  readonly created: string | null;
  readonly tool: string | null;
  /** Ids of what the document describes. */
  readonly describes: readonly string[];
}

/** A package with its external references, sorted by what they are. */
export interface SpdxPackage {
  /** `SPDXRef-…`; null = none. */
  readonly id: string | null;
  readonly name: string;
  readonly version: string | null;
  readonly purl: string | null;
  /** What it was built from (SPDX 2.3 §7.12), as tools write it; null = not told. */
  readonly sourceInfo: string | null;
  /** Locators of the type `advisory` (SPDX 2.3 §F.2.4). */
  readonly advisories: readonly string[];
  /** Locators of the type `fix`. */
  readonly fixes: readonly string[];
}

export interface SpdxReference {
  readonly type: string;
  readonly locator: string;
}

/** Makes a package of its parts; references of other types say nothing of flaws. */
export function spdxPackage(
  {
    id,
    name,
    version,
    sourceInfo = null,
  }: Pick<SpdxPackage, 'id' | 'name' | 'version'> & {
    readonly sourceInfo?: string | null;
  },
  references: readonly SpdxReference[],
): SpdxPackage {
  const of = (type: string): string[] =>
    references.filter((reference) => typeName(reference.type) === type).map(({ locator }) => locator);
  return {
    id,
    name,
    version,
    purl: of('purl')[0] ?? null,
    sourceInfo,
    advisories: of('advisory'),
    fixes: of('fix'),
  };
}

/** `purl` of `purl`, and of the address that a type may be written as (SPDX 2.3 §7.21: a URI). */
function typeName(type: string): string {
  return type.slice(Math.max(type.lastIndexOf('#'), type.lastIndexOf('/')) + 1);
}

/** The tool among the creators: `Tool: syft-1.0`. */
export function toolOfCreators(creators: readonly string[]): string | null {
  for (const creator of creators) {
    const [, tool] = /^Tool:\s*(\S.*)$/.exec(creator) ?? [];
    if (tool !== undefined) return tool;
  }
  return null;
}
