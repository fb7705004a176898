import { z } from 'zod';
import type { VersionScheme } from '#core/version/compare.ts';
import { schemes } from '#core/version/compare.ts';
import { readJsonDocument, shortText } from '../json-document.ts';
import type { EvidenceTier } from './report-importer.ts';

/**
 * What a column of somebody's CSV can be to us. `hostId` is the tool's own number for a host and only keeps rows
 * together; `machineId` is the machine's own id, by which it is known elsewhere too.
 */
export const mappedFields = [
  'host',
  'address',
  'hostId',
  'machineId',
  'os',
  'check',
  'title',
  'product',
  'fixes',
  'cves',
  'severity',
  'status',
  'installed',
  'fixed',
  'firstSeen',
  'lastSeen',
  'scannedAt',
  'remedy',
] as const;

/** Any of these names the host of a row. */
export const hostFields = ['host', 'address', 'hostId', 'machineId'] as const satisfies MappedField[];

export type MappedField = (typeof mappedFields)[number];

/** `unrated`: a word that says that there is no rating. */
export const mappedSeverities = ['critical', 'high', 'medium', 'low', 'info', 'unrated'] as const;
export type MappedSeverity = (typeof mappedSeverities)[number];

/** `unknown`: the tool cannot tell either; such rows are left out and counted. */
export const mappedStatuses = ['open', 'fixed', 'not-affected', 'accepted', 'unknown'] as const;
export type MappedStatus = (typeof mappedStatuses)[number];

/** How dates in figures are written; `2026-05-31` is read in any case, but no order is ever guessed. */
export const dateOrders = ['year-first', 'day-first', 'month-first'] as const;
export type DateOrder = (typeof dateOrders)[number];

/** Words of a column by what they mean; compared without case and outer blanks. */
export type WordLists<Meaning extends string> = Readonly<Partial<Record<Meaning, readonly string[]>>>;

/** How a CSV with one flaw of one host per row is read. Column names are compared without case and outer blanks. */
export interface ColumnMapping {
  /** As in "a WSUS list of updates per computer (CSV)". */
  readonly title: string;
  readonly tool: string;
  readonly tier: EvidenceTier;
  readonly evidence: string;
  /** A file is of this mapping when its header has every name of one of these sets. */
  readonly identifiedBy: readonly (readonly string[])[];
  /** Accepted names of the column of each field; of several that a file has, the first with a value in the row counts. */
  readonly columns: Readonly<Partial<Record<MappedField, readonly string[]>>>;
  /** Fields whose column a file must have. A row always needs a host, by name, address or id. */
  readonly required: readonly MappedField[];
  /** Title of rows that name neither title nor product; null = the check's id. */
  readonly untitled: string | null;
  /** Besides the usual words (critical, important, moderate, low …). `none` is no rating. */
  readonly severities: WordLists<MappedSeverity>;
  readonly statuses: WordLists<MappedStatus>;
  /** Columns with a yes or no besides the status: yes = somebody set the row aside in the tool. */
  readonly setAside?: readonly string[];
  /** Each row is an update that exists, whether or not its vendor's name of it is told. */
  readonly listsPatches?: boolean;
  /** What a row says that names no status. */
  readonly withoutStatus: MappedStatus;
  readonly dates: DateOrder;
  /** IANA zone in which the tool writes times without one; null = the zone declared at import. */
  readonly zone: string | null;
  /** Vendor whose fixes are written as bare numbers: `5041578` is KB5041578; null = none. */
  readonly bareFixes: 'KB' | null;
  /** How versions are ordered; null = not known. */
  readonly scheme: VersionScheme | null;
  /** True when the tool runs on the host or logs in to it; null = not known. */
  readonly credentialed: boolean | null;
  /** Values of fields that every row has, where it has no cell of its own. */
  readonly constants?: Readonly<Partial<Record<MappedField, string>>>;
  /** The file names everything that the tool finds on each host in it, so that what is missing is gone. */
  readonly complete?: boolean;
}

/** Who writes a mapping by hand proves nothing with it. */
const OWN_EVIDENCE = 'a mapping of your own';

const names = z.array(shortText(200)).min(1).max(50);
const wordLists = <Meaning extends string>(meanings: readonly [Meaning, ...Meaning[]]) =>
  z
    .partialRecord(z.enum(meanings), z.array(shortText(200)).max(200))
    .refine(isUnambiguous, 'a word is in two lists');

/** A mapping as it is kept. */
export const mappingSchema = z.strictObject({
  schema: z.literal('patchproof.column-mapping'),
  version: z.literal(1),
  title: shortText(200),
  tool: shortText(200),
  identifiedBy: z.array(names).min(1).max(20),
  columns: z.partialRecord(z.enum(mappedFields), names),
  constants: z.partialRecord(z.enum(mappedFields), shortText(500)).default({}),
  required: z.array(z.enum(mappedFields)).max(mappedFields.length).default([]),
  untitled: shortText(200).nullable().default(null),
  severities: wordLists(mappedSeverities).default({}),
  statuses: wordLists(mappedStatuses).default({}),
  setAside: z.array(shortText(200)).max(50).default([]),
  listsPatches: z.boolean().default(false),
  withoutStatus: z.enum(mappedStatuses).default('open'),
  dates: z.enum(dateOrders).default('year-first'),
  zone: shortText(60).refine(isZone, 'there is no such time zone').nullable().default(null),
  bareFixes: z.literal('KB').nullable().default(null),
  scheme: z.enum(schemeNames()).nullable().default(null),
  credentialed: z.boolean().nullable().default(null),
  complete: z.boolean().default(false),
});

/** A mapping as the document that keeps it: what `readMapping` reads. */
export type MappingDocument = z.input<typeof mappingSchema>;

/** A mapping that somebody saved under a name. */
export interface NamedMapping {
  readonly name: string;
  readonly document: MappingDocument;
}

/**
 * A mapping that somebody wrote; its tier is C.
 * @param bytes JSON of `MappingDocument`
 * @throws AppError FILE_EMPTY, MAPPING_INVALID naming the field or the line
 */
export function readMapping(bytes: Uint8Array): ColumnMapping {
  const title = 'a column mapping of version 1';
  const mapping = readJsonDocument(bytes, { code: 'MAPPING_INVALID', title, schema: checked });
  return { ...mapping, tier: 'C', evidence: OWN_EVIDENCE };
}

const checked = mappingSchema
  .refine(({ columns, constants }) => namesHost(columns) || namesHost(constants), {
    message: 'no column names the host',
    path: ['columns'],
  })
  .refine(({ columns, required }) => required.every((field) => Object.hasOwn(columns, field)), {
    message: 'a required field has no column',
    path: ['required'],
  })
  .transform(({ schema: _schema, version: _version, ...mapping }) => mapping);

function isUnambiguous(lists: Readonly<Partial<Record<string, readonly string[]>>>): boolean {
  const words = Object.values(lists).flatMap((list) => [...new Set(list?.map(plainWord))]);
  return new Set(words).size === words.length;
}

function namesHost(fields: Readonly<Partial<Record<MappedField, unknown>>>): boolean {
  return hostFields.some((field) => fields[field] !== undefined);
}

function schemeNames(): VersionScheme[] {
  return Object.keys(schemes).filter((name): name is VersionScheme => Object.hasOwn(schemes, name));
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** A column's name or a word as it is compared: without outer blanks, case and repeated blanks. */
export function plainWord(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}
