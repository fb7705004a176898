import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from '#lib/server/app.ts';
import { installedApp } from '#lib/server/http/installed-app.ts';
import { startServer } from '#lib/server/http/serve.ts';
import { rootDir } from '../support/test-app.ts';

/** What the server answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The document, where it is JSON. */
  readonly json: Record<string, unknown>;
}

export interface InputServer {
  /** Where its clock stands, UTC ms. */
  now: number;
  readonly url: string;
  readonly app: App;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** What the server reported as failed on its side. */
  readonly failures: string[];
  readonly ask: (path: string, init?: RequestInit) => Promise<Answer>;
  readonly stop: () => Promise<void>;
}

/** The built server on a free port, with an empty data directory of its own. @param now where its clock stands, UTC ms */
export async function startInputServer(now: number): Promise<InputServer> {
  const home = mkdtempSync(join(tmpdir(), 'patchproof-input-'));
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    PORT: String(await freePort()),
    XDG_CONFIG_HOME: join(home, 'config'),
    PATCHPROOF_DATA: join(home, 'data'),
    PATCHPROOF_KEY_FILE: join(home, 'config', 'master.key'),
  };
  const clock = { now };
  const failures: string[] = [];
  const server = await startServer({
    ...{ env, rootDir, mode: 'built', clock: () => clock.now },
    print: () => undefined,
    reportFailure: (error) =>
      void failures.push(error instanceof Error ? (error.stack ?? '') : String(error)),
  });
  const app = installedApp();
  if (app === null) throw new Error('no server runs in this process');
  const url = `http://127.0.0.1:${env.PORT}`;
  const ask = async (path: string, init: RequestInit = {}) => answerOf(await fetch(url + path, init));
  const stop = async () => {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  };
  return Object.assign(clock, { url, app, env, home, failures, ask, stop });
}

async function answerOf(response: Response): Promise<Answer> {
  const { status, headers } = response;
  const text = await response.text();
  const isJson = headers.get('content-type')?.startsWith('application/json') === true;
  return { status, headers, text, json: isJson ? JSON.parse(text) : {} };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('there is no free port');
  return address.port;
}
