import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#core/errors.ts';
import { readConfig } from '#lib/server/config.ts';
import type { CliContext } from '../context.ts';
import type { DataSource } from './data-source.ts';
import type { LocalOptions } from './local-source.ts';
import { findRunningInstance } from './running-instance.ts';

/** Opens the running server or the data directory, whichever it is, for something to be kept; closes it after. */
export async function withSource<T>(
  context: CliContext,
  work: (source: DataSource) => Promise<T>,
  options: LocalOptions = {},
): Promise<T> {
  const source = await openSource(context, options);
  try {
    return await work(source);
  } finally {
    await source.close();
  }
}

/** The same for a question, which must not found an installation. @throws AppError NO_DATA (exit 3) */
export async function withExistingSource<T>(
  context: CliContext,
  work: (source: DataSource) => Promise<T>,
): Promise<T> {
  refuseWithoutData(context);
  return withSource(context, work);
}

/** @throws AppError NO_DATA (exit 3) when nothing was ever kept in the data directory */
export function refuseWithoutData(context: CliContext): void {
  const { dataDir } = readConfig(context.env, context.rootDir);
  if (existsSync(join(dataDir, 'store.db'))) return;
  throw new AppError({
    code: 'NO_DATA',
    message: `There is no Patchproof data in ${dataDir}.`,
    remedy: 'Run `npm start` or a scan first, or set PATCHPROOF_DATA to the right directory.',
    exitCode: 3,
  });
}

/** Loaded when needed: `version-compare` must not wait for a database. */
async function openSource(context: CliContext, options: LocalOptions): Promise<DataSource> {
  const instance = findRunningInstance(context);
  if (instance) {
    const { openServerSource } = await import('./server-source.ts');
    return openServerSource(context, instance);
  }
  const { openLocalSource } = await import('./local-source.ts');
  return openLocalSource(context, options);
}
