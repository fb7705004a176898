import { createHash } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { z } from 'zod';
import { canonicalJson } from '#core/canonical-json.ts';
import { AppError, type Failure } from '#core/errors.ts';
import { isLocalDate } from '#core/time.ts';
import { inputError } from './failure.ts';
import { jsonGuard } from './json-guard.ts';
import { textOfBytes } from './text-bytes.ts';

export interface SectionMeta {
  readonly name: string;
  readonly exitCode: number | null;
  readonly durationMs: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly truncated: boolean;
  readonly timedOut: boolean;
}

/** The small, hashed statement of one scan; the sections it names are kept by their own hashes. */
export interface EnvelopeManifest {
  readonly schema: 'patchproof.envelope';
  readonly version: 1;
  /** Registry name of the scanner. */
  readonly scanner: string;
  readonly build: string;
  readonly method: 'credentialed' | 'network';
  /** Which parser reads the sections; null for network scans and failures before detection. */
  readonly family: string | null;
  readonly target: { readonly host: string; readonly port: number | null; readonly address: string | null };
  readonly profile: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly outcome: 'complete' | 'partial' | 'failed';
  readonly failure: Failure | null;
  /** `SHA256:…` of the SSH host key offered and accepted. */
  readonly hostKey: string | null;
  readonly sections: readonly SectionMeta[];
}

export interface Envelope {
  readonly manifest: EnvelopeManifest;
  /** Raw bytes by SHA-256; sections with the same content share one entry. */
  readonly sections: ReadonlyMap<string, Uint8Array>;
}

/** A section as a collector hands it over, before it is hashed. */
export interface CollectedSection extends Omit<SectionMeta, 'bytes' | 'sha256'> {
  readonly content: Uint8Array;
}

export type EnvelopeDraft = Omit<
  EnvelopeManifest,
  'schema' | 'version' | 'sections' | 'startedAt' | 'finishedAt'
> & {
  /** UTC milliseconds. */
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly sections: readonly CollectedSection[];
};

/** Of the JSON of a file. */
const MAX_DEPTH = 100;
const MAX_SECTION_BYTES = 32 * 1024 * 1024;
const MAX_TOTAL_BYTES = 128 * 1024 * 1024;
const MAX_FILE_BYTES = 192 * 1024 * 1024;
const MAX_SECTIONS = 64;

/** Hashes the sections of a finished scan and closes it into an envelope. */
export function sealEnvelope(draft: EnvelopeDraft): Envelope {
  const { sections: collected, startedAt, finishedAt, ...rest } = draft;
  const sections = new Map<string, Uint8Array>();
  const metas = collected.map(({ content, ...meta }): SectionMeta => {
    const sha256 = sha256Hex(content);
    sections.set(sha256, content);
    return { ...meta, bytes: content.byteLength, sha256 };
  });
  const manifest: EnvelopeManifest = {
    schema: 'patchproof.envelope',
    version: 1,
    ...rest,
    startedAt: new Date(startedAt).toISOString(),
    finishedAt: new Date(finishedAt).toISOString(),
    sections: metas,
  };
  return { manifest, sections };
}

/** SHA-256 (hex) of the manifest's canonical JSON: the identity of a scan result. */
export function envelopeHash(manifest: EnvelopeManifest): string {
  return sha256Hex(Buffer.from(canonicalJson(manifest), 'utf8'));
}

/** The `--out` file: one JSON document with the manifest, its hash and each section as base64 of zstd. */
export function encodeEnvelope(envelope: Envelope): Uint8Array {
  const sections: Record<string, string> = {};
  for (const [sha256, content] of envelope.sections) {
    sections[sha256] = zstdCompressSync(content).toString('base64');
  }
  const { manifest } = envelope;
  return Buffer.from(
    `${JSON.stringify({ manifest, hash: envelopeHash(manifest), sections }, null, 1)}\n`,
    'utf8',
  );
}

const hexHash = z.string().regex(/^[0-9a-f]{64}$/);
/** As `toIso` writes it: a day that is in no calendar is none. */
const instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  .refine((text) => isLocalDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text)));
const text = z.string().max(4096);
const count = z.number().int().nonnegative();

const sectionSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
  exitCode: z.number().int().nullable(),
  durationMs: count,
  bytes: count,
  sha256: hexHash,
  truncated: z.boolean(),
  timedOut: z.boolean(),
});

