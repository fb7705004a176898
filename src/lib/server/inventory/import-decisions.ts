import { AppError, isAppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import { authorised } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { View } from '../read-view.ts';
import { attributes } from './asset-attributes.ts';
import type { AssetAttribute } from './asset-attributes.ts';
import { readDecisionsFile } from './decisions-file.ts';
import type { FileRow, ImportProblem } from './decisions-file.ts';
import { describeEntries } from './preview-decisions.ts';
import { readDecision } from './read-decision.ts';
import { readEffect } from './read-effect.ts';
import { recordDecisions } from './record-decisions.ts';
import type { Decision, DecideReceipt, DecisionEntry } from './record-decisions.ts';

export interface DecisionsImport {
  readonly bytes: Uint8Array;
  /** `dry-run` records nothing. */
  readonly mode: 'keep' | 'dry-run';
}

const SHOWN_PROBLEMS = 100;

/**
 * Decisions about many assets from a CSV file: all rows or none. An empty cell leaves a fact as it is, a hyphen
 * withdraws it. While any row has a problem nothing is recorded and the receipt is null.
 * @throws AppError as `readDecisionsFile`
 */
export async function importDecisions(app: App, asking: Viewer, { bytes, mode }: DecisionsImport) {
  const viewer = authorised(asking, 'asset.decide');
  const { rows, problems } = readDecisionsFile(bytes);
  const head = problems.some(({ row }) => row === 1);
  const entries = head ? [] : await readRows(app, viewer, { rows, problems });
  problems.sort((a, b) => a.row - b.row);
  const sound = problems.length === 0;
  const receipt: DecideReceipt | null =
    mode === 'keep' && sound && entries.length > 0 ? await recordDecisions(app, viewer, entries) : null;
  const preview = receipt ? null : await describeEntries(app, viewer, sound ? entries : []);
  return {
    mode,
    rows: rows.length,
    assets: new Set(entries.map(({ assetId }) => assetId)).size,
    problemCount: problems.length,
    problems: problems.slice(0, SHOWN_PROBLEMS),
    preview,
    receipt,
  };
}

export type ImportedDecisions = Awaited<ReturnType<typeof importDecisions>>;

interface Reading {
  readonly app: App;
  /** Assets by id and by name, as the viewer sees them. */
  readonly ids: ReadonlySet<string>;
  readonly names: ReadonlyMap<string, readonly string[]>;
  /** Short name by short name and by shown name, in lower case. */
  readonly units: ReadonlyMap<string, string>;
}

async function readRows(
  app: App,
  viewer: Viewer,
  { rows, problems }: { rows: readonly FileRow[]; problems: ImportProblem[] },
): Promise<DecisionEntry[]> {
  const view = await resolveView(app, viewer, {});
  const reading = await whatIsKnown(app, view, rows);
  const firstRow = new Map<string, number>();
  const entries: DecisionEntry[] = [];
  for (const row of rows) {
    const found: ImportProblem[] = [];
    const entry = readRow(reading, row, found);
    problems.push(...found);
    if (!entry || found.length > 0) continue;
    const key = `${entry.assetId} ${row.cells['effectiveFrom'] ?? ''}`;
    const earlier = firstRow.get(key);
    if (earlier === undefined) entries.push(entry);
    else problems.push(twice(row, earlier));
    firstRow.set(key, earlier ?? row.row);
  }
  return entries;
}

async function whatIsKnown(app: App, view: View, rows: readonly FileRow[]): Promise<Reading> {
  const given = (column: string) => [...new Set(rows.flatMap(({ cells }) => cells[column] ?? []))];
  const [byId, byName, units] = await Promise.all([
    app.warehouse.query('known-assets', { ...view.params, ids: given('id') }),
    app.warehouse.query('asset-names', { ...view.params, names: given('name') }),
    app.warehouse.query('unit-names', view.params),
  ]);
  const names = Map.groupBy(byName, ({ name }) => name);
  return {
    app,
    ids: new Set(byId.map(({ id }) => id)),
    names: new Map([...names].map(([name, assets]) => [name, assets.map(({ id }) => id)])),
    units: new Map([
      ['default', 'default'],
      ['unassigned', 'default'],
      ...units.map(({ unit, name }) => [name.toLowerCase(), unit] as const),
      ...units.map(({ unit }) => [unit, unit] as const),
    ]),
  };
}

/** One row as an entry; null, with the problems told, when it is none. */
function readRow(reading: Reading, row: FileRow, problems: ImportProblem[]): DecisionEntry | null {
  const assetId = findAsset(reading, row, problems);
  const decisions = attributes.flatMap((attribute): Decision[] => {
    const text = row.cells[attribute];
    if (text === undefined) return [];
    try {
      return [readCell(reading, attribute, text)];
    } catch (error) {
      problems.push(asProblem(error, row, attribute));
      return [];
    }
  });
  try {
    const effectiveFrom = readEffect(reading.app, row.cells['effectiveFrom']);
    if (assetId === null) return null;
    if (decisions.length > 0) return { assetId, effectiveFrom, decisions };
    if (problems.length === 0) problems.push(nothingSet(row));
  } catch (error) {
    problems.push(asProblem(error, row, 'effectiveFrom'));
  }
  return null;
}

function findAsset(
  { ids, names }: Reading,
  { row, cells }: FileRow,
  problems: ImportProblem[],
): string | null {
  const { id, name } = cells;
  if (id !== undefined && ids.has(id)) return id;
  const column = id === undefined ? 'name' : 'id';
  const bearers = id === undefined && name !== undefined ? (names.get(name) ?? []) : [];
  if (bearers.length === 1) return bearers[0] ?? null;
  if (bearers.length > 1) {
    const message = `${bearers.length} assets bear this name.`;
    problems.push({ row, column, code: 'ASSET_AMBIGUOUS', message, remedy: 'Give the id instead.' });
    return null;
  }
  const missing = id === undefined && name === undefined;
  problems.push({
    row,
    column,
    code: missing ? 'ASSET_MISSING' : 'ASSET_UNKNOWN',
    message: missing ? 'The row names no asset.' : 'There is no such asset.',
    remedy: missing
      ? 'Give its name or its id.'
      : 'Look it up in the list of assets; upper and lower case count.',
  });
  return null;
}

function readCell({ units }: Reading, attribute: AssetAttribute, text: string): Decision {
  if (text === '-' || (attribute === 'scope' && text.toLowerCase() === 'none'))
    return { attribute, value: null };
  if (attribute === 'owner') return readDecision({ attribute, value: text });
  const value = text.toLowerCase();
  if (attribute !== 'unit') return readDecision({ attribute, value });
  const unit = units.get(value);
  if (unit !== undefined) return { attribute, value: unit };
  throw new AppError({
    code: 'UNIT_UNKNOWN',
    message: 'There is no such business unit.',
    remedy: 'Add it under Business units first.',
  });
}

function asProblem(error: unknown, { row }: FileRow, column: string): ImportProblem {
  if (!isAppError(error)) throw error;
  const { code, message, remedy } = error;
  return { row, column, code, message, remedy };
}

function nothingSet({ row }: FileRow): ImportProblem {
  const message = 'The row sets nothing.';
  return { row, column: '', code: 'NOTHING_SET', message, remedy: 'Fill in a fact, or delete the row.' };
}

function twice({ row, cells }: FileRow, earlier: number): ImportProblem {
  const column = cells['id'] === undefined ? 'name' : 'id';
  const message = `The asset stands in row ${earlier} already, from the same day on.`;
  return { row, column, code: 'ASSET_TWICE', message, remedy: 'Keep one of the two rows.' };
}
