import { readFileSync } from 'node:fs';
import { AppError } from '#core/errors.ts';
import { SECURITIES, type MailSettings } from './mail-settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_PORTS = { tls: 465, starttls: 587, none: 25 } as const;

/**
 * The mail server of the environment, null when PATCHPROOF_SMTP_HOST is not set. The password is read from the file
 * PATCHPROOF_SMTP_PASSWORD_FILE, never from the environment itself.
 * @throws AppError MAIL_INVALID (exit 3)
 */
export function readMail(env: Environment): MailSettings | null {
  const host = env.PATCHPROOF_SMTP_HOST;
  if (!host) return null;
  const wanted = env.PATCHPROOF_SMTP_SECURITY || 'starttls';
  const security = SECURITIES.find((one) => one === wanted);
  if (!security) throw invalid('PATCHPROOF_SMTP_SECURITY', `Set it to one of: ${SECURITIES.join(', ')}.`);
  const port = env.PATCHPROOF_SMTP_PORT ? Number(env.PATCHPROOF_SMTP_PORT) : DEFAULT_PORTS[security];
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw invalid('PATCHPROOF_SMTP_PORT', 'Set it to a number from 1 to 65535.');
  const sender = env.PATCHPROOF_SMTP_SENDER ?? '';
  if (!/^[^\s@]+@[^\s@]+$/.test(sender))
    throw invalid('PATCHPROOF_SMTP_SENDER', 'Set it to an address such as patchproof@example.org.');
  return { host, port, security, sender, login: readLogin(env) };
}

function readLogin(env: Environment): MailSettings['login'] {
  const { PATCHPROOF_SMTP_USER: user, PATCHPROOF_SMTP_PASSWORD_FILE: file } = env;
  if (!user) return null;
  try {
    return { user, password: file ? readFileSync(file, 'utf8').trim() : '' };
  } catch {
    throw invalid('PATCHPROOF_SMTP_PASSWORD_FILE', 'Name a file that the server may read.');
  }
}

function invalid(name: string, remedy: string): AppError {
  return new AppError({
    code: 'MAIL_INVALID',
    message: `${name} is not valid.`,
    remedy,
    exitCode: 3,
    status: 500,
  });
}
