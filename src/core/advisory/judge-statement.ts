import { compareSign } from '../version/compare.ts';
import type { Statement } from './feed-item.ts';
import { announcedFixOf, lastAffectedOf, notAffectedYetOf } from './statement-note.ts';

/** Why a flaw that is present has no fix to install. */
export const unfixedStates = [
  'no_fix',
  'announced',
  'deferred',
  'wont_fix',
  'unsupported',
  'unimportant',
  'investigating',
  'needs_subscription',
] as const;

export type UnfixedState = (typeof unfixedStates)[number];

/** What one statement means for one installed version. */
export type StatementVerdict =
  | { readonly kind: 'fixable'; readonly fixed: string }
  | { readonly kind: 'unfixed'; readonly state: UnfixedState; readonly fixed: string | null }
  | { readonly kind: 'clear' }
  | { readonly kind: 'unknown'; readonly why: string };

const clear: StatementVerdict = { kind: 'clear' };

/**
 * Judges an installed version by what its vendor says of one flaw: below the first version with it, or at or above
 * the fixed one, it is clear. What cannot be compared is unknown, never clear.
 */
export function judgeStatement(statement: Statement, installed: string): StatementVerdict {
  const { status, scheme, fixed, introduced, note } = statement;
  if (status === 'not-affected') return clear;
  if (status === 'unknown') return { kind: 'unknown', why: note ?? 'the vendor does not know' };
  const bounds: readonly (readonly [string | null, (sign: number) => boolean])[] = [
    [introduced === '0' ? null : introduced, (sign) => sign < 0],
    [notAffectedYetOf(note), (sign) => sign <= 0],
    [lastAffectedOf(note), (sign) => sign > 0],
  ];
  for (const [bound, isOutside] of bounds) {
    if (bound === null) continue;
    const sign = compareSign(scheme, installed, bound);
    if (sign === null) return notComparable(installed, bound);
    if (isOutside(sign)) return clear;
  }
  if (status !== 'fixed') return unfixed(statement);
  if (fixed === null) return clear;
  const sign = compareSign(scheme, installed, fixed);
  if (sign === null) return notComparable(installed, fixed);
  return sign < 0 ? { kind: 'fixable', fixed } : clear;
}

function notComparable(a: string, b: string): StatementVerdict {
  return { kind: 'unknown', why: `${a} and ${b} cannot be compared` };
}

const states: Readonly<Partial<Record<Statement['status'], UnfixedState>>> = {
  'wont-fix': 'wont_fix',
  deferred: 'deferred',
  unsupported: 'unsupported',
  unimportant: 'unimportant',
  'under-investigation': 'investigating',
};

function unfixed({ status, note }: Statement): StatementVerdict {
  const announced = announcedFixOf(note);
  if (announced !== null) return { kind: 'unfixed', state: 'announced', fixed: announced };
  return { kind: 'unfixed', state: states[status] ?? 'no_fix', fixed: null };
}
