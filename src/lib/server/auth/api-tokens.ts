import { AppError } from '#core/errors.ts';
import type { TokenRow } from '../store/tokens.ts';
import type { AuthContext } from './auth-context.ts';
import { authorise, may } from './authorise.ts';
import { isNetwork } from './networks.ts';
import { generateToken, type TokenKind } from './token-format.ts';
import { requireFresh } from './step-up.ts';
import { knownScopes, SCOPES, type Scope } from './roles.ts';
import type { Viewer } from './viewer.ts';

type TokenContext = Pick<AuthContext, 'store' | 'clock'>;

const DAY_MS = 86_400_000;
const MAX_DAYS: Record<TokenKind, number> = { user: 365, scan: 90 };
const MAX_LIMITS = 20;
const MAX_NAME = 100;

export interface NewToken {
  /** What it is for, to be recognised in the list. */
  readonly name: string;
  readonly kind: TokenKind;
  readonly scopes: readonly Scope[];
  /** 1 … 365; of a scanner's token 1 … 90. */
  readonly days: number;
  /** Networks it works from; none = any. */
  readonly cidrs?: readonly string[];
  /** Business units it sees at most; none = those of its person. */
  readonly units?: readonly string[];
  /** For a scan token: the name of the scanner. */
  readonly scanner?: string;
  /** Local operator only: the person who will use the token. */
  readonly forPersonId?: string;
}

