import { startServer } from '#lib/server/http/serve.ts';
const s = await startServer({env: process.env, rootDir: process.cwd(), mode:'built', print: console.log, reportFailure: (e)=>console.error('FAIL', e)});
process.on('SIGTERM', async () => { await s.stop(); process.exit(0); });
