import type { RunningServer, ServeOptions } from '#lib/server/http/serve.ts';
import { defineCommand } from '../command.ts';
import type { ExitCode } from '../command.ts';
import type { CliContext } from '../context.ts';
import { printText } from '../output/print.ts';
import { reportError } from '../output/report-error.ts';

const STOP_MS = 30_000;
const EXIT_BY_SIGNAL = { SIGINT: 130, SIGTERM: 143 } as const satisfies Partial<
  Record<NodeJS.Signals, ExitCode>
>;

export const serve = defineCommand({
  summary: 'Start the server and the jobs',
  options: { dev: { type: 'boolean', summary: 'serve the pages from source, for working on them' } },
  notes: [
    'HOST (127.0.0.1), PORT (3000) and ORIGIN say where; any bind but loopback needs PATCHPROOF_TLS_CERT and',
    'PATCHPROOF_TLS_KEY, or PATCHPROOF_TRUSTED_PROXY. Ctrl-C or SIGTERM stops it in order.',
  ],
  run: ({ context, options }) => runServer(context, { mode: options.dev ? 'development' : 'built' }),
});

/** Serves until a signal comes. */
export async function runServer(
  context: CliContext,
  how: Pick<ServeOptions, 'mode' | 'clock'>,
): Promise<ExitCode> {
  const stopAsked = waitForSignal();
  reportUncaught(context);
  const { startServer } = await import('#lib/server/http/serve.ts');
  const server = await startServer({
    env: context.env,
    rootDir: context.rootDir,
    ...how,
    print: (line) => printText(context.stdout, line),
    reportFailure: (error, requestId) => {
      reportError(context, error, 'text');
      if (requestId !== undefined) printText(context.stderr, `  request ${requestId}`);
    },
  });
  await stopAsked;
  return stopInTime(server, context);
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
function waitForSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const [signal, exitCode] of Object.entries(EXIT_BY_SIGNAL)) {
      process.on(signal, () => {
        if (asked) process.exit(exitCode);
        asked = true;
        resolve();
      });
    }
  });
}

async function stopInTime(server: RunningServer, context: CliContext): Promise<ExitCode> {
  const late = setTimeout(() => {
    printText(
      context.stderr,
      `STOP_TIMEOUT: Not everything ended within ${STOP_MS / 1000} s; the rest is cut off.`,
    );
    printText(
      context.stderr,
      '→ Start again: what was acknowledged is kept, and running jobs are recorded as interrupted.',
    );
    process.exit(3);
  }, STOP_MS);
  await server.stop();
  clearTimeout(late);
  printText(context.stdout, 'Patchproof has stopped.');
  return 0;
}

/** After an error that nobody caught the state is unknown; a restart recovers from the log. */
function reportUncaught(context: CliContext): void {
  const end = (error: unknown) => {
    reportError(context, error, 'text');
    process.exit(3);
  };
  process.on('uncaughtException', end).on('unhandledRejection', end);
}
