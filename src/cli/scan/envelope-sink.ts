import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#core/errors.ts';
import { isLoopback } from '#lib/server/config.ts';
import { encodeEnvelope } from '#scanners/envelope.ts';
import type { Envelope } from '#scanners/envelope.ts';
import type { CliContext } from '../context.ts';
import type { OptionSpecs } from '../parse-options.ts';
import type { DataSource } from '../source/data-source.ts';
import { apiServer, apiSource } from '../source/server-source.ts';
import { readTokenFile } from '../source/user-token.ts';
import { usageError } from '../usage-error.ts';

/** Where the results of a scan go. */
export const sinkOptions = {
  out: { type: 'string', value: 'FILE', summary: 'write the envelope; a directory for several hosts' },
  submit: { type: 'string', value: 'URL', summary: 'send the envelope to that server' },
  'token-file': { type: 'string', value: 'F', summary: 'file with the API token for --submit, mode 0400' },
} as const satisfies OptionSpecs;

/** Where a result was kept: as a scan, or in a file. */
export interface Kept {
  readonly scanId: string | null;
  readonly seq: number | null;
  readonly file: string | null;
}

export type KeepEnvelope = (envelope: Envelope) => Promise<Kept>;

/** Keeps envelopes in one file, or in one of each host in a directory. */
export function fileSink(path: string, results: number): KeepEnvelope {
  if (results > 1) mkdirSync(path, { recursive: true, mode: 0o700 });
  const taken = new Set<string>();
  return async (envelope) => {
    const file = results > 1 ? join(path, freeName(envelope, taken)) : path;
    const draft = `${file}.${process.pid}.tmp`;
    writeFileSync(draft, encodeEnvelope(envelope), { mode: 0o600 });
    renameSync(draft, file);
    return { scanId: null, seq: null, file };
  };
}

/** Keeps envelopes as scans of a data source. */
export function sourceSink(source: DataSource): KeepEnvelope {
  return async (envelope) => {
    const { scanId, seq } = await source.submit(envelope);
    return { scanId, seq, file: null };
  };
}

/**
 * The server that --submit names, asked once before the scan, so that hours of work do not end at its door.
 * @throws AppError USAGE, INSECURE_TRANSPORT, TOKEN_MISSING, SCOPE_MISSING and those of the server
 */
export async function openSubmission(
  context: CliContext,
  url: string,
  tokenFile: string | undefined,
): Promise<DataSource> {
  const server = checkAddress(url);
  if (tokenFile === undefined)
    throw usageError('--submit needs a token.', 'Give --token-file with a scanner token.');
  const token = readTokenFile(tokenFile);
  if (token === null) throw tokenMissing(tokenFile);
  const source = apiSource(apiServer(context, server.origin, token));
  await requireSubmitScope(source);
  return source;
}

/** @throws AppError SCOPE_MISSING (exit 3) when the token may not submit */
export async function requireSubmitScope(source: DataSource): Promise<void> {
  const { scopes } = await source.read('viewer', {});
  if (scopes === null || scopes.includes('submit')) return;
  throw new AppError({
    code: 'SCOPE_MISSING',
    message: 'This API token lacks the scope submit, so the results could not be kept.',
    remedy: 'Make a token with the scope submit.',
    exitCode: 3,
  });
}

/** A token in clear text belongs to whoever listens. */
function checkAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username !== '') {
    throw usageError(
      '--submit is not the address of a server.',
      'Write it as https://patchproof.example.com.',
    );
  }
  if (url.protocol === 'https:' || isLoopback(url.hostname.replace(/^\[|\]$/g, ''))) return url;
  throw new AppError({
    code: 'INSECURE_TRANSPORT',
    message: 'The token and the results would cross the network in clear text.',
    remedy: 'Give an https address.',
  });
}

function freeName({ manifest }: Envelope, taken: Set<string>): string {
  const { host, port } = manifest.target;
  const stem = `${host}${port === null || port === 22 ? '' : `_${port}`}`
    .replace(/[^\w.-]/g, '_')
    .slice(0, 200);
  let name = `${stem}.json`;
  for (let number = 2; taken.has(name); number++) name = `${stem}_${number}.json`;
  taken.add(name);
  return name;
}

function tokenMissing(file: string): AppError {
  return new AppError({
    code: 'TOKEN_MISSING',
    message: `There is no token file ${file}.`,
    remedy: 'Put a scanner token there, readable by you alone (chmod 0400).',
    exitCode: 3,
  });
}
