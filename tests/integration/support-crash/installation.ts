import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openApp, type App } from '#lib/server/app.ts';
import { createToken } from '#lib/server/auth/api-tokens.ts';
import { completeSetup } from '#lib/server/auth/complete-setup.ts';
import { postponeEnrolment } from '#lib/server/auth/factor/manage-factors.ts';
import { validateSession } from '#lib/server/auth/validate-session.ts';
import { issueSetupLink } from '#lib/server/auth/setup-link.ts';
import { readConfig } from '#lib/server/config.ts';
import { sectionsOf } from './synthetic-host.ts';

export const rootDir = resolve(import.meta.dirname, '../../..');

/** A data directory of its own, with all that a server or command on it needs. */
export interface Installation {
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The data directory in this process; no other may have it open. */
  open(): Promise<App>;
  remove(): void;
}

/** Who may do what there, made through the product's own set-up. */
export interface Credentials {
  readonly token: string;
  /** `name=value` of the session. */
  readonly cookie: string;
}

/** An empty data directory below the system's folder for temporary files, and a free port. */
export async function makeInstallation(): Promise<Installation> {
  const home = mkdtempSync(join(tmpdir(), 'patchproof-crash-'));
  const sections = join(home, 'sections');
  writeSections(sections);
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    TZ: 'Europe/Berlin',
    PORT: String(await freePort()),
    HOST: undefined,
    ORIGIN: undefined,
    PATCHPROOF_DATA: join(home, 'data'),
    PATCHPROOF_KEY_FILE: join(home, 'key', 'master.key'),
    XDG_CONFIG_HOME: join(home, 'config'),
    CRASH_HOST_SECTIONS: sections,
  };
  return {
    dataDir: env.PATCHPROOF_DATA,
    env,
    open: () => openApp(readConfig(env, rootDir)),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** The administrator's account with a session, and an API token that may do all a token can. */
export async function setUp(app: App): Promise<Credentials> {
  const { token: link } = issueSetupLink(app, { actor: null, via: 'system' });
  const { viewer, cookie: first } = await completeSetup(app, {
    token: link,
    name: 'Ada Example',
    email: 'ada@example.org',
    password: 'quartz-vessel-93-umbra-kiln',
    address: '127.0.0.1',
    userAgent: 'test',
  });
  const signedIn = await validateSession(app, first.value);
  if (!signedIn) throw new Error('the session just opened is gone');
  const cookie = await postponeEnrolment(app, signedIn);
  const scopes = ['read', 'scan', 'import', 'submit'] as const;
  const { token } = createToken(
    app,
    { ...viewer, fresh: 'factor' },
    { name: 'client', kind: 'user', scopes, days: 7 },
  );
  return { token, cookie: `${cookie.name}=${cookie.value}` };
}

/** What `slow-host.sh` answers as this machine. */
function writeSections(directory: string): void {
  mkdirSync(directory);
  const scan = { host: 'this-machine', number: 9, packages: 60, patched: 10, startedAt: Date.now() };
  [...sectionsOf(scan)].forEach(([name, text], index) => {
    writeFileSync(join(directory, `${String(index + 10)}-${name}`), text);
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('there is no free port');
  return address.port;
}
