export interface BodyQuestion {
  readonly path: string;
  readonly contentLength: string | undefined;
  readonly transferEncoding: string | undefined;
}

export type BodyVerdict =
  { readonly kind: 'accept' } | { readonly kind: 'refuse'; readonly status: 411 | 413 };

/** Forms and small JSON, bytes. */
export const MAX_FORM_BYTES = 1024 * 1024;
/** An envelope or an imported file, bytes; what `scanners/envelope.ts` reads at most. */
export const MAX_UPLOAD_BYTES = 192 * 1024 * 1024;

/** A report of another tool or the file of a feed, bytes: it goes to the disk as it comes. */
export const MAX_STREAMED_BYTES = 2 * 1024 * 1024 * 1024;

/** A file of decisions with the form round it, bytes. */
export const MAX_DECISIONS_BYTES = 6 * 1024 * 1024;

const LIMITS: Readonly<Record<string, number>> = {
  '/api/v1/envelopes': MAX_UPLOAD_BYTES,
  '/api/v1/imports': MAX_STREAMED_BYTES,
  '/api/v1/feed-files': MAX_STREAMED_BYTES,
  '/api/v1/decisions': MAX_DECISIONS_BYTES,
  '/assets/import': MAX_DECISIONS_BYTES,
  '/feeds': MAX_UPLOAD_BYTES,
  '/imports': MAX_UPLOAD_BYTES,
  '/imports/files': MAX_STREAMED_BYTES,
};

/** Largest body of a path, bytes. */
export function maxBodyBytes(path: string): number {
  const [place = ''] = path.split('?');
  return (Object.hasOwn(LIMITS, place) ? LIMITS[place] : undefined) ?? MAX_FORM_BYTES;
}

/**
 * Refuses a body that says it is too large before it is read, and one of unknown length where it would be read
 * whole. Uploads of unknown length are counted as they come.
 */
export function judgeBody({ path, contentLength, transferEncoding }: BodyQuestion): BodyVerdict {
  const max = maxBodyBytes(path);
  if (transferEncoding !== undefined && max < MAX_UPLOAD_BYTES) return { kind: 'refuse', status: 411 };
  if (contentLength !== undefined && Number(contentLength) > max) return { kind: 'refuse', status: 413 };
  return { kind: 'accept' };
}