export interface TokenSummary {
  readonly id: string;
  readonly kind: TokenKind;
  readonly name: string;
  readonly scanner: string | null;
  readonly personId: string | null;
  readonly scopes: readonly Scope[];
  readonly cidrs: readonly string[];
  readonly units: readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

/**
 * Makes an API token. The token itself is in the answer and nowhere else.
 * @throws AppError TOKEN_INPUT_INVALID (400), PERSON_UNKNOWN (404), FORBIDDEN, STEP_UP_NEEDED (403)
 */
export function createToken(
  app: TokenContext,
  viewer: Viewer | null,
  input: NewToken,
): TokenSummary & { token: string } {
  authoriseCreation(viewer, input);
  checkInput(input);
  const personId = input.kind === 'scan' ? null : (input.forPersonId ?? viewer.personId);
  if (personId !== null && !app.store.people.isActive(personId)) throw personUnknown();
  const now = app.clock();
  const { id, token, hash } = generateToken(input.kind);
  const row: TokenRow = {
    id,
    kind: input.kind,
    hash,
    personId,
    scanner: input.kind === 'scan' ? (input.scanner ?? null) : null,
    name: input.name.trim(),
    scopes: [...input.scopes],
    createdAt: now,
    expiresAt: now + input.days * DAY_MS,
    lastUsedAt: null,
    revokedAt: null,
    cidrs: input.cidrs?.length ? [...input.cidrs] : null,
    units: input.units?.length ? [...input.units] : null,
  };
  app.store.transaction(() => {
    const { kind, scopes, scanner, cidrs, units } = row;
    const body = {
      tokenId: id,
      kind,
      scopes,
      personId,
      scanner,
      ...(cidrs ? { cidrs } : {}),
      ...(units ? { units } : {}),
      expiresAt: new Date(row.expiresAt).toISOString(),
    };
    app.store.log.append({
      kind: 'token.created',
      object: `token:${id}`,
      body,
      actor: viewer.personId,
      via: viewer.via,
    });
    app.store.tokens.insert(row);
  });
  return { ...summarise(row), token };
}

/** One's own tokens, or all of them for who manages all. */
export function listTokens(app: TokenContext, viewer: Viewer | null): TokenSummary[] {
  if (may(viewer, 'token.manage-all')) return app.store.tokens.listAll().map(summarise);
  authorise(viewer, 'token.manage-own');
  return viewer.personId === null ? [] : app.store.tokens.listOf(viewer.personId).map(summarise);
}

/**
 * Ends a token at once. Ending it twice is no error.
 * @throws AppError TOKEN_UNKNOWN (404), also for the token of somebody else
 */
export function revokeToken(app: TokenContext, viewer: Viewer | null, id: string): void {
  const all = may(viewer, 'token.manage-all');
  authorise(viewer, all ? 'token.manage-all' : 'token.manage-own');
  const row = app.store.tokens.find(id);
  if (!row || !(all || row.personId === viewer.personId)) throw tokenUnknown();
  app.store.transaction(() => {
    if (!app.store.tokens.revoke(id, app.clock())) return;
    const by = { actor: viewer.personId, via: viewer.via };
    app.store.log.append({ kind: 'token.revoked', object: `token:${id}`, body: { tokenId: id }, ...by });
  });
}

function authoriseCreation(viewer: Viewer | null, input: NewToken): asserts viewer is Viewer {
  if (input.kind === 'scan') authorise(viewer, 'token.manage-all');
  else if (input.forPersonId !== undefined && input.forPersonId !== viewer?.personId) {
    authorise(viewer, 'token.issue-for-person');
  } else authorise(viewer, 'token.manage-own');
  requireFresh(viewer, 'any');
}

function checkInput(input: NewToken): void {
  const name = input.name.trim();
  if (name === '' || name.length > MAX_NAME) throw invalid('name', 'Give a name of up to 100 characters.');
  const most = MAX_DAYS[input.kind];
  if (!Number.isInteger(input.days) || input.days < 1 || input.days > most) {
    throw invalid('days', `Give 1 to ${most} days; a token without end is not possible.`);
  }
  checkLimits(input);
  const unknown = input.scopes.some((scope) => !SCOPES.includes(scope));
  if (input.scopes.length === 0 || unknown)
    throw invalid('scopes', `Give one or more of: ${SCOPES.join(', ')}.`);
  if (input.kind === 'scan' && !input.scanner?.trim()) throw invalid('scanner', 'Name the scanner.');
  if (input.kind === 'scan' && input.scopes.some((scope) => scope !== 'submit')) {
    throw invalid('scopes', 'A scanner token has the scope submit only.');
  }
}

function checkLimits({ cidrs = [], units = [] }: NewToken): void {
  if (cidrs.length > MAX_LIMITS || !cidrs.every(isNetwork))
    throw invalid('cidrs', `Give up to ${MAX_LIMITS} networks such as 10.1.0.0/16.`);
  if (units.length > MAX_LIMITS || !units.every((unit) => /^[a-z0-9][a-z0-9-]{0,39}$/.test(unit)))
    throw invalid('units', `Give up to ${MAX_LIMITS} short names of business units.`);
}

function summarise(row: TokenRow): TokenSummary {
  const { id, kind, name, scanner, personId } = row;
  const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  return {
    id,
    kind,
    name,
    scanner,
    personId,
    scopes: knownScopes(row.scopes),
    cidrs: row.cidrs ?? [],
    units: row.units ?? [],
    createdAt: new Date(row.createdAt).toISOString(),
    expiresAt: new Date(row.expiresAt).toISOString(),
    lastUsedAt: iso(row.lastUsedAt),
    revokedAt: iso(row.revokedAt),
  };
}

function invalid(field: string, remedy: string): AppError {
  return new AppError({
    code: 'TOKEN_INPUT_INVALID',
    message: `The field ${field} is not valid.`,
    remedy,
    where: { field },
  });
}

function personUnknown(): AppError {
  return new AppError({
    code: 'PERSON_UNKNOWN',
    message: 'There is no such person who could sign in.',
    remedy: 'Make the account first.',
    status: 404,
  });
}

function tokenUnknown(): AppError {
  return new AppError({
    code: 'TOKEN_UNKNOWN',
    message: 'There is no such token.',
    remedy: 'List your tokens for their ids.',
    status: 404,
  });
}
