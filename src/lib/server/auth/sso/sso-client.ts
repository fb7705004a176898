import * as openid from 'openid-client';
import { AppError } from '#core/errors.ts';
import { isLoopback } from '../../config.ts';
import type { SsoSettings } from './sso-settings.ts';

/** Signatures that are accepted: with a key pair of the provider, never with a secret both sides know, never none. */
export const ALGORITHMS: readonly string[] = ['RS256', 'ES256', 'EdDSA', 'Ed25519'];
const TIMEOUT_SECONDS = 10;

/**
 * The provider as its discovery document describes it. Signatures of ID tokens are checked with its published keys.
 * @throws AppError SSO_UNREACHABLE (503)
 */
export async function discoverProvider(settings: SsoSettings): Promise<openid.Configuration> {
  const issuer = new URL(settings.issuer);
  const insecure = issuer.protocol === 'http:' && isLoopback(issuer.hostname);
  try {
    const config = await openid.discovery(issuer, settings.clientId, settings.clientSecret, undefined, {
      execute: [openid.enableNonRepudiationChecks, ...(insecure ? [openid.allowInsecureRequests] : [])],
      timeout: TIMEOUT_SECONDS,
    });
    return config;
  } catch (cause) {
    throw new AppError({
      code: 'SSO_UNREACHABLE',
      message: 'The identity provider does not answer as one.',
      remedy: 'Check the issuer: its address with /.well-known/openid-configuration has to open.',
      status: 503,
      cause,
    });
  }
}

/** Whether an address may be an issuer: https, or http on this very machine. */
export function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  if (username !== '' || password !== '' || search !== '' || hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}
