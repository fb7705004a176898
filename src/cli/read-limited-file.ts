import { createReadStream } from 'node:fs';
import { AppError } from '#core/errors.ts';

/** A file whole, read no further than the limit. @throws AppError FILE_UNREADABLE, FILE_TOO_LARGE */
export async function readLimitedFile(
  path: string,
  { maxBytes, remedy }: { readonly maxBytes: number; readonly remedy: string },
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let total = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      total += chunk.length;
      if (total > maxBytes) break;
      chunks.push(chunk);
    }
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new AppError({
      code: 'FILE_UNREADABLE',
      message: `${path} cannot be read (${code}).`,
      remedy: 'Check the name and whether you may read it.',
      cause,
    });
  }
  if (total > maxBytes) {
    const message = `${path} is larger than ${maxBytes / 1024 / 1024} MiB.`;
    throw new AppError({ code: 'FILE_TOO_LARGE', message, remedy, status: 413 });
  }
  return Buffer.concat(chunks);
}
