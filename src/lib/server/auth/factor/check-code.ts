import { AppError } from '#core/errors.ts';
import type { AuthContext } from '../auth-context.ts';
import { recordSignIn, type Peer } from '../sign-in-events.ts';
import { STEP_PURPOSE } from '../step-token.ts';
import { admitFactor, forgiveFactor, isExhausted } from './factor-limits.ts';
import { hashRecoveryCode, isRecoveryCode } from './recovery-codes.ts';
import { takeTotpCode } from './totp.ts';

export interface CodeInput {
  readonly accountId: string;
  readonly personId: string;
  /** Six digits of the app, or a recovery code; as typed. */
  readonly code: string;
  readonly peer: Peer;
}

export type CodeKind = 'totp' | 'recovery-code';
type Outcome = CodeKind | 'used' | 'wrong' | 'blocked';

/**
 * Accepts a code of the authenticator app or a recovery code, once. What is wrong is counted and recorded; the fifth
 * within 15 minutes also ends every sign-in that waits for a code.
 * @throws AppError CODE_WRONG, CODE_USED (401), FACTOR_BLOCKED (429)
 */
export function checkCode(auth: AuthContext, input: CodeInput): CodeKind {
  const { store } = auth;
  const outcome = store.transaction((): Outcome => {
    const attempt = { accountId: input.accountId, now: auth.clock() };
    const outcome = admitFactor(store, attempt) ? take(auth, input) : 'blocked';
    if (outcome === 'totp' || outcome === 'recovery-code') forgiveFactor(store, input.accountId);
    else recordFailure(auth, input, outcome);
    return outcome;
  });
  if (outcome === 'totp' || outcome === 'recovery-code') return outcome;
  throw refusals[outcome]();
}

function take(auth: AuthContext, { accountId, code }: CodeInput): Outcome {
  const { store } = auth;
  const now = auth.clock();
  if (isRecoveryCode(code))
    return store.factors.useRecoveryCode(accountId, hashRecoveryCode(code), now) ? 'recovery-code' : 'wrong';
  const digits = code.replace(/\s/g, '');
  const taken = takeTotpCode(auth, { accountId, code: digits, now });
  return taken === 'accepted' ? 'totp' : taken;
}

function recordFailure(auth: AuthContext, { accountId, personId, peer }: CodeInput, reason: Outcome): void {
  const body = { accountId, reason };
  recordSignIn(auth.store, { kind: 'factor.failed', accountId, body, actor: personId, peer });
  if (isExhausted(auth.store, accountId)) auth.store.pendingSteps.removeOf(accountId, STEP_PURPOSE);
}

const refusals: Readonly<Record<'used' | 'wrong' | 'blocked', () => AppError>> = {
  wrong: () =>
    new AppError({
      code: 'CODE_WRONG',
      message: 'That code is not right.',
      remedy: 'Type the six digits the app shows now, or a recovery code that was not used yet.',
      status: 401,
      where: { field: 'code' },
    }),
  used: () =>
    new AppError({
      code: 'CODE_USED',
      message: 'That code was used already.',
      remedy: 'Wait for the next one; each is good once.',
      status: 401,
      where: { field: 'code' },
    }),
  blocked: () =>
    new AppError({
      code: 'FACTOR_BLOCKED',
      message: 'Too many wrong codes.',
      remedy: 'Wait 15 minutes, then sign in again with your password.',
      status: 429,
    }),
};
