import { statSync } from 'node:fs';
import { AppError } from '#core/errors.ts';

interface GivenFile {
  readonly fileName: string;
  /** Its bytes, or its path. */
  readonly content: Uint8Array | string;
}

/** Before a byte of it is read. @throws AppError FILE_TOO_LARGE (413) */
export function refuseTooLarge(
  { fileName, content }: GivenFile,
  { maxBytes, remedy }: { readonly maxBytes: number; readonly remedy: string },
): void {
  const size = typeof content === 'string' ? statSync(content).size : content.byteLength;
  if (size <= maxBytes) return;
  throw new AppError({
    code: 'FILE_TOO_LARGE',
    message: `${fileName} is larger than ${maxBytes / 1024 / 1024} MiB.`,
    remedy,
    status: 413,
  });
}
