import { z } from 'zod';
import type { MasterKey } from '../../master-key.ts';
import { openSecret, sealSecret } from '../../sealed-secret.ts';
import type { Store } from '../../store/store.ts';

/** The identity provider, as an administrator set it. */
export interface SsoSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Values of `amr` or `acr` that count as a second factor; none = Patchproof asks for its own. */
  readonly trustedFactors: readonly string[];
  /** Claim that lists roles; null = roles are given here only. */
  readonly roleClaim: string | null;
  /** What a value of the claim gives: role and business unit. */
  readonly roleMap: readonly { readonly value: string; readonly role: string; readonly unit: string }[];
}

const PLACE = { table: 'setting', id: 'sso', field: 'clientSecret' };
const storedSchema = z.object({
  issuer: z.string(),
  clientId: z.string(),
  /** Sealed, base64. */
  clientSecret: z.string(),
  trustedFactors: z.array(z.string()),
  roleClaim: z.string().nullable(),
  roleMap: z.array(z.object({ value: z.string(), role: z.string(), unit: z.string() })),
});

type Sealing = { readonly store: Store; readonly masterKey: MasterKey };

/** Null when single sign-on is off. */
export function ssoSettings({ store, masterKey }: Sealing): SsoSettings | null {
  const text = store.settings.get('sso');
  if (!text) return null;
  const stored = storedSchema.parse(JSON.parse(text));
  const secret = openSecret(masterKey, PLACE, Buffer.from(stored.clientSecret, 'base64'));
  return { ...stored, clientSecret: secret.toString('utf8') };
}

/** Keeps settings, the client secret sealed, inside the caller's transaction; null turns single sign-on off. */
export function keepSsoSettings({ store, masterKey }: Sealing, settings: SsoSettings | null): void {
  if (settings === null) return store.settings.set('sso', '');
  const sealed = sealSecret(masterKey, PLACE, Buffer.from(settings.clientSecret, 'utf8'));
  store.settings.set('sso', JSON.stringify({ ...settings, clientSecret: sealed.toString('base64') }));
}
