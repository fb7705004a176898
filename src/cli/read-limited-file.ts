import { accessSync, constants, createReadStream, statSync } from 'node:fs';
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
    throw unreadable(path, cause);
  }
  if (total > maxBytes) {
    const message = `${path} is larger than ${maxBytes / 1024 / 1024} MiB.`;
    throw new AppError({ code: 'FILE_TOO_LARGE', message, remedy, status: 413 });
  }
  return Buffer.concat(chunks);
}

/** Refuses what cannot be read as a file before anything is done. @throws AppError FILE_UNREADABLE */
export function refuseUnreadable(path: string): void {
  try {
    accessSync(path, constants.R_OK);
  } catch (cause) {
    throw unreadable(path, cause);
  }
  if (!statSync(path).isFile()) throw unreadable(path, null);
}

function unreadable(path: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no file';
  return new AppError({
    code: 'FILE_UNREADABLE',
    message: `${path} cannot be read (${code}).`,
    remedy: 'Check the name and whether you may read it.',
    cause,
  });
}
