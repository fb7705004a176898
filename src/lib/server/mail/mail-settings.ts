import { z } from 'zod';
import type { MasterKey } from '../master-key.ts';
import { openSecret, sealSecret } from '../sealed-secret.ts';
import type { Store } from '../store/store.ts';

/** How mail leaves: `tls` = encrypted from the first byte, `starttls` = required before anything is said. */
export const SECURITIES = ['tls', 'starttls', 'none'] as const;

export interface MailSettings {
  readonly host: string;
  readonly port: number;
  readonly security: (typeof SECURITIES)[number];
  readonly sender: string;
  /** null = no login. */
  readonly login: { readonly user: string; readonly password: string } | null;
}

const PLACE = { table: 'setting', id: 'mail', field: 'password' };
const storedSchema = z.object({
  host: z.string(),
  port: z.number(),
  security: z.enum(SECURITIES),
  sender: z.string(),
  user: z.string().nullable(),
  /** Sealed, base64. */
  password: z.string().nullable(),
});

type Sealing = { readonly store: Store; readonly masterKey: MasterKey };

/** The settings kept by an administrator; null when there are none. */
export function storedMailSettings({ store, masterKey }: Sealing): MailSettings | null {
  const text = store.settings.get('mail');
  if (text === null) return null;
  const { user, password, ...rest } = storedSchema.parse(JSON.parse(text));
  const open = (sealed: string) =>
    openSecret(masterKey, PLACE, Buffer.from(sealed, 'base64')).toString('utf8');
  const login = user === null ? null : { user, password: password === null ? '' : open(password) };
  return { ...rest, login };
}

/** Keeps settings, the password sealed, inside the caller's transaction. */
export function keepMailSettings({ store, masterKey }: Sealing, settings: MailSettings): void {
  const { login, ...rest } = settings;
  const seal = (secret: string) =>
    sealSecret(masterKey, PLACE, Buffer.from(secret, 'utf8')).toString('base64');
  const stored = { ...rest, user: login?.user ?? null, password: login ? seal(login.password) : null };
  store.settings.set('mail', JSON.stringify(stored));
}
