import { AppError } from '#core/errors.ts';
import { authorise } from '../auth/authorise.ts';
import type { AuthContext } from '../auth/auth-context.ts';
import type { Viewer } from '../auth/viewer.ts';
import { keepMailSettings, storedMailSettings, type MailSettings } from './mail-settings.ts';

/** Settings as they are shown: never the password. */
export interface ShownMail {
  readonly from: 'environment' | 'page';
  readonly host: string;
  readonly port: number;
  readonly security: MailSettings['security'];
  readonly sender: string;
  readonly user: string | null;
}

/** How mail leaves, without the password; null when none does. */
export function showMail(auth: AuthContext, viewer: Viewer): ShownMail | null {
  authorise(viewer, 'sign-in.read-settings');
  const found = auth.mailer.settings();
  if (!found) return null;
  const { login, ...rest } = found.mail;
  return { ...rest, from: found.from, user: login?.user ?? null };
}

export interface MailInput extends Omit<MailSettings, 'login'> {
  /** Empty = no login. */
  readonly user: string;
  /** Empty = the one that is kept, if the user is the same. */
  readonly password: string;
}

/**
 * Sets the mail server.
 * @throws AppError MAIL_FIXED (409) when the environment sets it, FIELD_INVALID (400), STEP_UP_NEEDED (403)
 */
export function setMail(auth: AuthContext, viewer: Viewer, input: MailInput): void {
  authorise(viewer, 'sign-in.configure');
  if (auth.mailer.settings()?.from === 'environment') throw fixed();
  const { user, password, ...rest } = input;
  if (!/^[A-Za-z0-9.:_-]{1,253}$/.test(rest.host)) throw invalid('host', 'Give a host name or address.');
  if (!/^[^\s@]+@[^\s@]+$/.test(rest.sender))
    throw invalid('sender', 'Give an address such as patchproof@example.org.');
  const kept = storedMailSettings(auth)?.login;
  const same = kept?.user === user && storedMailSettings(auth)?.host === rest.host ? kept.password : '';
  const login = user === '' ? null : { user, password: password || same };
  auth.store.transaction(() => {
    keepMailSettings(auth, { ...rest, login });
    const body = { setting: 'mail', host: rest.host, port: rest.port, security: rest.security };
    const origin = { actor: viewer.personId, via: viewer.via };
    auth.store.log.append({ kind: 'setting.changed', object: 'setting/mail', body, ...origin });
  });
}

/** Sends a mail to oneself, and waits for what the server says. @throws AppError MAIL_OFF (409), MAIL_FAILED (503) */
export async function sendTestMail(auth: AuthContext, viewer: Viewer): Promise<void> {
  authorise(viewer, 'sign-in.configure');
  const to = viewer.personId === null ? null : auth.store.people.email(viewer.personId);
  if (!to) throw invalid('sender', 'Your own account has no address to send to.');
  await auth.mailer.send({ to, subject: 'Patchproof sends mail', text: 'This is the test you asked for.\n' });
}

function invalid(field: 'host' | 'sender', remedy: string): AppError {
  return new AppError({
    code: 'FIELD_INVALID',
    message: `The field ${field} is not valid.`,
    remedy,
    where: { field },
  });
}

function fixed(): AppError {
  return new AppError({
    code: 'MAIL_FIXED',
    message: 'The mail server is set by the environment of the server.',
    remedy: 'Change PATCHPROOF_SMTP_HOST and its neighbours, or unset them.',
    status: 409,
  });
}
