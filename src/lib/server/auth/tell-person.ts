import type { AuthContext } from './auth-context.ts';

/**
 * Sends a mail to a person after the work is done: nobody waits for it, and a mail server that is down stops nothing.
 * Without a mail server or address nothing is sent.
 */
export function tellPerson(
  auth: Pick<AuthContext, 'store' | 'mailer' | 'reportFailure'>,
  personId: string | null,
  { subject, text }: { subject: string; text: readonly string[] },
): void {
  const to = personId === null ? null : auth.store.people.email(personId);
  if (!to || auth.mailer.settings() === null) return;
  auth.mailer.send({ to, subject, text: `${text.join('\n\n')}\n` }).catch(auth.reportFailure);
}
