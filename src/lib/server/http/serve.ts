import { randomBytes } from 'node:crypto';
import { openApp } from '../app.ts';
import type { App } from '../app.ts';
import { issueSetupLink, needsSetup } from '../auth/setup-link.ts';
import { readConfig } from '../config.ts';
import type { Config } from '../config.ts';
import { recordServer } from '../evidence/record-server.ts';
import { startUpkeep } from '../jobs/upkeep.ts';
import { createReminderClock } from '../notify/reminder-clock.ts';
import { readInWorkers } from '../reports/report-reader.ts';
import { publishApp } from './installed-app.ts';
import { listen } from './listen.ts';
import { loadDevHandler, loadHandler, refuseWithoutBuild } from './load-handler.ts';
import { createRequestListener } from './request-listener.ts';

export interface ServeOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly rootDir: string;
  readonly mode: 'built' | 'development';
  /** UTC ms; absent = the machine's. A demo may run ahead. */
  readonly clock?: () => number;
  /** What the person who started it reads; never kept in a file by us. */
  readonly print: (line: string) => void;
  readonly reportFailure: (error: unknown, requestId?: string) => void;
}

/** A server that answers. */
export interface RunningServer {
  /** Takes no more requests, ends jobs as interrupted, closes everything. */
  stop(): Promise<void>;
}

/**
 * Open the data directory, listen, start the jobs, and say so.
 * @throws AppError of `readConfig`, `openApp` and `listen`, BUILD_MISSING; all exit 3 or 4
 */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const config = readConfig(options.env, options.rootDir);
  if (options.mode === 'built') refuseWithoutBuild(config.rootDir);
  const { print, reportFailure, clock = Date.now } = options;
  const reports = readInWorkers(config.rootDir);
  const app = await openApp(config, { clock, report: print, reports, writing: 'aside', reportFailure });
  try {
    return await serveApp(app, config, options);
  } catch (error) {
    publishApp(null);
    await app.close();
    throw error;
  }
}

async function serveApp(app: App, config: Config, { mode, print }: ServeOptions): Promise<RunningServer> {
  publishApp(app);
  const handler = await (mode === 'built' ? loadHandler(config) : loadDevHandler(config));
  const listening = await listen(config, createRequestListener(app, handler));
  const controlToken = randomBytes(32).toString('base64url');
  app.dataDir.publishServer({ url: listening.loopbackUrl, controlToken });
  recordServer(app, 'started');
  app.jobs.start();
  const reminders = createReminderClock(app);
  reminders.start();
  const upkeep = startUpkeep(app);
  print(`Patchproof is ready: ${config.origin}`);
  if (needsSetup(app.store)) printSetupLink(app, print);
  return {
    stop: async () => {
      upkeep.stop();
      // At once: what still streams out is mostly the progress of these jobs.
      await Promise.all([listening.stop(), app.jobs.stop(), reminders.stop()]);
      publishApp(null);
      recordServer(app, 'stopped');
      await app.close();
    },
  };
}

function printSetupLink(app: App, print: (line: string) => void): void {
  const { token } = issueSetupLink(app, { actor: null, via: 'system' });
  print('Make the first administrator with this link, once and within 24 hours:');
  print(`  ${app.config.origin}/setup/${token}`);
}
