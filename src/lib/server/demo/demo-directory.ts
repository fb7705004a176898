import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '#core/errors.ts';

const markSchema = z.object({
  assets: z.number(),
  years: z.number(),
  seed: z.string(),
  until: z.string(),
  state: z.enum(['filling', 'ready']),
});

/** What a demo's data directory says of itself, in its file demo.json. */
export type DemoMark = z.infer<typeof markSchema>;

const MARK = 'demo.json';
const ACCOUNTS = 'demo-accounts.txt';

/**
 * Whether a directory can take a demo of this size and seed: new (also when it is empty), or that very demo
 * already. Its last day does not count, so that yesterday's demo starts as it is.
 * @throws AppError DEMO_DIR_TAKEN (exit 3) when it holds anything else
 */
export function judgeDemoDirectory(path: string, wanted: Omit<DemoMark, 'state' | 'until'>): 'new' | 'ready' {
  const names = existsSync(path) ? readdirSync(path) : [];
  if (names.length === 0) return 'new';
  const mark = readMark(path);
  if (mark === null) throw taken(path, 'holds something that is no demo');
  if (mark.state === 'filling') throw taken(path, 'holds a demo that was not finished');
  const isSame = mark.assets === wanted.assets && mark.years === wanted.years && mark.seed === wanted.seed;
  if (!isSame)
    throw taken(path, `holds another demo (${mark.assets} assets, ${mark.years} years, seed ${mark.seed})`);
  return 'ready';
}

/** Writes the mark; makes the directory, closed to others, when it is new. */
export function writeMark(path: string, mark: DemoMark): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  writeFileSync(join(path, MARK), `${JSON.stringify(mark, null, 1)}\n`, { mode: 0o600 });
}

function readMark(path: string): DemoMark | null {
  try {
    const parsed = markSchema.safeParse(JSON.parse(readFileSync(join(path, MARK), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    // Not there, or not ours: then it is no demo.
    return null;
  }
}

/** Keeps the accounts of the demo for who lost the terminal's output; readable by the owner only. */
export function writeAccounts(path: string, text: string): void {
  const file = join(path, ACCOUNTS);
  writeFileSync(file, text, { mode: 0o600 });
  chmodSync(file, 0o600);
}

/** The accounts as kept; null when the file was removed. */
export function readAccounts(path: string): string | null {
  const file = join(path, ACCOUNTS);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function taken(path: string, why: string): AppError {
  return new AppError({
    code: 'DEMO_DIR_TAKEN',
    message: `The directory ${path} ${why}.`,
    remedy: 'Delete it if nothing in it is needed, or give another one with --dir.',
    status: 409,
    exitCode: 3,
  });
}
