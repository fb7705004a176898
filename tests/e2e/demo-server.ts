import { cpSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runProduct, startServer } from './server.ts';
import type { TestServer } from './server.ts';

export interface DemoServer extends TestServer {
  /** The one password of all demo accounts. */
  readonly password: string;
  readonly token: string;
  /** All that were asked for, `token` among them. */
  readonly tokens: readonly string[];
}

interface Size {
  readonly assets: number;
  readonly years: number;
}

/** A small demo estate, served, with a token of the administrator kept for the command line. */
export async function startDemo(size: Size, tokens = 1): Promise<DemoServer> {
  const made = { password: '', token: '', tokens: [] as string[] };
  const server = await startServer(async (env) => {
    const data = env['PATCHPROOF_DATA'] ?? '';
    const estate = await demoOf(size);
    cpSync(join(estate, 'data'), data, { recursive: true });
    cpSync(join(estate, 'key'), dirname(env['PATCHPROOF_KEY_FILE'] ?? ''), { recursive: true });
    const accounts = readFileSync(join(data, 'demo-accounts.txt'), 'utf8');
    made.password = /[a-z0-9]{5}(?:-[a-z0-9]{5}){3}/.exec(accounts)?.[0] ?? '';
    const create = ['tokens', 'create', '--for', 'admin@demo.example'];
    while (made.tokens.length < tokens) made.tokens.push((await runProduct(env, create)).trim());
    made.token = made.tokens[0] ?? '';
    await runProduct(env, ['tokens', 'save'], `${made.token}\n`);
  });
  return { ...server, ...made };
}

const MAKING_MS = 240_000;

/** An estate of a size, made once for a whole run: specs work on copies. */
async function demoOf({ assets, years }: Size): Promise<string> {
  const folder = join(process.env['PATCHPROOF_E2E_ESTATES'] ?? '', `${assets}-${years}`);
  const until = Date.now() + MAKING_MS;
  while (!existsSync(folder)) {
    if (isFirst(`${folder}.making`)) await makeDemo({ assets, years }, folder);
    else if (Date.now() > until) throw new Error(`the demo of ${assets} assets did not become ready`);
    else await delay(200);
  }
  return folder;
}

/** True for one of all specs that ask at once. */
function isFirst(folder: string): boolean {
  return mkdirSync(folder, { recursive: true }) !== undefined;
}

async function makeDemo({ assets, years }: Size, folder: string): Promise<void> {
  const making = `${folder}.making`;
  const data = join(making, 'data');
  const env = {
    ...process.env,
    PATCHPROOF_DATA: data,
    PATCHPROOF_KEY_FILE: join(making, 'key', 'master.key'),
    XDG_CONFIG_HOME: join(making, 'config'),
    TZ: 'Europe/Berlin',
  };
  await runProduct(env, [
    'demo',
    '--no-serve',
    '--dir',
    data,
    '--assets',
    `${assets}`,
    '--years',
    `${years}`,
  ]);
  renameSync(making, folder);
}
