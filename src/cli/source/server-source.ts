import { openAsBlob } from 'node:fs';
import { AppError } from '#core/errors.ts';
import { CONTROL_HEADER } from '#lib/server/http/control-token.ts';
import type { FeedReceipt } from '#lib/server/feeds/receive-feed.ts';
import type { ImportReceipt } from '#lib/server/imports/import-file.ts';
import type { ImportedDecisions } from '#lib/server/inventory/import-decisions.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import type { DocumentName } from '#lib/server/read-documents/document-input.ts';
import type { Receipt } from '#lib/server/scans/receive-envelope.ts';
import { encodeEnvelope } from '#scanners/envelope.ts';
import type { CliContext } from '../context.ts';
import { productVersion } from '../product-version.ts';
import { askApi, callApi } from './api-client.ts';
import type { ApiServer } from './api-client.ts';
import type { DataSource } from './data-source.ts';
import type { RunningInstance } from './running-instance.ts';
import { readTokenFile, tokenFile } from './user-token.ts';

/**
 * The running server, asked by its loopback address with the user's own token.
 * @throws AppError TOKEN_MISSING or SETUP_NEEDED (exit 3)
 */
export async function openServerSource(context: CliContext, instance: RunningInstance): Promise<DataSource> {
  const token = readTokenFile(tokenFile(context.env));
  if (token === null) throw await noToken(context, instance);
  const server = apiServer(context, instance.url, token);
  // Tells the server that what this process scans as its own machine is the server's machine too.
  return apiSource({ ...server, headers: { ...server.headers, [CONTROL_HEADER]: instance.controlToken } });
}

/** The API at an address, as whoever the token belongs to. */
export function apiServer(context: CliContext, url: string, token: string): ApiServer {
  const version = productVersion(context.rootDir);
  return { url, version, headers: { authorization: `Bearer ${token}` } };
}

/** A data source over the API. */
export function apiSource(server: ApiServer): DataSource {
  return {
    read: async <N extends DocumentName>(name: N, query: Readonly<Record<string, string>>) => {
      // The other end prints the same registry's documents.
      return (await callApi(server, { method: 'GET', path: `/api/v1/${name}`, query })) as Documents[N];
    },
    readCsv: async (name, query) => {
      const request = { method: 'GET', path: `/api/v1/${name}`, query, accept: 'text/csv' } as const;
      // Not `text()`, which would take the byte order mark away.
      return Buffer.from(await (await askApi(server, request)).arrayBuffer()).toString('utf8');
    },
    submit: async (envelope) => {
      const body = encodeEnvelope(envelope);
      const request = {
        method: 'POST',
        path: '/api/v1/envelopes',
        body,
        contentType: 'application/json',
      } as const;
      return (await callApi(server, request)) as Receipt;
    },
    importFile: async ({ content, fileName, format, zone = null, holds = null, mode }) => {
      const given = Object.entries({ format, zone, holds }).flatMap(([name, value]) =>
        value === null ? [] : [[name, value]],
      );
      const query = { name: fileName, mode, ...Object.fromEntries(given) };
      const body = typeof content === 'string' ? await openAsBlob(content) : content;
      const request = { method: 'POST', path: '/api/v1/imports', query, body } as const;
      return (await callApi(server, request)) as ImportReceipt;
    },
    importFeed: async ({ content, fileName, feed, mode, origin }) => {
      const given = { feed, ...origin };
      const body = typeof content === 'string' ? await openAsBlob(content) : content;
      const query = {
        name: fileName,
        mode,
        ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)),
      };
      const request = { method: 'POST', path: '/api/v1/feed-files', query, body } as const;
      return (await callApi(server, request)) as FeedReceipt;
    },
    confirmFeed: async (feed, address) => {
      const query = { mode: 'unchanged', feed, address };
      await callApi(server, { method: 'POST', path: '/api/v1/feed-files', query });
    },
    importDecisions: async ({ bytes, mode }) => {
      const request = { method: 'POST', path: '/api/v1/decisions', query: { mode }, body: bytes } as const;
      return (await callApi(server, request)) as ImportedDecisions;
    },
    credentials: () => {
      throw new AppError({
        code: 'CREDENTIAL_AT_SERVER',
        message: 'Stored credentials are opened by the server alone.',
        remedy: 'Start this scan on the page Scans, or give --identity, --agent or --password-file.',
        exitCode: 3,
      });
    },
    pinned: () => [],
    close: async () => undefined,
  };
}

/** Asks the server of this data directory for something that needs no person. */
export function callControl(
  context: CliContext,
  instance: RunningInstance,
  method: 'GET' | 'POST',
): Promise<unknown> {
  const version = productVersion(context.rootDir);
  const headers = { [CONTROL_HEADER]: instance.controlToken };
  return callApi({ url: instance.url, version, headers }, { method, path: '/api/v1/control/setup-link' });
}

async function noToken(context: CliContext, instance: RunningInstance): Promise<AppError> {
  const state = await callControl(context, instance, 'GET');
  if (state && typeof state === 'object' && 'needsSetup' in state && state.needsSetup === true) {
    return new AppError({
      code: 'SETUP_NEEDED',
      message: 'The server runs, but nobody administers it yet.',
      remedy: 'Run `patchproof users setup-link` and open the link it prints.',
      exitCode: 3,
    });
  }
  return new AppError({
    code: 'TOKEN_MISSING',
    message: 'A server runs on this data directory, and the command line has no API token for it.',
    remedy: 'Make one on the page "API tokens", and pipe it into `patchproof tokens save`.',
    exitCode: 3,
  });
}
