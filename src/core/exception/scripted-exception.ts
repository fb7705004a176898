import type { Rank } from '../policy/rank.ts';
import { emptyWorksheet } from './exception-content.ts';
import type { ExceptionContent } from './exception-content.ts';
import type { ExceptionCondition } from './exception-condition.ts';
import type { ExceptionEvent } from './exception-event.ts';
import { defaultExceptionLimits } from './exception-limits.ts';
import type { ApproverRole } from './exception-limits.ts';

/** A request about one finding that lacks nothing. */
export function scriptedContent(known: Partial<ExceptionContent> = {}): ExceptionContent {
  return {
    title: 'Keep the old version',
    aim: 'later',
    scope: {
      findings: ['finding-1'],
      unit: null,
      asset: null,
      fix: null,
      product: null,
      rank: null,
      catchesFuture: false,
    },
    reason: 'The vendor certifies it in August.',
    risk: 'An attacker inside could run code.',
    rationale: '',
    workaround: '',
    worksheet: emptyWorksheet,
    until: '2026-06-30',
    controls: [],
    evidence: [],
    renews: null,
    ...known,
  };
}

interface Approving {
  readonly at: number;
  readonly person: string;
  readonly hash: string;
  readonly roles: readonly ApproverRole[];
  readonly level?: Rank;
  readonly expiresAt?: number;
  readonly conditions?: readonly ExceptionCondition[];
}

/** An approval until the day that was asked for, by the seats of the default policy. */
export function scriptedApproval({ level = 'high', expiresAt = 1_000, ...said }: Approving): ExceptionEvent {
  const seats = defaultExceptionLimits.approvers[level];
  const reason = 'A reason long enough.';
  return { kind: 'approved', until: '2026-06-30', level, expiresAt, seats, reason, ...said };
}
