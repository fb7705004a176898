import { readFileSync } from 'node:fs';
import { AppError } from '#core/errors.ts';

/** A small text file named by an option. @throws AppError FILE_UNREADABLE naming it */
export function readTextFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new AppError({
      code: 'FILE_UNREADABLE',
      message: `${path} cannot be read (${code}).`,
      remedy: 'Check the name and whether you may read it.',
      cause,
    });
  }
}
