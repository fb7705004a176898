import type { App } from '../app.ts';
import { AppError } from '#core/errors.ts';
import { revokeToken } from '../auth/api-tokens.ts';
import { parseToken } from '../auth/token-format.ts';
import { verifyToken } from '../auth/verify-token.ts';
import { systemViewer } from '../auth/viewer.ts';
import type { Viewer } from '../auth/viewer.ts';

/** How the command line names itself; what it does is then recorded as done there. */
export const CLI_AGENT = 'patchproof-cli/';

/**
 * The viewer of `Authorization: Bearer …`, null when the header is absent.
 * @throws AppError TOKEN_INVALID, TOKEN_EXPIRED (401), TOKEN_ELSEWHERE (403)
 */
export function bearerViewer(app: App, headers: Headers, address: string): Viewer | null {
  const authorization = headers.get('authorization');
  if (authorization === null) return null;
  const token = /^bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
  const viewer = verifyToken(app, token, address);
  return headers.get('user-agent')?.startsWith(CLI_AGENT) ? { ...viewer, via: 'cli' } : viewer;
}

/** The id of the token a request carries, to count by; null without a well-formed one. */
export function bearerId(headers: Headers): string | null {
  const token = /^bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? '';
  return parseToken(token)?.id ?? null;
}

/**
 * A token in an address is in histories and logs by now: it is ended.
 * @throws AppError TOKEN_IN_ADDRESS (400)
 */
export function refuseTokenInAddress(app: App, url: URL): void {
  for (const value of url.searchParams.values()) {
    const id = parseToken(value)?.id;
    if (id === undefined) continue;
    endIfGenuine(app, { id, token: value });
    throw new AppError({
      code: 'TOKEN_IN_ADDRESS',
      message: 'An API token stood in the address; it counts as leaked and is revoked.',
      remedy: 'Make a new one and send it in the Authorization header only.',
      exitCode: 3,
    });
  }
}

/** Only whoever knows the whole token can end it this way. */
function endIfGenuine(app: App, { id, token }: { id: string; token: string }): void {
  try {
    verifyToken(app, token);
  } catch {
    return;
  }
  revokeToken(app, systemViewer, id);
}
