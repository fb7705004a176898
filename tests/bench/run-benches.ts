import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { measureCpu, type Bench, type Measurement } from './bench.ts';

/** Prints figure, budget and verdict of every bench; exit 1 when a gate is missed or a bench fails. */
interface BenchResult {
  bench: string;
  name: string;
  kind: 'gate' | 'goal';
  value: number | null;
  unit: string;
  budget: number;
  /** CPU time as a multiple of the calibration loop of the same moment: comparable between machines. */
  ratio: number | null;
  verdict: 'within' | 'missed' | 'failed';
  details: Measurement['details'];
}

const suffix = '.bench.ts';
const json = process.argv.includes('--json');
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));

const results: BenchResult[] = [];
for (const file of benchFiles()) {
  const { bench }: { bench: Bench } = await import(join(import.meta.dirname, file));
  if (!json) console.log(`${bench.name} …`);
  results.push(await runBench(file.slice(0, -suffix.length), bench));
}
console.log(json ? JSON.stringify(results, null, 2) : table(results));
process.exitCode = results.some(
  ({ kind, verdict }) => verdict === 'failed' || (kind === 'gate' && verdict === 'missed'),
)
  ? 1
  : 0;

function benchFiles(): string[] {
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith(suffix));
  return files.toSorted().filter((file) => wanted.length === 0 || wanted.some((word) => file.includes(word)));
}

async function runBench(file: string, bench: Bench): Promise<BenchResult> {
  const { kind, value: budget, unit, atLeast = false } = bench.budget;
  const head = { bench: file, name: bench.name, kind, budget, unit };
  try {
    const calibrationMs = await measureCpu(calibrationLoop);
    const measured = await bench.run();
    if (measured.unit !== unit) throw new Error(`measured ${measured.unit}, but the budget is in ${unit}`);
    const within = atLeast ? measured.value >= budget : measured.value <= budget;
    const ratio = unit === 'ms CPU' ? measured.value / calibrationMs : null;
    const details = { ...measured.details, calibrationMs };
    return { ...head, value: measured.value, ratio, verdict: within ? 'within' : 'missed', details };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ...head, value: null, ratio: null, verdict: 'failed', details: { reason } };
  }
}

/** A fixed piece of integer work, about 100 ms on the machine of 2026 the budgets were set on. */
function calibrationLoop(): number {
  let state = 1;
  for (let step = 0; step < 90_000_000; step += 1) state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
  return state;
}

function table(rows: BenchResult[]): string {
  const cells = rows.map((row) => [
    row.name,
    row.value === null ? '–' : `${round(row.value)} ${row.unit}`,
    row.ratio === null ? '–' : `${round(row.ratio)}×`,
    `${row.budget} ${row.unit}`,
    row.kind,
    row.verdict === 'failed' ? `failed: ${row.details['reason']}` : row.verdict,
  ]);
  const all = [['measured', 'figure', 'of loop', 'budget', 'kind', 'verdict'], ...cells];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return ['', ...all.map(line)].join('\n');
}

function round(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}
