import { z } from 'zod';
import { isPurl } from '#core/advisory/purl-scheme.ts';
import { isSchemeName } from '#core/version/compare.ts';
import type { VersionScheme } from '#core/version/compare.ts';
import { readPurl } from '../importers/package-url.ts';
import { instantText, readJsonDocuments, shortText } from '../json-document.ts';

/** The words that tell the format of a file. */
export const INVENTORY_SCHEMA = 'patchproof.inventory';

const MAX_PACKAGES = 100_000;
const MAX_SOURCES = 500;
const MAX_ADDRESSES = 64;

const instant = instantText.nullable().default(null);
const scheme = z.custom<VersionScheme>(
  (value) => typeof value === 'string' && isSchemeName(value),
  'an order of versions that is known: deb, rpm or windows',
);
const version = shortText(200);
/** A name, or the package URL of a language's package without its version, in the one form that it has. */
const packageText = shortText(300).transform((name, context) => {
  if (!isPurl(name)) return name;
  const key = readPurl(name)?.key ?? null;
  if (key === name) return name;
  const message = key === null ? 'no package URL' : `a package URL in the form ${key}`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});
/** A package is named by name and architecture; the colon parts the two. */
const packageName = { name: packageText, arch: z.string().regex(/^[A-Za-z0-9_.-]{1,40}$/) };
const kernelPackage = z.strictObject({ name: shortText(300), version });

/** Everything but the two lists: what a section of its own holds. */
const hostFields = {
  host: z.strictObject({
    name: shortText(253),
    /** An id that survives renaming: /etc/machine-id, MachineGuid, a serial number. */
    machineId: shortText(128).nullable().default(null),
    cloudId: shortText(200).nullable().default(null),
    addresses: z
      .array(z.union([z.ipv4(), z.ipv6()]))
      .max(MAX_ADDRESSES)
      .default([]),
    zone: shortText(64).nullable().default(null),
  }),
  os: z.strictObject({
    id: z.string().regex(/^[a-z][a-z0-9._-]{0,39}$/),
    versionId: shortText(60).nullable().default(null),
    name: shortText(200),
  }),
  versionScheme: scheme,
  kernel: z
    .strictObject({
      running: shortText(200),
      /** null = no package owns it. */
      package: kernelPackage.nullable(),
      installed: z.array(kernelPackage).max(1_000),
      bootedAt: instant,
    })
    .nullable()
    .default(null),
  rebootRequired: z.boolean().nullable().default(null),
  /** Security updates that are installed on Windows; absent = the tool does not tell. */
  installedUpdates: z
    .array(z.string().regex(/^KB\d{6,8}$/, 'an update such as KB5002500'))
    .max(5_000)
    .nullish(),
  sources: z
    .array(
      z.strictObject({
        name: shortText(200),
        security: z.boolean(),
        /** When the host last fetched it. */
        fetchedAt: instant,
        /** When the source itself last changed. */
        publishedAt: instant,
      }),
    )
    .max(MAX_SOURCES),
};

/** The section `host` of a sealed inventory. */
export const hostSectionSchema = z.strictObject(hostFields);

const packageSchema = z.strictObject({
  ...packageName,
  version,
  source: shortText(300).optional(),
  sourceVersion: version.optional(),
  held: z.boolean().optional(),
  installedAt: instantText.nullable().optional(),
});

const updateSchema = z.strictObject({ ...packageName, version, source: shortText(200) });

const documentSchema = z
  .strictObject({
    schema: z.literal(INVENTORY_SCHEMA),
    version: z.literal(1),
    tool: shortText(120),
    collectedAt: instantText,
    ...hostFields,
    packages: z.array(packageSchema).max(MAX_PACKAGES),
    updates: z.array(updateSchema).max(MAX_PACKAGES),
  })
  .superRefine((document, context) => {
    const problem = findMismatch(document);
    if (problem) context.addIssue({ code: 'custom', ...problem });
  });

/** What another tool knows of one host: its packages, and the updates that its sources offer. */
export type InventoryDocument = z.infer<typeof documentSchema>;
export type InventoryPackage = z.infer<typeof packageSchema>;
export type InventoryUpdate = z.infer<typeof updateSchema>;

interface Mismatch {
  readonly path: (string | number)[];
  readonly message: string;
}

/** A name that points nowhere would hide a missing patch. */
function findMismatch({
  sources,
  packages,
  updates,
}: Pick<InventoryDocument, 'sources' | 'packages' | 'updates'>): Mismatch | null {
  const names = sources.map(({ name }) => name);
  const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (twice !== -1) return { path: ['sources', twice, 'name'], message: 'two sources have this name' };
  const known = new Set(names);
  const installed = new Set(packages.map(({ name, arch }) => `${name}:${arch}`));
  const stray = updates.findIndex(({ source }) => !known.has(source));
  if (stray !== -1) return { path: ['updates', stray, 'source'], message: 'no source has this name' };
  const lost = updates.findIndex(({ name, arch }) => !installed.has(`${name}:${arch}`));
  if (lost === -1) return null;
  return { path: ['updates', lost], message: 'packages holds no package of this name and architecture' };
}

/**
 * Reads a file of one inventory or an array of them.
 * @throws AppError FILE_EMPTY, INVENTORY_INVALID naming the field or the line
 */
export function readInventories(bytes: Uint8Array): readonly InventoryDocument[] {
  const title = 'an inventory document of version 1';
  return readJsonDocuments(bytes, { code: 'INVENTORY_INVALID', title, schema: documentSchema });
}
