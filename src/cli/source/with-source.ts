import type { CliContext } from '../context.ts';
import type { DataSource } from './data-source.ts';
import { findRunningInstance } from './running-instance.ts';

/** Opens the running server or the data directory, whichever it is, and closes it after `work`. */
export async function withSource<T>(context: CliContext, work: (source: DataSource) => Promise<T>): Promise<T> {
  const source = await openSource(context);
  try {
    return await work(source);
  } finally {
    await source.close();
  }
}

/** Loaded when needed: `version-compare` must not wait for a database. */
async function openSource(context: CliContext): Promise<DataSource> {
  const instance = findRunningInstance(context);
  if (instance) {
    const { openServerSource } = await import('./server-source.ts');
    return openServerSource(context, instance);
  }
  const { openLocalSource } = await import('./local-source.ts');
  return openLocalSource(context);
}
