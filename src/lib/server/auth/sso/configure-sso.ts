import { AppError } from '#core/errors.ts';
import type { AuthContext } from '../auth-context.ts';
import { authorise } from '../authorise.ts';
import { PERSON_ROLES } from '../people/invite-person.ts';
import type { Viewer } from '../viewer.ts';
import { discoverProvider, isIssuer } from './sso-client.ts';
import { keepSsoSettings, ssoSettings, type SsoSettings } from './sso-settings.ts';

/** Settings as they are shown: never the client secret. */
export type ShownSso = Omit<SsoSettings, 'clientSecret'>;

/** The identity provider, without the secret; null when single sign-on is off. */
export function showSso(auth: AuthContext, viewer: Viewer): ShownSso | null {
  authorise(viewer, 'sign-in.read-settings');
  const settings = ssoSettings(auth);
  if (!settings) return null;
  const { clientSecret: _secret, ...shown } = settings;
  return shown;
}

export interface SsoInput {
  readonly issuer: string;
  readonly clientId: string;
  /** Empty = the one that is kept, if the issuer is the same. */
  readonly clientSecret: string;
  /** Separated by commas or spaces. */
  readonly trustedFactors: string;
  readonly roleClaim: string;
  /** One a line: `value = role` or `value = role, unit`. */
  readonly roleMap: string;
}

/**
 * Sets the identity provider once it answers as one.
 * @throws AppError FIELD_INVALID (400), SSO_UNREACHABLE (503), STEP_UP_NEEDED (403)
 */
export async function setSso(auth: AuthContext, viewer: Viewer, input: SsoInput): Promise<void> {
  authorise(viewer, 'sign-in.configure');
  const issuer = input.issuer.trim();
  if (!isIssuer(issuer)) throw invalid('issuer', 'Give an https address, without user, query or fragment.');
  const kept = ssoSettings(auth);
  const clientSecret = input.clientSecret || (kept?.issuer === issuer ? kept.clientSecret : '');
  if (clientSecret === '')
    throw invalid('clientSecret', 'Give the secret that the provider made for Patchproof.');
  const settings: SsoSettings = {
    issuer,
    clientId: input.clientId.trim(),
    clientSecret,
    trustedFactors: input.trustedFactors.split(/[\s,]+/).filter(Boolean),
    roleClaim: input.roleClaim.trim() || null,
    roleMap: input.roleMap
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
      .map(readMapping),
  };
  await discoverProvider(settings);
  auth.store.transaction(() => {
    keepSsoSettings(auth, settings);
    record(auth, viewer, { setting: 'sso', issuer, roleClaim: settings.roleClaim, on: true });
  });
}

/** Turns single sign-on off; links of accounts stay for when it is on again. @throws AppError STEP_UP_NEEDED (403) */
export function turnSsoOff(auth: AuthContext, viewer: Viewer): void {
  authorise(viewer, 'sign-in.configure');
  auth.store.transaction(() => {
    keepSsoSettings(auth, null);
    record(auth, viewer, { setting: 'sso', on: false });
  });
}

function readMapping(line: string): SsoSettings['roleMap'][number] {
  const [, value = '', role = '', unit = '*'] = /^(.+?)\s*=\s*([a-z]+)\s*(?:,\s*(\S+))?$/.exec(line) ?? [];
  if (value !== '' && PERSON_ROLES.some((known) => known === role)) return { value, role, unit };
  throw invalid(
    'roleMap',
    `Write a line as “value = role” or “value = role, unit”; roles: ${PERSON_ROLES.join(', ')}.`,
  );
}

function record({ store }: AuthContext, viewer: Viewer, body: Readonly<Record<string, unknown>>): void {
  const origin = { actor: viewer.personId, via: viewer.via };
  store.log.append({ kind: 'setting.changed', object: 'setting/sso', body, ...origin });
}

function invalid(field: keyof SsoInput, remedy: string): AppError {
  return new AppError({
    code: 'FIELD_INVALID',
    message: `The field ${field} is not valid.`,
    remedy,
    where: { field },
  });
}
