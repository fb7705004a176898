import { z } from 'zod';
import { AppError } from '#core/errors.ts';
import type { ImportInput } from './import-file.ts';

const schema = z.strictObject({
  name: z.string().min(1).max(255).default('upload'),
  format: z.string().min(1).max(60).nullable().default(null),
  zone: z.string().min(1).max(60).nullable().default(null),
  mode: z.enum(['keep', 'dry-run']).default('keep'),
});

/** The parameters of an upload. @throws AppError QUERY_INVALID */
export function readImportQuery(query: Readonly<Record<string, string>>): Omit<ImportInput, 'content'> {
  const parsed = schema.safeParse(query);
  if (!parsed.success) {
    throw new AppError({
      code: 'QUERY_INVALID',
      message: 'A parameter of the import is not accepted.',
      remedy: 'Give name (up to 255 characters), format, zone, and mode as keep or dry-run; nothing else.',
    });
  }
  const { name, format, zone, mode } = parsed.data;
  return { fileName: name, format, zone, mode };
}
