import type { ReportedHost } from '#core/advisory/reported-flaw.ts';
import { AppError } from '#core/errors.ts';
import type { OpenedReport } from '#scanners/importers/open-report.ts';
import type { ReportFacts } from '#scanners/importers/report-importer.ts';
import { reportImporters } from '#scanners/importers/reports.ts';

/** What a report holds, read to its end once. */
export interface CheckedReport {
  readonly facts: ReportFacts;
  readonly hosts: readonly ReportedHost[];
  readonly flaws: number;
  readonly skipped: number;
}

/** How far a scanner's clock may run ahead of ours. */
const FUTURE_TOLERANCE_MS = 5 * 60_000;

/**
 * Reads a report to its end before anything of it is kept.
 * @throws AppError of the importer, DUPLICATE_ID for two hosts of one key, TIME_IN_FUTURE
 */
export function checkReport({ format, input }: OpenedReport): CheckedReport {
  const hosts = new Map<string, ReportedHost>();
  let flaws = 0;
  let skipped = 0;
  const facts = reportImporters[format].read(input, {
    host: (host) => {
      if (hosts.has(host.key)) throw duplicateHost(hosts.size + 1);
      refuseFuture(host.startedAt, input.receivedAt);
      hosts.set(host.key, host);
    },
    flaw: () => (flaws += 1),
    skip: () => (skipped += 1),
  });
  refuseFuture(facts.madeAt, input.receivedAt);
  return { facts, hosts: [...hosts.values()], flaws, skipped };
}

function refuseFuture(at: string | null, now: number): void {
  const ahead = at === null ? 0 : Date.parse(at) - now;
  if (ahead <= FUTURE_TOLERANCE_MS) return;
  throw new AppError({
    code: 'TIME_IN_FUTURE',
    message: `The report has a time ${Math.round(ahead / 60_000)} min ahead of this server: ${at}.`,
    remedy: 'Check the clocks of both, and the zone that times without one take (--zone).',
    status: 422,
  });
}

function duplicateHost(number: number): AppError {
  return new AppError({
    code: 'DUPLICATE_ID',
    message: `Host ${number} of the report has the id of one before it.`,
    remedy: 'Export the report again; two hosts cannot be told apart.',
    where: { host: number },
  });
}
