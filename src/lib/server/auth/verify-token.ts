import { AppError } from '#core/errors.ts';
import type { TokenRow } from '../store/tokens.ts';
import type { AuthContext } from './auth-context.ts';
import { personViewer } from './person-viewer.ts';
import { isInside } from './networks.ts';
import { hashToken, parseToken, sameHash } from './token-format.ts';
import { knownScopes } from './roles.ts';
import type { Viewer } from './viewer.ts';

const TOUCH_EVERY_MS = 60_000;

/**
 * The viewer that an API token stands for. A mistyped one is refused by its checksum, without the store.
 * @param address of whoever sends it; null = not from the network, so that its networks do not matter
 * @throws AppError TOKEN_INVALID, TOKEN_EXPIRED (401), TOKEN_ELSEWHERE (403)
 */
export function verifyToken(
  app: Pick<AuthContext, 'store' | 'clock'>,
  token: string,
  address: string | null = null,
): Viewer {
  const parsed = parseToken(token);
  if (!parsed) throw tokenInvalid();
  const row = app.store.tokens.find(parsed.id);
  // The hash covers the prefix, so a token cannot pose as one of the other kind.
  if (!row || !sameHash(row.hash, hashToken(token)) || row.revokedAt !== null) throw tokenInvalid();
  const now = app.clock();
  if (now >= row.expiresAt) throw tokenExpired();
  if (row.cidrs && address !== null && !isInside(row.cidrs, address)) throw tokenElsewhere();
  const viewer = tokenViewer(app, row);
  if (row.lastUsedAt === null || now - row.lastUsedAt >= TOUCH_EVERY_MS) app.store.tokens.touch(row.id, now);
  return viewer;
}

function tokenViewer(app: Pick<AuthContext, 'store' | 'clock'>, row: TokenRow): Viewer {
  const scopes = knownScopes(row.scopes);
  if (row.personId === null) {
    const name = row.scanner ?? row.name;
    return { personId: null, name, roles: ['scanner'], units: [], via: 'api', scopes };
  }
  if (!app.store.people.isActive(row.personId)) throw tokenInvalid();
  const viewer = personViewer(app, row.personId, 'api');
  const holdings = viewer.holdings?.map((one) => ({ ...one, units: unitsOf(one.units, row.units) }));
  return { ...viewer, units: unitsOf(viewer.units, row.units), ...(holdings ? { holdings } : {}), scopes };
}

/** Units that both the person and the token may see. */
function unitsOf(person: readonly string[], token: readonly string[] | null): readonly string[] {
  if (token === null) return person;
  return person.includes('*') ? token : person.filter((unit) => token.includes(unit));
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

function tokenElsewhere(): AppError {
  return new AppError({
    code: 'TOKEN_ELSEWHERE',
    message: 'This API token does not work from your address.',
    remedy: 'Use it from the networks it was made for, or make another one.',
    status: 403,
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
