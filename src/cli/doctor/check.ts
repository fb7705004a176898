import type { Config } from '#lib/server/config.ts';
import type { CliContext } from '../context.ts';

export interface CheckResult {
  readonly status: 'ok' | 'warn' | 'fail';
  /** What was found, one sentence. */
  readonly found: string;
  /** What to do; null when all is well. */
  readonly remedy: string | null;
}

export interface CheckInput {
  readonly context: CliContext;
  readonly config: Config;
}

/** One question about the machine. Looks and changes nothing. */
export type Check = (input: CheckInput) => CheckResult | Promise<CheckResult>;

export const ok = (found: string): CheckResult => ({ status: 'ok', found, remedy: null });
export const warn = (found: string, remedy: string): CheckResult => ({ status: 'warn', found, remedy });
export const fail = (found: string, remedy: string): CheckResult => ({ status: 'fail', found, remedy });
