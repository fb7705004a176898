import type { ReportedHost } from '#core/advisory/reported-flaw.ts';
import { AppError } from '#core/errors.ts';
import type { ReportDocuments } from '#scanners/importers/report-file.ts';
import { refuseFuture } from '../refuse-future.ts';
import { readSightingsData } from '../warehouse/read-sightings.ts';
import type { ReportLoad, SightingsData } from '../warehouse/read-sightings.ts';

const CLOCKS = 'Check the clocks of both, and the zone that times without one take (--zone).';

/**
 * Reads a report to its end before anything of it is kept.
 * @param load how its event will say that it is to be read
 * @throws AppError of the importer, DUPLICATE_ID for two hosts of one key, TIME_IN_FUTURE
 */
export function checkReport(documents: ReportDocuments, load: ReportLoad): SightingsData {
  /** Key → number of the host. */
  const seen = new Map<string, number>();
  const rule = { now: load.receivedAt, says: 'The report has the time', remedy: CLOCKS };
  const check = ({ key, startedAt, finishedAt }: ReportedHost) => {
    const before = seen.get(key);
    if (before !== undefined) throw duplicateHost(before, seen.size + 1);
    seen.set(key, seen.size + 1);
    refuseFuture(startedAt, rule);
    refuseFuture(finishedAt, rule);
  };
  const read = readSightingsData(documents, load, { check });
  refuseFuture(read.facts.madeAt, rule);
  return read;
}

function duplicateHost(before: number, number: number): AppError {
  return new AppError({
    code: 'DUPLICATE_ID',
    message: `Host ${number} of the report has the id of host ${before}.`,
    remedy: 'Export the report again; two hosts cannot be told apart.',
    where: { host: number, first: before },
  });
}
