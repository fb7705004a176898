import { AppError } from '#core/errors.ts';
import type { TokenRow } from '../store/tokens.ts';
import type { AuthContext } from './auth-context.ts';
import { personViewer } from './person-viewer.ts';
import { hashToken, parseToken, sameHash } from './token-format.ts';
import { knownScopes } from './roles.ts';
import type { Viewer } from './viewer.ts';

const TOUCH_EVERY_MS = 60_000;

/**
 * The viewer that an API token stands for. A mistyped one is refused by its checksum, without the store.
 * @throws AppError TOKEN_INVALID or TOKEN_EXPIRED (401)
 */
export function verifyToken(app: Pick<AuthContext, 'store' | 'clock'>, token: string): Viewer {
  const parsed = parseToken(token);
  if (!parsed) throw tokenInvalid();
  const row = app.store.tokens.find(parsed.id);
  // The hash covers the prefix, so a token cannot pose as one of the other kind.
  if (!row || !sameHash(row.hash, hashToken(token)) || row.revokedAt !== null) throw tokenInvalid();
  const now = app.clock();
  if (now >= row.expiresAt) throw tokenExpired();
  const viewer = tokenViewer(app, row);
  if (row.lastUsedAt === null || now - row.lastUsedAt >= TOUCH_EVERY_MS) app.store.tokens.touch(row.id, now);
  return viewer;
}

function tokenViewer({ store }: Pick<AuthContext, 'store'>, row: TokenRow): Viewer {
  const scopes = knownScopes(row.scopes);
  if (row.personId === null) {
    const name = row.scanner ?? row.name;
    return { personId: null, name, roles: ['scanner'], units: [], via: 'api', scopes };
  }
  if (!store.people.isActive(row.personId)) throw tokenInvalid();
  return { ...personViewer(store, row.personId, 'api'), scopes };
}

function tokenInvalid(): AppError {
  return new AppError({
    code: 'TOKEN_INVALID',
    message: 'The API token is not valid.',
    remedy: 'Check that it is complete, or make a new one.',
    status: 401,
    exitCode: 3,
  });
}

function tokenExpired(): AppError {
  return new AppError({
    code: 'TOKEN_EXPIRED',
    message: 'The API token has expired.',
    remedy: 'Make a new one.',
    status: 401,
    exitCode: 3,
  });
}
