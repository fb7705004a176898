import { DuckDBInstance, DuckDBTypeId } from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBType } from '@duckdb/node-api';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Generate `queries.gen.ts` from `queries/*.sql` and `writes.gen.ts` from `writes/*.sql`: the SQL text with the
 * types of its parameters and rows, as DuckDB itself binds them against the migrated schema. With `--check`
 * only compares, exit 1 when stale. A query without `$viewer_units`, `$as_of`, `$known_at` or that reads a table
 * directly is refused; `writes` are the statements of the one writer, which answers nobody.
 */
const root = join(import.meta.dirname, '..');
const warehouse = join(root, 'src/lib/server/warehouse');

interface Folder {
  name: 'queries' | 'writes';
  types: string;
  guarded: boolean;
}

const folders: Folder[] = [
  { name: 'queries', types: 'QueryTypes', guarded: true },
  { name: 'writes', types: 'WriteTypes', guarded: false },
];

interface Query {
  name: string;
  sql: string;
  notNull: Set<string>;
  json: Map<string, { type: string; from: string | undefined }>;
}

const scalarTypes: Partial<Record<DuckDBTypeId, string>> = {
  [DuckDBTypeId.BOOLEAN]: 'boolean',
  [DuckDBTypeId.INTEGER]: 'number',
  [DuckDBTypeId.BIGINT]: 'number',
  [DuckDBTypeId.DOUBLE]: 'number',
  [DuckDBTypeId.VARCHAR]: 'string',
  [DuckDBTypeId.TIMESTAMP_TZ]: 'string',
  [DuckDBTypeId.DATE]: 'string',
};

function parseQuery(folder: Folder, file: string): Query {
  const text = readFileSync(join(warehouse, folder.name, file), 'utf8');
  const header = (key: string) =>
    [...text.matchAll(new RegExp(`^-- ${key}: (.+)$`, 'gm'))].map((m) => m[1] ?? '');
  const name = header('name')[0];
  if (name !== file.replace(/\.sql$/, ''))
    throw new Error(`${file}: header "-- name:" must be the file's name`);
  const json = header('json').map((line): [string, { type: string; from: string | undefined }] => {
    const [column = '', type = '', from] = line.split(' ');
    return [column, { type, from }];
  });
  const sql = text.replace(/^--.*\n/gm, '').trim();
  if (folder.guarded) refuseUnguarded(file, sql);
  const notNull = new Set(
    (header('notnull')[0] ?? '')
      .split(',')
      .map((column) => column.trim())
      .filter(Boolean),
  );
  return { name, sql, notNull, json: new Map(json) };
}

