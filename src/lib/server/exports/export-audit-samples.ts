import type { App } from '../app.ts';
import { getSample } from '../audits/get-sample.ts';
import type { SampleDocument } from '../audits/get-sample.ts';
import { listSamples } from '../audits/list-samples.ts';
import type { SampleRow, SamplesQuery } from '../audits/list-samples.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { ViewInput } from '../read-view.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

const sampleColumns: CsvColumns<SampleRow> = {
  id: (row) => row.id,
  engagement: (row) => row.engagement,
  engagementName: (row) => row.engagementName,
  title: (row) => row.title,
  requirement: (row) => row.requirement,
  population: (row) => row.population,
  filters: (row) => filterText(row.filters),
  units: (row) => row.units.join(', '),
  asOf: (row) => row.asOf,
  knownAt: (row) => row.knownAt,
  populationSize: (row) => row.populationSize,
  digest: (row) => row.digest,
  seed: (row) => row.seed,
  method: (row) => row.method,
  size: (row) => row.size,
  judged: (row) => row.judged,
  exceptions: (row) => row.exceptions,
  auditor: (row) => row.auditor,
  drawnAt: (row) => row.drawnAt,
};

/** Samples of auditors that match, as CSV, in the order of the list. @throws AppError QUERY_INVALID */
export async function exportSamples(app: App, viewer: Viewer, query: SamplesQuery): Promise<string> {
  const { rows } = await listSamples(app, viewer, { ...query, page: undefined, pageSize: undefined });
  return toCsv(sampleColumns, rows);
}

type SampleItem = SampleDocument['items'][number] & { readonly of: SampleRow };

/** Every line names its sample and population, so that a sheet that was cut apart still says of what it is. */
const itemColumns: CsvColumns<SampleItem> = {
  sample: ({ of }) => of.id,
  position: (row) => row.position,
  id: (row) => row.id,
  item: (row) => row.label,
  detail: (row) => row.detail,
  path: (row) => row.path,
  result: (row) => row.result,
  note: (row) => row.note,
  judgedAt: (row) => row.judgedAt,
  sampled: ({ of }) => of.size,
  populationSize: ({ of }) => of.populationSize,
  digest: ({ of }) => of.digest,
  seed: ({ of }) => of.seed,
  method: ({ of }) => of.method,
  asOf: ({ of }) => of.asOf,
  knownAt: ({ of }) => of.knownAt,
};

/** The sheet of one sample. @throws AppError NOT_FOUND */
export async function exportSampleItems(
  app: App,
  viewer: Viewer,
  input: ViewInput & { readonly id: string },
): Promise<string> {
  const { sample, items } = await getSample(app, viewer, input);
  return toCsv(
    itemColumns,
    items.map((item) => ({ ...item, of: sample })),
  );
}

function filterText(filters: Readonly<Record<string, string>>): string {
  return Object.entries(filters)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
