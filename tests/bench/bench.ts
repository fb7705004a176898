/** One measured thing per `<name>.bench.ts`, exported as `bench`; `npm run bench` runs them in name order. */
export interface Bench {
  /** A sentence fragment that names what is measured. */
  name: string;
  budget: Budget;
  run(): Promise<Measurement>;
}

/** A gate must hold, a goal is approached; lower is better unless `atLeast` is set. */
export interface Budget {
  value: number;
  unit: Unit;
  kind: 'gate' | 'goal';
  atLeast?: boolean;
}

export interface Measurement {
  value: number;
  unit: Unit;
  /** Whatever explains the figure: sizes, repetitions, the machine's part. */
  details: Record<string, number | string>;
}

/** CPU time counts on shared machines; wall time (`ms wall`) is information. */
export type Unit = 'ms CPU' | 'ms wall' | 'bytes' | 'MB' | 'per CPU second';

/**
 * CPU time of this process in ms for one call of `action`: median of `repeat` calls after one to warm up.
 * CPU of worker threads counts, CPU of child processes does not.
 */
export async function measureCpu(action: () => unknown, repeat = 5): Promise<number> {
  await action();
  const times: number[] = [];
  for (let round = 0; round < repeat; round += 1) {
    const before = process.cpuUsage();
    await action();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(repeat / 2)] ?? Number.NaN;
}
