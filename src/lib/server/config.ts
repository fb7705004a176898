import { readFileSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { AppError } from '#core/errors.ts';
import { readMail } from './mail/read-mail-environment.ts';
import type { MailSettings } from './mail/mail-settings.ts';
import { keyFilePath } from './master-key.ts';

export interface Config {
  /** Folder of the installation: holds migrations/ and build/. */
  readonly rootDir: string;
  readonly dataDir: string;
  readonly keyFile: string;
  readonly host: string;
  readonly port: number;
  readonly origin: string;
  /** Certificate and key files for a bind that is not loopback. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Address of a proxy that terminates TLS in front of this server. */
  readonly trustedProxy: string | null;
  /** Folder, best on another machine, that gets a copy of the signed checkpoints of the log. */
  readonly checkpointDir: string | null;
  /** Socket of the SSH agent of the server's OS user. */
  readonly sshAgent: string | null;
  /** Mail server of the environment; null = the one set on the page, if any. */
  readonly mail: MailSettings | null;
  /** Sorted SHA-1 list of breached passwords. */
  readonly breachFile: string | null;
  /** Steps of 30 s before the current one whose code of an authenticator app is still taken. */
  readonly totpWindow: 0 | 1;
  readonly hostname: string;
  readonly machineId: string | null;
  /** IANA zone of this machine: the policy's zone at the first start. */
  readonly zone: string;
  readonly version: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_PORT = 3000;

/**
 * Settings of this process from its environment.
 * @throws AppError PORT_INVALID, TLS_REQUIRED, TLS_INCOMPLETE, ORIGIN_INVALID, MAIL_INVALID, TOTP_WINDOW_INVALID; all exit 3
 */
export function readConfig(env: Environment, rootDir: string): Config {
  const host = env.HOST || '127.0.0.1';
  const port = readPort(env.PORT);
  const tls = readTls(env);
  const trustedProxy = env.PATCHPROOF_TRUSTED_PROXY || null;
  if (!isLoopback(host) && !tls && !trustedProxy) throw tlsRequired(host);
  const scheme = tls || trustedProxy ? 'https' : 'http';
  return {
    rootDir,
    dataDir: resolve(env.PATCHPROOF_DATA || join(rootDir, 'data')),
    keyFile: keyFilePath(env, homedir()),
    host,
    port,
    origin: readOrigin(env.ORIGIN) ?? `${scheme}://${urlHost(host)}:${port}`,
    tls,
    trustedProxy,
    checkpointDir: env.PATCHPROOF_CHECKPOINT_DIR ? resolve(env.PATCHPROOF_CHECKPOINT_DIR) : null,
    sshAgent: env.SSH_AUTH_SOCK || null,
    mail: readMail(env),
    breachFile: env.PATCHPROOF_BREACH_FILE ? resolve(env.PATCHPROOF_BREACH_FILE) : null,
    totpWindow: readTotpWindow(env.PATCHPROOF_TOTP_WINDOW),
    hostname: hostname(),
    machineId: readMachineId(),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
    version: readVersion(rootDir),
  };
}

/** True for an address that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function urlHost(host: string): string {
  if (host === 'localhost') return '127.0.0.1';
  return isIP(host) === 6 ? `[${host}]` : host;
}

function readPort(value: string | undefined): number {
  if (!value) return DEFAULT_PORT;
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port >= 1 && port <= 65_535) return port;
  throw environmentError(
    'PORT_INVALID',
    'PORT is not a port number.',
    'Set PORT to a number from 1 to 65535.',
  );
}

function readTotpWindow(value: string | undefined): Config['totpWindow'] {
  if (!value || value === '1') return 1;
  if (value === '0') return 0;
  throw environmentError(
    'TOTP_WINDOW_INVALID',
    'PATCHPROOF_TOTP_WINDOW is neither 0 nor 1.',
    'Set it to 0 to take the code of the current 30 seconds only, or leave it out.',
  );
}

function readTls(env: Environment): Config['tls'] {
  const { PATCHPROOF_TLS_CERT: certFile, PATCHPROOF_TLS_KEY: keyFile } = env;
  if (!certFile && !keyFile) return null;
  if (certFile && keyFile) return { certFile: resolve(certFile), keyFile: resolve(keyFile) };
  throw environmentError(
    'TLS_INCOMPLETE',
    'Only one of certificate and key is set.',
    'Set both PATCHPROOF_TLS_CERT and PATCHPROOF_TLS_KEY.',
  );
}

function readOrigin(value: string | undefined): string | null {
  if (!value) return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url && (url.protocol === 'http:' || url.protocol === 'https:') && url.origin === value) return value;
  throw environmentError(
    'ORIGIN_INVALID',
    'ORIGIN is not the address of a server.',
    'Set ORIGIN to scheme, host and port only, such as https://patchproof.example.com.',
  );
}

function tlsRequired(host: string): AppError {
  return environmentError(
    'TLS_REQUIRED',
    `HOST ${host} is reachable from other machines, and plain HTTP is for this machine only.`,
    'Set PATCHPROOF_TLS_CERT and PATCHPROOF_TLS_KEY, or PATCHPROOF_TRUSTED_PROXY to the address of your TLS proxy.',
  );
}

function environmentError(code: string, message: string, remedy: string): AppError {
  return new AppError({ code, message, remedy, exitCode: 3, status: 500 });
}

function readMachineId(): string | null {
  try {
    return readFileSync('/etc/machine-id', 'utf8').trim() || null;
  } catch {
    // Absent in minimal containers; the installation's own id then stands alone.
    return null;
  }
}

function readVersion(rootDir: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(rootDir, 'package.json'), 'utf8'));
  const version = manifest && typeof manifest === 'object' && 'version' in manifest ? manifest.version : null;
  return typeof version === 'string' ? version : '0.0.0';
}
