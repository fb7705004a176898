import { openApp } from '#lib/server/app.ts';
import type { App, OpenAppOptions } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { readConfig } from '#lib/server/config.ts';
import { confirmFeed, receiveFeed } from '#lib/server/feeds/receive-feed.ts';
import { importFile } from '#lib/server/imports/import-file.ts';
import { importDecisions } from '#lib/server/inventory/import-decisions.ts';
import { readCsv, readDocument } from '#lib/server/read-documents/index.ts';
import { credentialsFor, trustFor } from '#lib/server/scans/credentials.ts';
import { receiveEnvelope } from '#lib/server/scans/receive-envelope.ts';
import type { CliContext } from '../context.ts';
import { printText } from '../output/print.ts';
import { reportError } from '../output/report-error.ts';
import type { DataSource } from './data-source.ts';

/** How a command opens the data directory itself. */
export type LocalOptions = Pick<OpenAppOptions, 'warehouseMemory'>;

/** Opens the data directory in this process, which is its owner for as long as that takes. */
export function openLocalApp(context: CliContext, options: LocalOptions = {}): Promise<App> {
  const config = readConfig(context.env, context.rootDir);
  return openApp(config, {
    ...options,
    clock: context.now,
    report: (line) => printText(context.stderr, line),
    reportFailure: (error) => void reportError(context, error, 'text'),
  });
}

/** The data directory itself, as the person `local operator`. */
export async function openLocalSource(context: CliContext, options: LocalOptions = {}): Promise<DataSource> {
  const app = await openLocalApp(context, options);
  return {
    read: (name, query) => readDocument(app, localOperator, { name, query }),
    readCsv: (name, query) => readCsv(app, localOperator, { name, query }),
    submit: async (envelope) => receiveEnvelope(app, localOperator, envelope, { jobId: null, own: true }),
    importFile: async (input) => importFile(app, localOperator, input),
    importFeed: (input) => receiveFeed(app, localOperator, input),
    confirmFeed: async (feed, address) => void confirmFeed(app, localOperator, { feed, address }),
    importDecisions: (input) => importDecisions(app, localOperator, input),
    credentials: (name) => credentialsFor(app, { credential: name, user: null }),
    pinned: (target) => trustFor(app, target).pinned,
    close: async () => {
      await app.warehouse.catchUp();
      await app.close();
    },
  };
}
