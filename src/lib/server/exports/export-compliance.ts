import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { getCompliance } from '../findings/get-compliance.ts';
import type { ComplianceQuery } from '../findings/get-compliance.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

type Month = Awaited<ReturnType<typeof getCompliance>>['rows'][number];

const columns: CsvColumns<Month> = {
  month: (row) => row.month,
  all: (row) => row.all,
  met: (row) => row.met,
  missed: (row) => row.missed,
  notRescanned: (row) => row.notRescanned,
  unknown: (row) => row.unknown,
  censored: (row) => row.censored,
  adjudicated: (row) => row.adjudicated,
  lower: (row) => row.lower,
  upper: (row) => row.upper,
  excepted: (row) => row.excepted,
  adjustedLower: (row) => row.adjustedLower,
  adjustedUpper: (row) => row.adjustedUpper,
};

/** Compliance by month, as CSV. Shares are 0 to 1. */
export async function exportCompliance(app: App, viewer: Viewer, query: ComplianceQuery): Promise<string> {
  return toCsv(columns, (await getCompliance(app, viewer, query)).rows);
}
