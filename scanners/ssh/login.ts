import { createPublicKey } from 'node:crypto';
import ssh2, { type AnyAuthMethod, type AuthHandlerMiddleware } from 'ssh2';
import { AppError } from '#core/errors.ts';
import type { Failure } from '#core/errors.ts';
import { scanFailure } from '../failure.ts';
import type { SshCredentials } from '../scanner.ts';

const { utils } = ssh2;

/** RSA keys below this many bits are refused (NIST SP 800-131A). */
const MIN_RSA_BITS = 2048;

export type LoginPlan =
  | { readonly usable: true; readonly user: string; readonly handler: AuthHandlerMiddleware }
  | { readonly usable: false; readonly failure: Failure };

/**
 * Turns credentials into an ssh2 authentication handler that tries exactly one thing once: a second try could
 * lock the account. Unusable keys are found here, before any connection.
 */
export function planLogin(credentials: SshCredentials | null | undefined): LoginPlan {
  if (!credentials || credentials.user === '') return refuse('CREDENTIALS_MISSING');
  const { user, auth } = credentials;
  if (auth.kind === 'agent') {
    return { usable: true, user, handler: once({ type: 'agent', username: user, agent: auth.socket }) };
  }
  if (auth.kind === 'password') return { usable: true, user, handler: passwordHandler(user, auth.password) };
  const why = keyDefect(auth.privateKey, auth.passphrase);
  if (why !== null) return refuse('KEY_UNUSABLE', why);
  const { privateKey: key, passphrase } = auth;
  return { usable: true, user, handler: once({ type: 'publickey', username: user, key, passphrase }) };
}

function refuse(code: 'CREDENTIALS_MISSING' | 'KEY_UNUSABLE', detail = ''): LoginPlan {
  return { usable: false, failure: scanFailure(code, detail) };
}

function once(method: AnyAuthMethod): AuthHandlerMiddleware {
  let used = false;
  return (_left, _partial, next) => {
    if (used) return NO_MORE;
    used = true;
    next(method);
  };
}

/** What a handler returns to end the login. */
const NO_MORE = false;

/** Asks what the host offers (`none` is no attempt), then gives the password by the first way that takes one. */
function passwordHandler(username: string, password: string): AuthHandlerMiddleware {
  let asked = false;
  let used = false;
  return (left, _partial, next) => {
    if (!asked) {
      asked = true;
      next({ type: 'none', username });
      return;
    }
    const offered = left ?? [];
    if (used) return NO_MORE;
    used = true;
    if (offered.includes('password')) {
      next({ type: 'password', username, password });
      return;
    }
    if (!offered.includes('keyboard-interactive')) return NO_MORE;
    next({
      type: 'keyboard-interactive',
      username,
      // One hidden question is the password; anything else is not ours to answer.
      prompt: (...[, , , prompts, finish]) =>
        finish(prompts.length === 1 && prompts[0]?.echo !== true ? [password] : prompts.map(() => '')),
    });
  };
}

/** Refuses a key before it is kept or used. @throws AppError KEY_UNUSABLE with the reason */
export function refuseUnusableKey(privateKey: string, passphrase: string | undefined): void {
  const why = keyDefect(privateKey, passphrase);
  if (why !== null) throw new AppError({ ...scanFailure('KEY_UNUSABLE', why), where: { field: 'key' } });
}

/** Why a private key cannot be used, in words of ours, or null. */
function keyDefect(privateKey: string, passphrase: string | undefined): string | null {
  const parsed = utils.parseKey(privateKey, passphrase);
  if (parsed instanceof Error) return parseDefect(parsed.message, passphrase !== undefined);
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (!key || !key.isPrivateKey()) return 'the file holds no private key';
  if (key.type === 'ssh-dss') return 'DSA keys are not secure any more';
  if (key.type !== 'ssh-rsa') return null;
  const bits = createPublicKey(key.getPublicPEM()).asymmetricKeyDetails?.modulusLength ?? 0;
  return bits < MIN_RSA_BITS ? `RSA with ${bits} bits is too short` : null;
}

/** ssh2's own words may quote the key's text, so only their kind is used. */
function parseDefect(message: string, hasPassphrase: boolean): string {
  if (/no passphrase/i.test(message)) return 'it is encrypted and no passphrase was given';
  if (hasPassphrase && /passphrase|decrypt|integrity|bad/i.test(message))
    return 'the passphrase does not open it';
  return 'it is not a private key in OpenSSH or PEM form';
}
