import { processContext } from './context.ts';
import { runCli } from './run-cli.ts';

// `patchproof findings | head` ends the reader first; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runCli(process.argv.slice(2), processContext());
