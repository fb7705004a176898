import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProduct, startServer } from './server.ts';
import type { TestServer } from './server.ts';

export interface DemoServer extends TestServer {
  /** The one password of all demo accounts. */
  readonly password: string;
  readonly token: string;
}

/** A small demo estate, served, with the administrator's token kept for the command line. */
export async function startDemo(size: { assets: number; years: number }): Promise<DemoServer> {
  const made = { password: '', token: '' };
  const server = await startServer(async (env) => {
    const data = env['PATCHPROOF_DATA'] ?? '';
    const { assets, years } = size;
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
    const accounts = readFileSync(join(data, 'demo-accounts.txt'), 'utf8');
    made.password = /[a-z0-9]{5}(?:-[a-z0-9]{5}){3}/.exec(accounts)?.[0] ?? '';
    made.token = (await runProduct(env, ['tokens', 'create', '--for', 'admin@demo.example'])).trim();
    await runProduct(env, ['tokens', 'save'], `${made.token}\n`);
  });
  return { ...server, ...made };
}
