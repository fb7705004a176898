import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { AppError } from '#core/errors.ts';
import { isLoopback } from '../config.ts';
import type { Config } from '../config.ts';

/** The listening server, and where this machine's command line reaches it. */
export interface Listening {
  readonly loopbackUrl: string;
  /** Takes no more requests; those that still run after the grace time are cut off. */
  stop(): Promise<void>;
}

const HEADERS_MS = 10_000;
/** An upload of 192 MiB over a slow line. */
const REQUEST_MS = 10 * 60_000;
const KEEP_ALIVE_MS = 10_000;
const STOP_GRACE_MS = 2_000;

/**
 * Listen where the configuration says. When that is not plain HTTP on loopback, a second listener on a free
 * loopback port serves the command line, whose requests cannot carry the certificate's name.
 * @throws AppError PORT_IN_USE, BIND_FAILED, TLS_UNREADABLE (exit 3)
 */
export async function listen(config: Config, listener: RequestListener): Promise<Listening> {
  const main = config.tls
    ? createTlsServer({ ...readTlsFiles(config.tls), minVersion: 'TLSv1.2' }, listener)
    : createServer(listener);
  await startListening(main, config.host, config.port);
  const servers: Server[] = [main];
  if (config.tls === null && isLoopback(config.host))
    return { loopbackUrl: urlOf(main), stop: stopper(servers) };
  const loopback = createServer(listener);
  servers.push(loopback);
  await startListening(loopback, '127.0.0.1', 0);
  return { loopbackUrl: urlOf(loopback), stop: stopper(servers) };
}

async function startListening(server: Server, host: string, port: number): Promise<void> {
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(bindError(error, host, port)));
    server.listen(port, host, resolve);
  });
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

function stopper(servers: readonly Server[]): () => Promise<void> {
  return async () => {
    const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    const cut = setTimeout(() => servers.forEach((server) => server.closeAllConnections()), STOP_GRACE_MS);
    for (const server of servers) server.closeIdleConnections();
    await Promise.all(closed);
    clearTimeout(cut);
  };
}

function readTlsFiles({ certFile, keyFile }: { certFile: string; keyFile: string }) {
  try {
    return { cert: readFileSync(certFile), key: readFileSync(keyFile) };
  } catch (cause) {
    throw new AppError({
      code: 'TLS_UNREADABLE',
      message: 'The certificate or its key cannot be read.',
      remedy: 'Check PATCHPROOF_TLS_CERT and PATCHPROOF_TLS_KEY and who may read these files.',
      exitCode: 3,
      cause,
    });
  }
}

function bindError(cause: NodeJS.ErrnoException, host: string, port: number): AppError {
  if (cause.code === 'EADDRINUSE') {
    return new AppError({
      code: 'PORT_IN_USE',
      message: `Port ${port} of ${host} is taken by another program.`,
      remedy: `Stop that program, or set PORT to a free one, such as PORT=${port + 1}.`,
      exitCode: 3,
      cause,
    });
  }
  return new AppError({
    code: 'BIND_FAILED',
    message: `The server cannot listen on ${host} port ${port} (${cause.code ?? 'unknown'}).`,
    remedy: 'Set HOST to an address of this machine and PORT to one this user may use.',
    exitCode: 3,
    cause,
  });
}
