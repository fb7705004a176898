import { AppError } from '#core/errors.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a change that a page of another site asks for in a person's name. Browsers send Origin with every
 * change, and Sec-Fetch-Site beside it; a request with neither is no form of ours.
 * @throws AppError CROSS_SITE (403)
 */
export function refuseCrossSite(
  { method, headers }: Pick<Request, 'method' | 'headers'>,
  origin: string,
): void {
  if (SAFE.has(method)) return;
  const site = headers.get('sec-fetch-site');
  const from = headers.get('origin');
  const sameSite = site === null || site === 'same-origin';
  const sameOrigin = from === null ? site === 'same-origin' : from === origin;
  if (sameSite && sameOrigin) return;
  throw new AppError({
    code: 'CROSS_SITE',
    message: 'This request did not come from a page of Patchproof.',
    remedy: `Open ${origin} and try again there.`,
    status: 403,
    exitCode: 3,
  });
}
