import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { importers } from '#scanners/importers/index.ts';
import { AppError } from '#core/errors.ts';
import { MAX_UPLOAD_BYTES } from '#lib/server/http/judge-body.ts';
import type { ImportReceipt } from '#lib/server/imports/import-file.ts';
import { defineCommand } from '../command.ts';
import { printJson } from '../output/print.ts';
import { renderTable } from '../output/table.ts';
import { withSource } from '../source/with-source.ts';

const formats = Object.entries(importers).map(([name, { title }]) => `${name}: ${title}`);

export const importCommand = defineCommand({
  summary: 'Take in scan results from files',
  operands: 'FILE…',
  minOperands: 1,
  maxOperands: Number.POSITIVE_INFINITY,
  options: {
    format: {
      type: 'string',
      value: 'NAME',
      summary: 'the format, when it is not to be told from the content',
    },
    'dry-run': { type: 'boolean', summary: 'check the files and keep nothing' },
  },
  notes: [
    `Formats: ${formats.join('; ')}.`,
    'A file that came before gets its first receipt and changes nothing.',
  ],
  run: async ({ context, options, operands }) => {
    const mode = options['dry-run'] ? 'dry-run' : 'keep';
    const format = options.format ?? null;
    const files: ImportReceipt[] = [];
    await withSource(context, async (source) => {
      for (const path of operands) {
        const bytes = await readLimited(path);
        files.push(await source.importFile({ bytes, fileName: basename(path), format, mode }));
      }
    });
    if (options.json) printJson(context.stdout, { dryRun: options['dry-run'], files });
    else context.stdout.write(renderTable(columns, files));
    return 0;
  },
});

const columns = [
  { title: 'File', cell: (row: ImportReceipt) => row.file },
  { title: 'Format', cell: (row: ImportReceipt) => row.format },
  { title: 'Host', cell: (row: ImportReceipt) => row.host },
  { title: 'Outcome', cell: (row: ImportReceipt) => row.outcome },
  { title: 'Result', cell: (row: ImportReceipt) => row.result },
  { title: 'Scan', cell: (row: ImportReceipt) => row.receipt?.scanId ?? null },
];

/** @throws AppError FILE_UNREADABLE, FILE_TOO_LARGE */
async function readLimited(path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let total = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      total += chunk.length;
      if (total > MAX_UPLOAD_BYTES) break;
      chunks.push(chunk);
    }
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    const remedy = 'Check the name and whether you may read it.';
    throw new AppError({
      code: 'FILE_UNREADABLE',
      message: `${path} cannot be read (${code}).`,
      remedy,
      cause,
    });
  }
  if (total > MAX_UPLOAD_BYTES) {
    const message = `${path} is larger than ${MAX_UPLOAD_BYTES / 1024 / 1024} MiB.`;
    throw new AppError({
      code: 'FILE_TOO_LARGE',
      message,
      remedy: 'Give the envelope of one host.',
      status: 413,
    });
  }
  return Buffer.concat(chunks);
}
