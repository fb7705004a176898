import { createTransport } from 'nodemailer';
import { AppError } from '#core/errors.ts';
import type { MasterKey } from '../master-key.ts';
import type { Store } from '../store/store.ts';
import { storedMailSettings, type MailSettings } from './mail-settings.ts';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
}

/** Sends mail where an SMTP server is set. */
export interface Mailer {
  readonly settings: () => { readonly from: 'environment' | 'page'; readonly mail: MailSettings } | null;
  /** @throws AppError MAIL_OFF (409) without settings, MAIL_FAILED (503) */
  send(mail: Mail): Promise<void>;
}

const TIMEOUT_MS = 10_000;

/** Settings of the environment win over those of the page; they are read anew for every mail. */
export function createMailer(context: {
  readonly store: Store;
  readonly masterKey: MasterKey;
  readonly environment: MailSettings | null;
}): Mailer {
  const settings: Mailer['settings'] = () => {
    if (context.environment) return { from: 'environment', mail: context.environment };
    const stored = storedMailSettings(context);
    return stored && { from: 'page', mail: stored };
  };
  return {
    settings,
    send: async (mail) => {
      const found = settings();
      if (!found) throw mailOff();
      await deliver(found.mail, mail);
    },
  };
}

async function deliver({ host, port, security, sender, login }: MailSettings, mail: Mail): Promise<void> {
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(login ? { auth: { user: login.user, pass: login.password } } : {}),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    // Nothing of a mail is ever read from a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from: sender,
      to: { name: '', address: mail.to },
      subject: mail.subject,
      text: mail.text,
    });
  } catch (cause) {
    throw mailFailed(cause);
  } finally {
    transport.close();
  }
}

function mailOff(): AppError {
  return new AppError({
    code: 'MAIL_OFF',
    message: 'No mail server is set.',
    remedy: 'Set one under Settings, Sign-in.',
    status: 409,
    exitCode: 3,
  });
}

function mailFailed(cause: unknown): AppError {
  const code =
    cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'unknown';
  return new AppError({
    code: 'MAIL_FAILED',
    message: `The mail server did not take the mail (${code}).`,
    remedy: 'Check host, port, encryption and login of the mail server.',
    status: 503,
    exitCode: 3,
    cause,
  });
}
