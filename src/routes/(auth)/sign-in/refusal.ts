interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

const again = 'Try again, or sign in with your password.';
const words: Readonly<Record<string, Omit<Refusal, 'code'>>> = {
  PASSKEY_REFUSED: { message: 'The passkey was not accepted.', remedy: again },
  TOO_MANY_ATTEMPTS: { message: 'Too many failed sign-ins from your address.', remedy: 'Wait ten minutes.' },
  SSO_OFF: { message: 'Single sign-on is not set up here.', remedy: 'Sign in with your password.' },
  SSO_UNREACHABLE: { message: 'The identity provider does not answer.', remedy: again },
  SSO_STATE_INVALID: {
    message: 'This sign-in took too long, was used, or began in another browser.',
    remedy: 'Begin again here.',
  },
  SSO_TOKEN_INVALID: { message: 'The answer of the identity provider is not valid.', remedy: again },
  SSO_REFUSED: { message: 'The identity provider did not sign you in.', remedy: again },
  SSO_UNKNOWN_PERSON: {
    message: 'No account here is linked with that identity.',
    remedy: 'Sign in with your password once and link it under Settings, Your sign-in.',
  },
  SSO_LINKED: {
    message: 'That identity is linked with an account already.',
    remedy: 'Sign in with it, or use another identity.',
  },
  SSO_NO_ROLE: {
    message: 'The identity provider gives you no role here.',
    remedy: 'Ask an administrator to map one of your groups.',
  },
};

/** Why another way of signing in led back here; codes come by the address, so only known ones are shown. */
export function refusal(code: string): Refusal {
  const known = Object.hasOwn(words, code) ? words[code] : undefined;
  if (known) return { code, ...known };
  return { code: 'SIGN_IN_FAILED', message: 'That did not sign you in.', remedy: again };
}