const manifestSchema = z.strictObject({
  schema: z.literal('patchproof.envelope'),
  version: z.literal(1),
  scanner: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  build: text,
  method: z.enum(['credentialed', 'network']),
  family: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/)
    .nullable(),
  target: z.strictObject({ host: text, port: count.max(65_535).nullable(), address: text.nullable() }),
  profile: text,
  startedAt: instant,
  finishedAt: instant,
  outcome: z.enum(['complete', 'partial', 'failed']),
  failure: z
    .strictObject({ code: z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/), message: text, remedy: text })
    .nullable(),
  hostKey: z
    .string()
    .regex(/^SHA256:[A-Za-z0-9+/]{43}$/)
    .nullable(),
  sections: z.array(sectionSchema).max(MAX_SECTIONS),
});

const fileSchema = z.strictObject({
  manifest: manifestSchema,
  hash: hexHash,
  sections: z.record(hexHash, z.string()),
});

/**
 * Reads an `--out` file and checks every hash and size in it.
 * @throws AppError FILE_EMPTY, FILE_TOO_LARGE, ENVELOPE_INVALID (not this format), ENVELOPE_HASH (altered) or ENCODING_INVALID, and
 * as `jsonGuard`.
 */
export function decodeEnvelope(bytes: Uint8Array): Envelope {
  if (bytes.byteLength === 0)
    throw inputError('FILE_EMPTY', 'The file is empty.', 'Give the file a scan wrote.');
  if (bytes.byteLength > MAX_FILE_BYTES) {
    throw inputError('FILE_TOO_LARGE', 'The file is larger than 192 MiB.', 'Give the envelope of one host.');
  }
  const file = fileSchema.safeParse(parseJson(bytes));
  if (!file.success) throw invalid(file.error.issues[0]?.path.join('.') ?? '');
  const { manifest, hash, sections: packed } = file.data;
  if (envelopeHash(manifest) !== hash) throw altered('the manifest does not match its hash');
  checkVerdict(manifest);
  return { manifest, sections: unpackSections(manifest, packed) };
}

function checkVerdict(manifest: EnvelopeManifest): void {
  if ((manifest.outcome === 'complete') !== (manifest.failure === null)) throw invalid('manifest.failure');
  if (new Set(manifest.sections.map((section) => section.name)).size !== manifest.sections.length) {
    throw invalid('manifest.sections');
  }
}

function unpackSections(manifest: EnvelopeManifest, packed: Record<string, string>): Map<string, Uint8Array> {
  const sections = new Map<string, Uint8Array>();
  let total = 0;
  for (const meta of manifest.sections) {
    const base64 = Object.hasOwn(packed, meta.sha256) ? packed[meta.sha256] : undefined;
    if (base64 === undefined) throw altered(`section ${meta.name} is not in the file`);
    const known = sections.get(meta.sha256);
    const content = known ?? unpack(base64, meta);
    if (content.byteLength !== meta.bytes) throw altered(`section ${meta.name} has another length`);
    total += known ? 0 : content.byteLength;
    if (total > MAX_TOTAL_BYTES) throw altered('its sections are larger than 128 MiB together');
    sections.set(meta.sha256, content);
  }
  if (Object.keys(packed).length !== sections.size)
    throw altered('it holds sections that the manifest does not name');
  return sections;
}

function unpack(base64: string, meta: SectionMeta): Uint8Array {
  if (meta.bytes > MAX_SECTION_BYTES) throw altered(`section ${meta.name} is larger than 32 MiB`);
  let content: Uint8Array;
  try {
    content = zstdDecompressSync(Buffer.from(base64, 'base64'), { maxOutputLength: Math.max(1, meta.bytes) });
  } catch (cause) {
    throw altered(`section ${meta.name} cannot be unpacked`, cause);
  }
  if (sha256Hex(content) !== meta.sha256) throw altered(`section ${meta.name} does not match its hash`);
  return content;
}

function parseJson(bytes: Uint8Array): unknown {
  const text = textOfBytes(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('');
  }
  jsonGuard(MAX_DEPTH)(text);
  return value;
}

function invalid(field: string): AppError {
  const where = field === '' ? undefined : { field };
  const at = field === '' ? '' : ` (at ${field.slice(0, 120)})`;
  return inputError(
    'ENVELOPE_INVALID',
    `The file is not a scan envelope of version 1${at}.`,
    'Give a file that `patchproof scan --out` wrote.',
    where,
  );
}

function altered(why: string, cause?: unknown): AppError {
  return new AppError({
    code: 'ENVELOPE_HASH',
    message: `The envelope was altered or damaged: ${why}.`,
    remedy: 'Copy the file again from where the scan ran.',
    exitCode: 4,
    cause,
  });
}

function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
