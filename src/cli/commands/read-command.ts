import type { CsvName, Documents } from '#lib/server/read-documents/index.ts';
import type { DocumentName, DocumentQuery } from '#lib/server/read-documents/document-input.ts';
import type { ExitCode } from '../command.ts';
import type { CliContext } from '../context.ts';
import { judgeGates, readGates } from '../fail-on.ts';
import type { Gates } from '../fail-on.ts';
import { printJson } from '../output/print.ts';
import type { DataSource } from '../source/data-source.ts';
import { withExistingSource } from '../source/with-source.ts';
import { usageError } from '../usage-error.ts';

interface Reading<N extends DocumentName> {
  readonly name: N;
  readonly query: DocumentQuery;
  readonly form: 'json' | 'csv' | 'text';
  readonly gates?: { readonly known: Gates<Documents[N]>; readonly asked: readonly string[] };
  /** For people. */
  readonly show: (document: Documents[N], source: DataSource) => Promise<string> | string;
}

/** Reads one document, prints it in the form that was asked for, and judges the gates on it. */
export async function printDocument<N extends DocumentName>(
  context: CliContext,
  reading: Reading<N>,
): Promise<ExitCode> {
  const { name, query, form, gates, show } = reading;
  const names = gates ? readGates(gates.known, gates.asked) : [];
  return withExistingSource(context, async (source) => {
    if (form === 'csv') {
      context.stdout.write(await source.readCsv(requireCsv(name), query));
      if (names.length === 0) return 0;
    }
    const document = await source.read(name, query);
    if (form === 'json') printJson(context.stdout, document);
    if (form === 'text') context.stdout.write(await show(document, source));
    return gates ? judgeGates(context, { gates: gates.known, names }, document) : 0;
  });
}

/** Which form the options ask for. @throws AppError USAGE for two of them */
export function formOf({ json, csv = false }: { json: boolean; csv?: boolean }): 'json' | 'csv' | 'text' {
  if (json && csv) throw usageError('--json and --csv cannot be printed at once.', 'Give one of them.');
  if (json) return 'json';
  return csv ? 'csv' : 'text';
}

/** The part of a query that says of when: for a second document about the same moment. */
function viewOf({ asOf, knownAt }: DocumentQuery): DocumentQuery {
  return { ...(asOf === undefined ? {} : { asOf }), ...(knownAt === undefined ? {} : { knownAt }) };
}

/** The policy's zone, in which due dates are days. */
export async function zoneOf(source: DataSource, query: DocumentQuery): Promise<string> {
  return (await source.read('posture', viewOf(query))).zone;
}

/** The documents with a CSV form. The compiler holds it to the registry, which is too heavy to load for a name. */
const csvForms: Readonly<Record<CsvName, true>> = {
  findings: true,
  assets: true,
  asset: true,
  imports: true,
  scans: true,
  patches: true,
  patch: true,
  unfixed: true,
  units: true,
  groups: true,
  'rank-changes': true,
  adjudications: true,
  'second-opinions': true,
  exceptions: true,
  controls: true,
  'register-entries': true,
  'audit-requests': true,
  'audit-comments': true,
  'audit-samples': true,
  'audit-sample': true,
  stakeholders: true,
  obligations: true,
  coverage: true,
  'time-to-patch': true,
  compliance: true,
  flow: true,
  ageing: true,
  log: true,
};

function hasCsv(name: DocumentName): name is CsvName {
  return Object.hasOwn(csvForms, name);
}

function requireCsv(name: DocumentName): CsvName {
  if (hasCsv(name)) return name;
  throw usageError(`${name} has no CSV form.`, 'Give --json.');
}