function refuseUnguarded(file: string, sql: string): void {
  for (const parameter of ['$viewer_units', '$as_of', '$known_at']) {
    if (!sql.includes(parameter)) throw new Error(`${file}: ${parameter} is missing`);
  }
  if (/\bSELECT\s+\*/i.test(sql.replace(/SELECT \*,/g, ''))) throw new Error(`${file}: name the columns`);
  const local = new Set([...sql.matchAll(/(\w+) AS \(/g)].map((match) => match[1]));
  for (const [, source = ''] of sql.matchAll(/\b(?:FROM|JOIN)\s+(\w+)/g)) {
    if (!source.startsWith('visible_') && !local.has(source)) {
      throw new Error(`${file}: reads ${source} directly; read through a visible_* macro`);
    }
  }
}

function typeOf(type: DuckDBType, file: string): string {
  if (type.typeId === DuckDBTypeId.LIST && 'valueType' in type)
    return `readonly ${typeOf(type.valueType, file)}[]`;
  const known = scalarTypes[type.typeId];
  if (!known) throw new Error(`${file}: no TypeScript type for ${String(type)}; cast it`);
  return known;
}

function pascal(name: string): string {
  return name.replace(/(^|-)(\w)/g, (_all, _dash, letter: string) => letter.toUpperCase());
}

/** A parameter that the plan does not use has no type there; its cast says it. */
function parameterType(statement: DuckDBPreparedStatement, index: number, query: Query): string {
  try {
    return typeOf(statement.parameterType(index), query.name);
  } catch (error) {
    const cast = new RegExp(`\\$${statement.parameterName(index)}::(\\w+)`).exec(query.sql)?.[1];
    if (cast === 'TIMESTAMPTZ' || cast === 'VARCHAR' || cast === 'DATE') return 'string';
    if (cast === 'BIGINT' || cast === 'INTEGER') return 'number';
    throw error;
  }
}

async function describe(connection: DuckDBConnection, query: Query): Promise<string> {
  const statement = await connection.prepare(query.sql);
  const parameters: string[] = [];
  for (let index = 1; index <= statement.parameterCount; index++) {
    const name = statement.parameterName(index);
    const type = parameterType(statement, index, query);
    const optional = new RegExp(`\\$${name}::[\\w\\[\\]]+ IS NULL|CASE WHEN \\$${name}\\b`).test(query.sql);
    parameters.push(`  readonly ${name}: ${type}${optional ? ' | null' : ''};`);
  }
  const columns: string[] = [];
  for (let index = 0; index < statement.columnCount; index++) {
    const name = statement.columnName(index);
    const json = query.json.get(name);
    const type = json ? json.type : typeOf(statement.columnType(index), query.name);
    columns.push(`  readonly ${name}: ${type}${query.notNull.has(name) ? '' : ' | null'};`);
  }
  for (const column of query.notNull) {
    if (!columns.some((line) => line.includes(` ${column}:`))) {
      throw new Error(`${query.name}: notnull names ${column}, which is no column`);
    }
  }
  const name = pascal(query.name);
  return [
    `export type ${name}Params = {`,
    ...parameters.sort(),
    `};\n\nexport interface ${name}Row {`,
    ...columns,
    '}\n',
  ].join('\n');
}

function imports(queries: readonly Query[]): string {
  const wanted = new Map<string, Set<string>>();
  for (const { json } of queries) {
    for (const { type, from } of json.values()) {
      if (!from) continue;
      const names = wanted.get(from) ?? new Set();
      names.add(type.replace(/\[\]$/, ''));
      wanted.set(from, names);
    }
  }
  return [...wanted]
    .sort()
    .map(([from, names]) => `import type { ${[...names].sort().join(', ')} } from '${from}';`)
    .join('\n');
}

async function migrated(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const migrations = join(root, 'migrations/warehouse');
  for (const file of readdirSync(migrations).sort()) {
    await connection.run(readFileSync(join(migrations, file), 'utf8'));
  }
  return connection;
}

async function generate(connection: DuckDBConnection, folder: Folder): Promise<string> {
  const files = readdirSync(join(warehouse, folder.name)).filter((file) => file.endsWith('.sql'));
  const queries = files.sort().map((file) => parseQuery(folder, file));
  const types: string[] = [];
  for (const query of queries) types.push(await describe(connection, query));
  const entries = queries.map(
    (query) =>
      `  '${query.name}': {\n    json: ${JSON.stringify([...query.json.keys()])},\n    sql: ${JSON.stringify(query.sql)},\n  },`,
  );
  const map = queries.map(
    (query) => `  '${query.name}': { params: ${pascal(query.name)}Params; row: ${pascal(query.name)}Row };`,
  );
  return [
    `// Generated by \`npm run sql:generate\` from ${folder.name}/*.sql. Do not edit.`,
    imports(queries),
    '',
    ...types,
    `export interface ${folder.types} {`,
    ...map,
    '}\n',
    `export const ${folder.name}: Record<keyof ${folder.types}, { json: readonly string[]; sql: string }> = {`,
    ...entries,
    '};\n',
  ].join('\n');
}

const connection = await migrated();
for (const folder of folders) {
  const target = join(warehouse, `${folder.name}.gen.ts`);
  const text = await generate(connection, folder);
  if (!process.argv.includes('--check')) {
    writeFileSync(target, text);
  } else if (readFileSync(target, 'utf8') !== text) {
    console.error(`${folder.name}.gen.ts is stale: run "npm run sql:generate" and commit it.`);
    process.exitCode = 1;
  }
}
