import type { ShownSso } from '#lib/server/auth/sso/configure-sso.ts';
import type { ShownMail } from '#lib/server/mail/configure-mail.ts';

/** What the form of the mail server begins with; the password never leaves the server. */
export function mailValues(mail: ShownMail | null) {
  if (!mail)
    return { host: '', port: 587, security: 'starttls' as const, sender: '', user: '', password: '' };
  const { host, port, security, sender, user } = mail;
  return { host, port, security, sender, user: user ?? '', password: '' };
}

/** What the form of the identity provider begins with; the secret never leaves the server. */
export function ssoValues(sso: ShownSso | null) {
  return {
    issuer: sso?.issuer ?? '',
    clientId: sso?.clientId ?? '',
    clientSecret: '',
    trustedFactors: sso?.trustedFactors.join(', ') ?? '',
    roleClaim: sso?.roleClaim ?? '',
    roleMap: sso?.roleMap.map(({ value, role, unit }) => `${value} = ${role}, ${unit}`).join('\n') ?? '',
  };
}
