import {
  chmodSync,
  constants,
  mkdirSync,
  openSync,
  readFileSync,
  closeSync,
  fstatSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { AppError } from '#core/errors.ts';
import { parseToken } from '#lib/server/auth/token-format.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the command line keeps its user's API token. */
export function tokenFile(env: Environment): string {
  return join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'patchproof', 'token');
}

/**
 * The token in a file that only its owner can read; null when there is no such file.
 * @throws AppError TOKEN_PERMISSIONS, TOKEN_MALFORMED (exit 3)
 */
export function readTokenFile(path: string): string | null {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw unreadable(path, error);
  }
  try {
    const mode = fstatSync(fd).mode & 0o777;
    if (mode & 0o077) throw tooOpen(path, mode);
    const token = readFileSync(fd, 'utf8').trim();
    if (!parseToken(token)) throw malformed(`The file ${path} holds no API token.`);
    return token;
  } finally {
    closeSync(fd);
  }
}

/** Keeps a token, mode 0400. @throws AppError TOKEN_MALFORMED */
export function saveToken(path: string, text: string): void {
  const token = text.trim();
  if (!parseToken(token)) throw malformed('What was given is not an API token, or not a whole one.');
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, `${token}\n`, { mode: 0o400, flag: 'wx' });
  chmodSync(draft, 0o400);
  renameSync(draft, path);
}

function tooOpen(path: string, mode: number): AppError {
  return tokenError('TOKEN_PERMISSIONS', {
    message: `The token file ${path} has mode 0${mode.toString(8)}: others than its owner can read it.`,
    remedy: `Run: chmod 0400 '${path}'; and make a new token if others may have read it.`,
  });
}

function malformed(message: string): AppError {
  return tokenError('TOKEN_MALFORMED', {
    message,
    remedy: 'Make a token on the page "API tokens", and pipe it into `patchproof tokens save`.',
  });
}

function unreadable(path: string, cause: unknown): AppError {
  return tokenError('TOKEN_UNREADABLE', {
    message: `The token file ${path} cannot be read.`,
    remedy: 'Give this user read access to it.',
    cause,
  });
}

function tokenError(code: string, text: { message: string; remedy: string; cause?: unknown }): AppError {
  return new AppError({ code, ...text, exitCode: 3 });
}
