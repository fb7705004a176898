import type { Bench } from './bench.ts';
import { runImport } from './support/run-import.ts';

/** What 99 of 100 requests at random instants wait for a server that imports a report, in CPU time of its thread. */
export const bench: Bench = {
  name: 'wait for a server that imports a report of 1,000,000 results (99 %)',
  budget: { value: 200, unit: 'ms CPU', kind: 'goal' },
  async run() {
    const { lag, cpuMs, peakMb } = runImport({ rows: 1_000_000, form: 'xml', as: 'server' });
    const { waitP99CpuMs, longestCpuMs, p99Ms, maxMs } = lag;
    return {
      value: waitP99CpuMs,
      unit: 'ms CPU',
      details: {
        longestCpuMs,
        eventLoopP99WallMs: p99Ms,
        eventLoopMaxWallMs: maxMs,
        importCpuMs: cpuMs,
        peakMb,
      },
    };
  },
};
