import { writeFileSync } from 'node:fs';
import { AppError } from '#core/errors.ts';
import { defineCommand } from '../command.ts';
import type { ExitCode } from '../command.ts';
import { printJson, printText } from '../output/print.ts';
import { withExistingSource } from '../source/with-source.ts';

export const logCheckpoint = defineCommand({
  summary: 'The signed head of the log, to be kept on another machine',
  options: { out: { type: 'string', value: 'FILE', summary: 'write it there, never over a file' } },
  notes: [
    'Later: patchproof log verify --checkpoint FILE. A log that was cut or replaced since does not fit it.',
    'PATCHPROOF_CHECKPOINT_DIR makes the server write one a minute into a folder.',
  ],
  run: ({ context, options: { out, json } }) =>
    withExistingSource<ExitCode>(context, async (source) => {
      const { note, verifierKey } = await source.read('log-proof', { from: '0' });
      if (note === null) throw notSigned();
      if (out !== undefined) writeFileSync(out, note, { flag: 'wx', mode: 0o444 });
      if (json) printJson(context.stdout, { note, verifierKey });
      else if (out === undefined) context.stdout.write(note);
      else printText(context.stdout, `${out} written. Key to check it with: ${verifierKey}`);
      return 0;
    }),
});

function notSigned(): AppError {
  return new AppError({
    code: 'LOG_NOT_SIGNED',
    message: 'The log is not signed yet.',
    remedy: 'Start the server once, then ask again.',
    exitCode: 3,
  });
}
