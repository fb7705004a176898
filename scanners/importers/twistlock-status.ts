import type { ReportedFlaw } from '#core/advisory/reported-flaw.ts';
import { versionList } from './ecosystem-scheme.ts';

/** Versions of a status such as `fixed in 1.1.1i-r0, 3.0.1`; empty for `open`, `needed`, `deferred`, `will not fix`. */
export function twistlockFixed(status: string | null): string[] {
  return versionList(/^\s*fixed in\s+(.*)$/is.exec(status ?? '')?.[1] ?? null);
}

export function twistlockStatus(status: string | null): ReportedFlaw['status'] {
  return /^\s*not[ -]affected/i.test(status ?? '') ? 'not-affected' : 'open';
}
