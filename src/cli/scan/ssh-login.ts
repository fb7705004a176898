import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '#core/errors.ts';
import type { SshAuth, SshCredentials } from '#scanners/scanner.ts';
import { refuseUnusableKey } from '#scanners/ssh/login.ts';
import type { CliContext } from '../context.ts';
import type { OptionSpecs, OptionValues } from '../parse-options.ts';
import { readTextFile } from '../read-text-file.ts';
import { usageError } from '../usage-error.ts';

/** How a scan logs in and which host keys it trusts. */
export const loginOptions = {
  user: { type: 'string', value: 'U', summary: 'account on the hosts' },
  identity: { type: 'string', value: 'FILE', summary: 'private key' },
  'passphrase-file': { type: 'string', value: 'FILE', summary: 'passphrase of the private key' },
  agent: { type: 'boolean', summary: 'log in through the SSH agent' },
  'password-file': { type: 'string', value: 'FILE', summary: 'password, in the first line' },
  credentials: { type: 'string', value: 'NAME', summary: 'a stored credential (while no server runs)' },
  port: { type: 'string', value: 'N', summary: 'SSH port (22)' },
  'known-hosts': { type: 'string', value: 'FILE', summary: 'trusted host keys (~/.ssh/known_hosts)' },
} as const satisfies OptionSpecs;

export type LoginValues = OptionValues<typeof loginOptions>;

/** What to log in with; a name stands for a stored credential. @throws AppError USAGE, FILE_UNREADABLE, KEY_UNUSABLE, AGENT_MISSING */
export function readLogin(
  context: CliContext,
  options: LoginValues,
): SshCredentials | { readonly stored: string } {
  const ways = [options.identity, options['password-file'], options.credentials].filter(
    (way) => way !== undefined,
  );
  if (ways.length + (options.agent ? 1 : 0) !== 1) {
    const remedy = 'Give one of --identity, --agent, --password-file, --credentials.';
    throw usageError('scan ssh needs one way to log in.', remedy);
  }
  if (options.credentials !== undefined) return { stored: options.credentials };
  if (options.user === undefined)
    throw usageError('scan ssh needs the account on the hosts.', 'Give --user.');
  return { user: options.user, auth: readAuth(context, options) };
}

function readAuth(context: CliContext, options: LoginValues): SshAuth {
  if (options.identity !== undefined) {
    const passphrase = options['passphrase-file'] && firstLine(readTextFile(options['passphrase-file']));
    const privateKey = readTextFile(options.identity);
    refuseUnusableKey(privateKey, passphrase || undefined);
    return { kind: 'key', privateKey, ...(passphrase ? { passphrase } : {}) };
  }
  if (options['password-file'] !== undefined) {
    return { kind: 'password', password: firstLine(readTextFile(options['password-file'])) };
  }
  const socket = context.env.SSH_AUTH_SOCK;
  if (socket) return { kind: 'agent', socket };
  throw new AppError({
    code: 'AGENT_MISSING',
    message: 'SSH_AUTH_SOCK is not set, so there is no SSH agent to ask.',
    remedy: 'Start ssh-agent and load the key with ssh-add, or give --identity.',
    exitCode: 3,
  });
}

/** Contents of the known_hosts file; the user's own may be absent, then no key is known. */
export function readKnownHosts(context: CliContext, given: string | undefined): string[] {
  if (given !== undefined) return [readTextFile(given)];
  const own = join(context.env.HOME || homedir(), '.ssh', 'known_hosts');
  return existsSync(own) ? [readTextFile(own)] : [];
}

/** Host names with the port of the option, where they name none themselves. @throws AppError USAGE */
export function withPort(hosts: readonly string[], port: string | undefined): string[] {
  if (port === undefined) return [...hosts];
  if (!/^\d{1,5}$/.test(port)) throw usageError(`--port ${port} is not a port number.`, 'Give 1 to 65535.');
  return hosts.map((host) => {
    const isAddress6 =
      host.includes(':') && !host.startsWith('[') && host.indexOf(':') !== host.lastIndexOf(':');
    if (isAddress6) return `[${host}]:${port}`;
    return /:\d+$/.test(host) ? host : `${host}:${port}`;
  });
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? '';
}
