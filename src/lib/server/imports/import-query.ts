import { z } from 'zod';
import { AppError } from '#core/errors.ts';
import { isReportHolds, reportHoldings } from '#scanners/importers/held-hosts.ts';
import type { ReportHolds } from '#scanners/importers/held-hosts.ts';
import type { ImportInput } from './import-file.ts';

const schema = z.strictObject({
  name: z.string().min(1).max(255).default('upload'),
  format: z.string().min(1).max(60).nullable().default(null),
  zone: z.string().min(1).max(60).nullable().default(null),
  holds: z.enum(reportHoldings).nullable().default(null),
  mode: z.enum(['keep', 'dry-run']).default('keep'),
});

/** The parameters of an upload. @throws AppError QUERY_INVALID */
export function readImportQuery(query: Readonly<Record<string, string>>): Omit<ImportInput, 'content'> {
  const parsed = schema.safeParse(query);
  if (!parsed.success) {
    throw new AppError({
      code: 'QUERY_INVALID',
      message: 'A parameter of the import is not accepted.',
      remedy:
        'Give name (up to 255 characters), format, zone, holds as selection or everything, and mode as keep or dry-run; nothing else.',
    });
  }
  const { name, format, zone, holds, mode } = parsed.data;
  return { fileName: name, format, zone, holds, mode };
}

/** What a report holds, as a page asks; null = as the file says. @throws AppError QUERY_INVALID */
export function readHolds(text: string | null): ReportHolds | null {
  if (text === null || isReportHolds(text)) return text;
  throw new AppError({
    code: 'QUERY_INVALID',
    message: 'A file holds no such thing.',
    remedy: `Give holds as ${reportHoldings.join(' or ')}, or leave it out.`,
    where: { field: 'holds' },
  });
}
