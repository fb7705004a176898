import { isWithdrawn } from '#core/advisory/finding-state.ts';
import { formatDay, formatInstant, toMillis } from '#lib/format/dates.ts';
import type { TimelineEvent } from '#lib/format/timeline-layout.ts';

interface Finding {
  readonly state: string;
  readonly firstDetected: string;
  readonly detectedBy: string;
  readonly installedAt: string | null;
  readonly verifiedAt: string | null;
  readonly verifiedBy: string | null;
  readonly reopenedAt: string | null;
  readonly lastSufficient: string | null;
  readonly due: string | null;
  readonly policyVersion: number | null;
  readonly released: string | null;
}

interface Reading {
  readonly zone: string;
  readonly now: string;
  readonly closed: boolean;
}

/** The story of one finding for its timeline: what is proven, what was seen again, and what is due. */
export function findingEvents(finding: Finding, reading: Reading): TimelineEvent[] {
  const time = (at: string): string => formatInstant(at, reading);
  const event = (
    at: string,
    tone: TimelineEvent['tone'],
    label: string,
    rest: Partial<TimelineEvent> = {},
  ) => ({
    at: toMillis(at),
    when: time(at),
    tone,
    label,
    ...rest,
  });
  const scan = (id: string | null): Partial<TimelineEvent> => {
    if (id === null) return {};
    // A feed showed it on stored inventory: no scan is behind it.
    if (id.startsWith('steps ')) return { note: 'by a person’s record of a step' };
    if (id.startsWith('feeds ')) return { note: 'by a feed', href: '/feeds' };
    return { note: `scan ${id.slice(0, 8)}`, href: `/scans/${id}` };
  };
  const events: TimelineEvent[] = [];
  const { released, installedAt, reopenedAt, verifiedAt, lastSufficient, due } = finding;
  if (released) events.push(event(released, 'proven', 'Fix released'));
  events.push(event(finding.firstDetected, 'proven', 'First detected', scan(finding.detectedBy)));
  if (reopenedAt) events.push(event(reopenedAt, 'contradicted', 'Missing again'));
  if (installedAt)
    events.push(event(installedAt, 'claimed', 'Installed', { note: 'by the host’s own record' }));
  if (verifiedAt && reading.closed) {
    const what = isWithdrawn(finding) ? 'Fix withdrawn' : 'Verified fixed';
    events.push(event(verifiedAt, 'proven', what, scan(finding.verifiedBy)));
  } else if (lastSufficient && lastSufficient > finding.firstDetected) {
    const isStep = finding.state === 'claimed' || finding.state === 'reboot_pending';
    const [tone, what] = isStep
      ? (['claimed', 'Version is there'] as const)
      : (['contradicted', 'Still there'] as const);
    events.push(event(lastSufficient, tone, what, { note: 'last complete scan' }));
  }
  if (due) {
    const note = finding.policyVersion === null ? undefined : `policy v${finding.policyVersion}`;
    events.push(event(due, 'due', 'Due', { when: formatDay(due, reading), note }));
  }
  return events;
}
