import { z } from 'zod';
import { severities } from '#core/advisory/rank.ts';
import { isLocalDate } from '#core/time.ts';
import { instantText, readJsonDocument, shortText } from '../json-document.ts';

/** The words that tell the format of a file. */
export const ADVISORIES_SCHEMA = 'patchproof.advisories';

const MAX_ADVISORIES = 100_000;
const MAX_CVES = 5_000;
const MAX_PRODUCTS = 20_000;

const day = z.string().refine(isLocalDate, 'a day is written as 2026-05-31');

const advisorySchema = z.strictObject({
  id: shortText(120),
  title: shortText(500),
  /** When the fix was published: an instant, or the day where only that is known. */
  released: z.union([day, instantText], 'a day such as 2026-05-31, or a time with its zone').nullable(),
  severity: z.enum(severities).nullable(),
  cves: z.array(z.string().regex(/^CVE-\d{4}-\d{4,10}$/, 'a CVE id such as CVE-2026-1234')).max(MAX_CVES),
  /** The day since which it is known to be exploited. */
  knownExploited: day.nullable(),
  products: z
    .array(
      z.strictObject({
        /** As findings name it: the source package, or the product of the inventory. */
        product: shortText(200),
        /** The first version that holds the fix. */
        fixed: shortText(200),
      }),
    )
    .min(1)
    .max(MAX_PRODUCTS),
});

const schema = z.strictObject({
  schema: z.literal(ADVISORIES_SCHEMA),
  version: z.literal(1),
  source: shortText(200),
  publishedAt: instantText,
  advisories: z.array(advisorySchema).max(MAX_ADVISORIES),
});

/** What a vendor published: advisories with the versions that fix them. */
export type AdvisoriesDocument = z.infer<typeof schema>;

/** @throws AppError FILE_EMPTY, ADVISORIES_INVALID naming the field or the line */
export function readAdvisories(bytes: Uint8Array): AdvisoriesDocument {
  const title = 'an advisories document of version 1';
  return readJsonDocument(bytes, { code: 'ADVISORIES_INVALID', title, schema });
}

/** The document as the bytes that are kept. */
export function encodeAdvisories(document: AdvisoriesDocument): Uint8Array {
  return Buffer.from(JSON.stringify(document), 'utf8');
}
