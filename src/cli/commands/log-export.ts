import { closeSync, fsyncSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { AppError } from '#core/errors.ts';
import { countOf } from '#lib/format/numbers.ts';
import { defineCommand } from '../command.ts';
import type { ExitCode } from '../command.ts';
import { printJson, printText } from '../output/print.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import type { DataSource } from '../source/data-source.ts';
import { withExistingSource } from '../source/with-source.ts';
import { usageError } from '../usage-error.ts';

export const logExport = defineCommand({
  summary: 'Write the whole log into FILE, one hashed text a line, and its signed head into FILE.note',
  options: { out: { type: 'string', value: 'FILE', summary: 'where to; never over a file' } },
  notes: ['Anybody checks both with docs/verify-log.mjs and the key that is printed; see docs/guide/log.md.'],
  run: ({ context, options: { out, json } }) => {
    if (out === undefined) throw usageError('log export needs a file.', 'Give --out FILE.');
    return withExistingSource<ExitCode>(context, async (source) => {
      const written = await writeLog(source, out);
      if (json) printJson(context.stdout, { file: out, ...written });
      else {
        const key = `Key to check it with: ${written.verifierKey ?? 'none, the log is not signed'}`;
        printText(context.stdout, `${countOf(written.events, 'event')} written to ${out}. ${key}`);
      }
      return 0;
    });
  },
});

/** Up to the event that the last note covers, so that file and note fit. Nothing stays of an export that fails. */
async function writeLog(source: DataSource, path: string) {
  const file = openNew(path);
  try {
    let events = 0;
    let part: Documents['log-export'];
    do {
      part = await source.read('log-export', { after: String(events) });
      for (const leaf of part.leaves) writeSync(file, `${leaf}\n`);
      events += part.leaves.length;
    } while (part.next !== null);
    fsyncSync(file);
    if (part.note !== null) writeFileSync(`${path}.note`, part.note, { flag: 'wx', mode: 0o444 });
    return { events, verifierKey: part.verifierKey };
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}

function openNew(path: string): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new AppError({
      code: 'FILE_UNWRITABLE',
      message: `${path} cannot be made (${code}).`,
      remedy: 'Name a file that does not exist yet, in a folder that you may write to.',
      exitCode: 3,
      cause,
    });
  }
}
