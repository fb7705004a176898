import type { FactorInput } from '#lib/server/auth/factor/complete-sign-in.ts';

/** What a form gives as second factor: what the browser answered for a passkey, else the code that was typed. */
export function factorInput({
  code,
  passkey,
}: {
  readonly code: string;
  readonly passkey: string;
}): FactorInput {
  return passkey === '' ? { code } : { passkey };
}
