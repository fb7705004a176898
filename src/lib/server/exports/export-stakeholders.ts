import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import { listStakeholders } from '../stakeholders/list-stakeholders.ts';
import type { StakeholdersQuery, SystemRow } from '../stakeholders/list-stakeholders.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

const columns: CsvColumns<SystemRow> = {
  system: (row) => row.system,
  name: (row) => row.name,
  status: (row) => row.status,
  stakeholders: (row) => row.stakeholders,
  deciders: (row) => row.deciders.map(({ domain, name }) => `${domain}: ${name}`).join(', '),
  tasks: (row) => row.tasks,
  escalation: (row) => row.escalation.map(({ name, hours }) => `${name} after ${hours} h`).join(', '),
  people: (row) => row.people,
  acknowledged: (row) => row.acknowledged,
  changedAt: (row) => row.changedAt,
};

/** Systems with their people, as CSV, in the order of the list. @throws AppError QUERY_INVALID */
export async function exportStakeholders(
  app: App,
  viewer: Viewer,
  query: StakeholdersQuery,
): Promise<string> {
  const { rows } = await listStakeholders(app, viewer, query);
  return toCsv(columns, rows);
}
