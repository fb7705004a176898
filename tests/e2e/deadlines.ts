import type { DemoServer } from './demo-server.ts';

export interface FindingRow {
  readonly id: string;
  readonly state: string;
  readonly due: string | null;
  readonly rank: string | null;
}

interface Obligation {
  readonly rule: string;
  readonly policyVersion: number;
  readonly rank: string;
  readonly limit: string;
  readonly clockStart: string;
  readonly due: string;
}

/** Findings with the deadlines of the organisation's own rule, as appended, by id. */
export type Deadlines = ReadonlyMap<
  string,
  { readonly row: FindingRow; readonly own: readonly Obligation[] }
>;

/** A document of the API as the administrator reads it. */
export async function readDocument<T>({ url, token }: DemoServer, path: string): Promise<T> {
  const answer = await fetch(`${url}/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Some findings that are closed, some overdue, and those that are due last. */
export async function sampleFindings(demo: DemoServer): Promise<FindingRow[]> {
  const read = async (query: string) =>
    (await readDocument<{ rows: FindingRow[] }>(demo, `findings?${query}`)).rows;
  const [closed, overdue, open] = await Promise.all([
    read('verdict=pass&pageSize=4'),
    read('due=overdue&pageSize=4'),
    read('verdict=fail&sort=-due&pageSize=12'),
  ]);
  const rows = [...closed, ...overdue, ...open];
  return rows.filter(({ id }, at) => rows.findIndex((one) => one.id === id) === at);
}

export async function deadlinesOf(demo: DemoServer, rows: readonly FindingRow[]): Promise<Deadlines> {
  const found = new Map<string, { row: FindingRow; own: Obligation[] }>();
  for (const row of rows) {
    const { obligations } = await readDocument<{ obligations: Obligation[] }>(demo, `finding?id=${row.id}`);
    found.set(row.id, { row, own: obligations.filter(({ rule }) => rule === 'own') });
  }
  return found;
}
