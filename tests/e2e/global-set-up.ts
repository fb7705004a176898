import { rmSync } from 'node:fs';
import { startServer } from './server.ts';
import { fastFolder } from '../fast-folder.ts';

/** One server and one folder of demo estates for the whole run; where they are reaches the specs by environment. */
export default async function globalSetUp(): Promise<() => Promise<void>> {
  const server = await startServer();
  const estates = fastFolder('patchproof-e2e-estates-');
  process.env['PATCHPROOF_E2E_URL'] = server.url;
  process.env['PATCHPROOF_E2E_SETUP'] = server.setupLink ?? '';
  process.env['PATCHPROOF_E2E_ESTATES'] = estates;
  return async () => {
    await server.stop();
    rmSync(estates, { recursive: true, force: true });
  };
}
