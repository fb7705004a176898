import type { ReportedHost } from '../advisory/reported-flaw.ts';

/** What is taken in as it stands, and a reader of the receipt should know. */
export type ReportFlag = 'BACKDATED' | 'CONTROL_CHARS' | 'VERSION_INVALID';

const DAY_MS = 86_400_000;

/** True when the scan of a host ended more than a day before its report came (ms since 1970 UTC). */
export function isBackdated(
  { startedAt, finishedAt }: Pick<ReportedHost, 'startedAt' | 'finishedAt'>,
  receivedAt: number,
): boolean {
  const at = finishedAt ?? startedAt;
  return at !== null && Date.parse(at) < receivedAt - DAY_MS;
}
