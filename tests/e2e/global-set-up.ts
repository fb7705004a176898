import { startServer } from './server.ts';

/** One server for the whole run; its address and set-up link reach the specs by environment. */
export default async function globalSetUp(): Promise<() => Promise<void>> {
  const server = await startServer();
  process.env['PATCHPROOF_E2E_URL'] = server.url;
  process.env['PATCHPROOF_E2E_SETUP'] = server.setupLink ?? '';
  return () => server.stop();
}
