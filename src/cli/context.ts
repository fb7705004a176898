import { fileURLToPath } from 'node:url';

/** Where text goes: standard output or standard error. */
export interface Sink {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** Everything a command may touch of its process, so that tests can give it something else. */
export interface CliContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder of the installation. */
  readonly rootDir: string;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly readStdin: () => Promise<string>;
  /** Aborts at the first Ctrl-C or SIGTERM from this call on; the second one ends the process as usual. */
  readonly interruptSignal: () => AbortSignal;
}

/** The context of the running process. */
export function processContext(): CliContext {
  return {
    env: process.env,
    rootDir: fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, ''),
    now: Date.now,
    stdout: process.stdout,
    stderr: process.stderr,
    readStdin,
    interruptSignal,
  };
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function interruptSignal(): AbortSignal {
  const abort = new AbortController();
  const interrupt = () => {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    abort.abort();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  return abort.signal;
}
