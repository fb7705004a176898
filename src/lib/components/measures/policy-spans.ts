import type { PolicySpan } from '../../charts/policy-bands.ts';
import { isoDay } from '../../format/dates.ts';

interface Band {
  readonly version: number;
  readonly from: string;
  readonly to: string | null;
  /** What it changed for the rule; empty for the first. */
  readonly change: string;
}

/** The policy versions of a read document as the ground behind a time axis, in local days of the policy's zone. */
export function policySpans(bands: readonly Band[], zone: string): PolicySpan[] {
  return bands.map(({ version, from, to, change }) => ({
    version,
    from: isoDay(from, zone),
    to: to === null ? null : isoDay(to, zone),
    label: change === '' ? `Policy v${version}` : `Policy v${version}: ${change}`,
  }));
}
