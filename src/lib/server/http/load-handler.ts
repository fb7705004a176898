import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AppError } from '#core/errors.ts';
import type { Config } from '../config.ts';
import { MAX_STREAMED_BYTES } from './judge-body.ts';
import { ADDRESS_HEADER } from './peer-address.ts';
import type { Handler } from './request-listener.ts';

const SLACK_BYTES = 1024 * 1024;

/** @throws AppError BUILD_MISSING (exit 3) */
export function refuseWithoutBuild(rootDir: string): void {
  if (existsSync(handlerFile(rootDir))) return;
  throw new AppError({
    code: 'BUILD_MISSING',
    message: 'The pages of this installation are not built yet.',
    remedy: 'Run `npm start`, which builds and starts, or `npx vite build` once.',
    exitCode: 3,
  });
}

/** The built pages and routes. They read these settings when they are loaded, hence before. */
export async function loadHandler({ rootDir, origin }: Config): Promise<Handler> {
  Object.assign(process.env, {
    ORIGIN: origin,
    // A net behind our own limits, which say what was too large.
    BODY_SIZE_LIMIT: String(MAX_STREAMED_BYTES + SLACK_BYTES),
    ADDRESS_HEADER,
  });
  for (const name of ['PROTOCOL_HEADER', 'HOST_HEADER', 'PORT_HEADER', 'XFF_DEPTH']) delete process.env[name];
  const built: { handler: Handler } = await import(pathToFileURL(handlerFile(rootDir)).href);
  return built.handler;
}

/** Vite's own server in place of the build, for working on the pages. */
export async function loadDevHandler({ rootDir }: Config): Promise<Handler> {
  const { createServer } = await import('vite');
  const vite = await createServer({ root: rootDir, server: { middlewareMode: true } });
  return vite.middlewares;
}

function handlerFile(rootDir: string): string {
  return join(rootDir, 'build', 'handler.js');
}
